import { expect, test } from 'vitest';
import { answerAtOnce } from './usage';

test('help names every flag the program knows', () => {
  const help = answerAtOnce(['--demo', '--help'], '1.2.3') ?? '';
  expect(help).toContain('Tickwatch 1.2.3');
  for (const flag of ['demo[=SEED]', 'port N', 'data-dir DIR', 'token-file FILE', 'version']) {
    expect(help).toContain(`--${flag}`);
  }
  expect(help.split('\n').every((line) => line.length <= 80)).toBe(true);
  expect(answerAtOnce(['-h'], '1.2.3')).toBe(help);
});

test('the version is said alone, and nothing when nothing is asked', () => {
  expect(answerAtOnce(['--version'], '1.2.3')).toBe('1.2.3\n');
  expect(answerAtOnce(['--demo'], '1.2.3')).toBeNull();
});
