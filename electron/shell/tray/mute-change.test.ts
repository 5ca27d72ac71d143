import { expect, test } from 'vitest';
import { muteChange } from './mute-change';

const at = (hours: number): number => new Date(2026, 4, 5, hours, 30).getTime();
const untilOf = (span: 'quarter' | 'hour' | 'morning', now: number): number =>
  Date.parse(muteChange(span, now).snoozed_until ?? '');

test('a silence ends when its name says so', () => {
  expect(untilOf('quarter', at(12)) - at(12)).toBe(15 * 60_000);
  expect(untilOf('hour', at(12)) - at(12)).toBe(60 * 60_000);
  expect(muteChange('always', at(12))).toEqual({ muted: true, snoozed_until: null });
});

test('the next morning of someone who is up after midnight is that of the same day', () => {
  expect(untilOf('morning', at(23))).toBe(new Date(2026, 4, 6, 8).getTime());
  expect(untilOf('morning', at(2))).toBe(new Date(2026, 4, 5, 8).getTime());
  expect(untilOf('morning', at(8))).toBe(new Date(2026, 4, 6, 8).getTime());
});
