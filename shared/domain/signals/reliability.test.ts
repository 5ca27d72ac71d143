import { describe, expect, test } from 'vitest';
import { Random, seededRandom } from '../../../electron/services/exchange/demo/prng';
import {
  calibrationError,
  equalBins,
  fixedBins,
  nullError,
  tenthsOf,
  wilson,
} from './calibration-error';
import type { SettledClaim } from './call-results';
import { isEdgeProven } from './edge-rule';
import type { CallEntry } from './record';
import { baseRates, netMoveOf, reliabilityOf } from './reliability';

const DAY = 86_400_000;
const SEED = 20_261_123;

/** One claim a day, settled a day later. */
const claims = (count: number, make: (at: number) => Partial<SettledClaim>): SettledClaim[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ at: at * DAY, settledAt: (at + 1) * DAY, said: 0.45, votes: 1, isHit: false },
    ...{ netMove: -0.01, beatBreakeven: false, isLive: false },
    ...make(at),
  }));

/** Claims that come true as often as they say, `shift` more or less. */
function honest(count: number, shift = 0): SettledClaim[] {
  const random = new Random(SEED);
  return claims(count, () => {
    const said = 0.35 + 0.2 * random.uniform();
    const isHit = random.uniform() < said + shift;
    return { said, isHit, netMove: isHit ? 0.01 : -0.012 };
  });
}

test('the calibration error is the mean difference of the bins by their counts', () => {
  const said = (value: number, hits: readonly boolean[]) =>
    hits.map((isHit) => ({ said: value, isHit }));
  const statements = [...said(0.42, [true, false]), ...said(0.55, [true, true, true, false])];
  expect(calibrationError(statements)).toBeCloseTo((2 * 0.08 + 4 * 0.2) / 6, 12);
  expect(fixedBins(statements).map(({ n, said, was }) => [n, said, was])).toEqual([
    [2, 0.42, 0.5],
    [4, expect.closeTo(0.55, 12), 0.75],
  ]);
  expect(calibrationError([{ said: 1, isHit: true }])).toBe(0);
  expect(calibrationError([])).toBe(0);
});

test('Wilson bars are the published ones', () => {
  // Newcombe 1998, table I: 81 of 263, and 0 of 20. https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C857::AID-SIM777%3E3.0.CO;2-E
  expect(wilson(81, 263).low).toBeCloseTo(0.2553, 3);
  expect(wilson(81, 263).high).toBeCloseTo(0.3662, 3);
  expect(wilson(0, 20).low).toBe(0);
  expect(wilson(0, 20).high).toBeCloseTo(0.1611, 3);
});

test('bins of equal counts hold everything once, low to high', () => {
  const bins = equalBins(honest(1003), 5);
  expect(bins.map(({ n }) => n).reduce((a, b) => a + b)).toBe(1003);
  expect(Math.max(...bins.map(({ n }) => n)) - Math.min(...bins.map(({ n }) => n))).toBe(1);
  expect(bins.map(({ said }) => said)).toEqual(bins.map(({ said }) => said).sort());
  for (const { low, was, high } of bins) expect(low <= was && was <= high).toBe(true);
  expect(equalBins(honest(3), 5)).toHaveLength(3);
});

test('one who says the truth has the error of a perfect forecaster, one who boasts has more', () => {
  const truth = reliabilityOf(honest(4000), seededRandom(SEED))!;
  expect(truth.ece).toBeLessThan(0.02);
  expect(truth.ece).toBeGreaterThanOrEqual(truth.eceRange.low);
  expect(truth.ece).toBeLessThanOrEqual(truth.eceRange.high);
  expect(truth.nullEce).toBeLessThan(0.02);
  const boast = reliabilityOf(honest(4000, -0.2), seededRandom(SEED))!;
  expect(boast.eceRange.low).toBeGreaterThan(0.15);
  expect(boast.voteEce).toBeGreaterThan(0.7);
});

test('the same numbers give the same ranges', () => {
  const one = reliabilityOf(honest(500), seededRandom(3));
  expect(reliabilityOf(honest(500), seededRandom(3))).toEqual(one);
});

test('the error of a perfect forecaster is the published one', () => {
  // 200 statements within 0.35 … 0.53: a mean of about 0.03.
  const said = honest(200).map((claim) => claim.said);
  expect(nullError(said, seededRandom(SEED), 300)).toBeGreaterThan(0.02);
  expect(nullError(said, seededRandom(SEED), 300)).toBeLessThan(0.06);
});

test('a base rate knows only what was settled when the claim was made', () => {
  const three = claims(3, (at) => ({ isHit: at === 0, settledAt: (at + 2) * DAY }));
  expect(baseRates(three).map(({ said }) => said)).toEqual([1 / 2, 1 / 2, 2 / 3]);
});

test('weeks that fail together make the range wide', () => {
  const alternate = claims(700, (at) => ({ netMove: at % 2 === 0 ? 0.01 : -0.01 }));
  const weekly = claims(700, (at) => ({ netMove: Math.floor(at / 7) % 2 === 0 ? 0.01 : -0.01 }));
  const width = (list: SettledClaim[]) => {
    const { low, high } = netMoveOf(list, seededRandom(SEED));
    return high - low;
  };
  expect(width(weekly)).toBeGreaterThan(3 * width(alternate));
});

describe('drift', () => {
  test('is seen when the last 200 differ from what was said by more than 7 points', () => {
    const recent = claims(400, (at) => ({ isHit: at < 200 ? at % 2 === 0 : at % 3 === 0 }));
    expect(reliabilityOf(recent, seededRandom(1))!.rolling).toMatchObject({
      n: 200,
      isDrifting: true,
    });
    const calm = claims(400, (at) => ({ isHit: at % 20 < 9 }));
    expect(reliabilityOf(calm, seededRandom(1))!.rolling.isDrifting).toBe(false);
  });

  test('is never seen in fewer', () => {
    const few = claims(199, () => ({ isHit: false }));
    expect(reliabilityOf(few, seededRandom(1))!.rolling).toMatchObject({
      n: 199,
      isDrifting: false,
    });
  });
});

test('nothing can be relied on when there are no claims', () => {
  expect(reliabilityOf([], seededRandom(1))).toBeNull();
});

describe('an edge', () => {
  const call = { lowerBound: 0.6, breakeven: 0.55, timestamp: 1e6 * DAY } as CallEntry;
  const winners = (count: number) =>
    claims(count, (at) => ({ beatBreakeven: true, netMove: at % 3 === 0 ? -0.01 : 0.01 }));
  const prove = (it: CallEntry, earlier: readonly SettledClaim[]) =>
    isEdgeProven(it, earlier, seededRandom(SEED));

  test('is proven by a bound above break-even and a hundred such claims that surely won', () => {
    expect(prove(call, winners(100))).toBe(true);
  });

  test('is not proven by fewer, by losses, or by the bound alone', () => {
    expect(prove(call, winners(99))).toBe(false);
    expect(
      prove(
        call,
        claims(300, () => ({ beatBreakeven: true })),
      ),
    ).toBe(false);
    expect(prove({ ...call, lowerBound: 0.55 }, winners(300))).toBe(false);
    expect(prove({ ...call, lowerBound: null }, winners(300))).toBe(false);
  });

  test('is not proven by claims that were not above break-even, or were settled later', () => {
    expect(
      prove(
        call,
        winners(300).map((it) => ({ ...it, beatBreakeven: false })),
      ),
    ).toBe(false);
    expect(prove({ ...call, timestamp: 50 * DAY }, winners(300))).toBe(false);
  });
});

test('claims are counted in the tenth of what was said, a bound in the upper one', () => {
  const claim = (said: number, isHit: boolean) => ({ said, isHit });
  const all = [claim(0.4, true), claim(0.499, true), claim(0.45, false), claim(0.5, false)];
  expect(tenthsOf([...all, claim(1, true)])).toEqual([
    { from: 0.4, to: 0.5, n: 3, was: 2 / 3 },
    { from: 0.5, to: 0.6, n: 1, was: 0 },
    { from: 0.9, to: 1, n: 1, was: 1 },
  ]);
});

test('what was said before anybody knew is kept apart from what was worked out later', () => {
  const mixed = claims(4, (at) => ({
    isLive: at === 0,
    isHit: at === 0,
    said: at === 0 ? 0.4 : 0.5,
  }));
  const known = reliabilityOf(mixed, seededRandom(SEED));
  expect(known?.live).toEqual({ n: 1, said: 0.4, was: 1 });
  expect(known?.replayed).toEqual({ n: 3, said: 0.5, was: 0 });
  expect(reliabilityOf(mixed.slice(1), seededRandom(SEED))?.live.n).toBe(0);
});
