import { expect, test } from 'vitest';
import { nextSettlement, settleFrom } from './settlement';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test('a closed candle is read again five seconds and half a minute after its end', () => {
  const first = nextSettlement('1m', 20 * MINUTE + 59 * SECOND);
  expect(first).toBe(21 * MINUTE + 5 * SECOND);
  const second = nextSettlement('1m', first);
  expect(second).toBe(21 * MINUTE + 30 * SECOND);
  expect(nextSettlement('1m', second)).toBe(22 * MINUTE + 5 * SECOND);
});

test('candles of a second are read again every five seconds', () => {
  expect(nextSettlement('1s', HOUR)).toBe(HOUR + 5 * SECOND);
});

test('a month is read again at its end only', () => {
  const now = Date.UTC(2026, 1, 10);
  expect(nextSettlement('1M', now)).toBe(Date.UTC(2026, 2, 1) + 5 * SECOND);
});

test('the last two closed candles are read, or as many as had not had their last look', () => {
  const now = 21 * MINUTE + 30 * SECOND;
  expect(settleFrom('1m', now - 25 * SECOND, now)).toBe(19 * MINUTE);
  expect(settleFrom('1m', now - 10 * MINUTE, now)).toBe(11 * MINUTE);
  expect(settleFrom('1s', now - 5 * SECOND, now)).toBe(now - 35 * SECOND);
});

test('a break of months does not ask for all of its seconds', () => {
  const now = 100 * 24 * HOUR;
  expect(settleFrom('1s', 0, now)).toBe(now - 5000 * SECOND);
});
