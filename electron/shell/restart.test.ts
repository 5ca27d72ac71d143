import { expect, test } from 'vitest';
import { restartArguments } from './restart';

const MINUTE = 60_000;

test('fault 49: after a fault the app starts again as it was started, once', () => {
  const first = restartArguments(['/app', '--demo'], 1_000_000);
  expect(first).toEqual(['/app', '--demo', '--restarted=1000000']);
  expect(restartArguments(first ?? [], 1_000_000 + 9 * MINUTE)).toBeNull();
});

test('fault 49: a fault long after, or after the clock was set back, is a new one', () => {
  const words = ['/app', `--restarted=${100 * MINUTE}`];
  expect(restartArguments(words, 111 * MINUTE)).toEqual(['/app', `--restarted=${111 * MINUTE}`]);
  expect(restartArguments(words, 10 * MINUTE)).toEqual(['/app', `--restarted=${10 * MINUTE}`]);
});
