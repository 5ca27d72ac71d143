import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Random } from '../../../electron/services/exchange/demo/prng';
import { callResults, settledClaims } from './call-results';
import { mean } from './numbers';
import { randomWalk } from './random-walk';
import { byCloseTime } from './replay';
import { SIGNAL_SETTINGS } from './settings';
import { SignalBook } from './signal-book';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const SEED = 42;

/** The later half of the claims in a made-up market, when there has been something to learn from. */
function lateClaims(drift: number, count: number) {
  const candles = ['A/USDT', 'B/USDT', 'C/USDT'].flatMap((symbol, at) =>
    randomWalk(new Random(SEED + at), {
      ...{ interval: '1h', count, drift },
      ...{ volatility: 0.006, start: Date.UTC(2026, 0, 1) },
    }).map((kline) => ({ symbol, interval: '1h', kline, origin: 'replayed' }) as const),
  );
  const book = new SignalBook(SIGNAL_SETTINGS, digest);
  const entries = [...byCloseTime(candles)].flatMap((moment) => book.advance(moment).entries);
  const results = callResults(entries).filter(({ resolution }) => resolution !== null);
  const late = results.slice(results.length / 2);
  const above = late.filter(({ call }) => (call.confidence ?? 0) > call.breakeven).length;
  const claims = settledClaims(late);
  return {
    said: mean(claims.map((claim) => claim.said)),
    was: mean(claims.map(({ isHit }) => Number(isHit))),
    chance: mean(late.map(({ call }) => 1 - call.breakeven)),
    above,
    n: claims.length,
  };
}

test('a walk without a trend is said to be one: nothing is above break-even', () => {
  const { said, was, above, n } = lateClaims(0, 10_000);
  expect(n).toBeGreaterThan(100);
  // Two standard errors of so few; the whole control is among the tests of recordings.
  expect(Math.abs(said - was)).toBeLessThan(0.09);
  expect(above).toBe(0);
});

test('a planted trend is learned: more is said than a random walk would give', () => {
  const { said, chance, n } = lateClaims(0.6, 14_000);
  expect(n).toBeGreaterThan(80);
  expect(said - chance).toBeGreaterThan(0.04);
});
