import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../electron/services/exchange/demo/prng';
import { stepOpenTime } from '../interval';
import type { Kline } from '../kline';
import { randomWalk } from './random-walk';
import { SignalEngine } from './signal-engine';

const START = Date.UTC(2026, 0, 1);
const walk = (seed: number, count: number, drift = 0) =>
  randomWalk(new Random(seed), {
    ...{ interval: '1h', count, drift },
    ...{ volatility: 0.006, start: START },
  });

/** What an engine says at each candle, and where it ends. */
function run(klines: readonly Kline[], engine = new SignalEngine('1h')) {
  const turns = klines.flatMap((kline) => {
    const turn = engine.update(kline);
    return turn ? [{ openTime: kline.openTime, ...turn }] : [];
  });
  return { turns, state: JSON.stringify(engine.save()) };
}

/** Closes that do nothing, then rise by a part each candle, fall, and so on. */
function path(parts: readonly (readonly [count: number, step: number])[]): Kline[] {
  let close = 100;
  let openTime = START;
  return parts.flatMap(([count, step]) =>
    Array.from({ length: count }, () => {
      const open = close;
      close *= 1 + step;
      const kline = {
        ...{ openTime, open, close, volume: 1, lastTradeId: -1, isClosed: true },
        ...{ high: Math.max(open, close) * 1.001, low: Math.min(open, close) * 0.999 },
      };
      openTime = stepOpenTime('1h', openTime, 1);
      return kline;
    }),
  );
}

describe('what is said at a candle', () => {
  const klines = walk(7, 900);
  const { turns } = run(klines);

  test('the walk of these tests turns often enough to show something', () => {
    expect(turns.length).toBeGreaterThan(20);
  });

  test('is the same when the history ends there', () => {
    for (let end = 201; end < 900; end += 37) {
      const until = turns.filter(({ openTime }) => openTime < klines[end]!.openTime);
      expect(run(klines.slice(0, end)).turns).toEqual(until);
    }
  });

  test('is the same whatever comes later', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 210, max: 890 }),
        fc.double({ min: 0.01, max: 100 }),
        (at, by) => {
          const garbage = klines.map((kline, index) =>
            index < at
              ? kline
              : { ...kline, high: kline.high * by * 2, close: kline.close * by, low: 0 },
          );
          const early = ({ openTime }: { openTime: number }) => openTime < klines[at]!.openTime;
          expect(run(garbage).turns.filter(early)).toEqual(turns.filter(early));
        },
      ),
      { numRuns: 15 },
    );
  });

  test('is the same after candles that are not closed, or were there before', () => {
    const noisy = klines.flatMap((kline, at) => [
      { ...kline, close: 1, low: 1, isClosed: false },
      kline,
      { ...kline, close: 1, low: 1 },
      klines[Math.max(0, at - 5)]!,
    ]);
    expect(run(noisy)).toEqual(run(klines));
  });

  test('is the same when the state goes through a file in between', () => {
    for (const at of [1, 100, 200, 555]) {
      const first = run(klines.slice(0, at));
      const restored = new SignalEngine('1h', JSON.parse(first.state) as never);
      const second = run(klines.slice(at), restored);
      expect([...first.turns, ...second.turns]).toEqual(turns);
      expect(second.state).toBe(run(klines).state);
    }
  });
});

test('candles of 500 before make no difference to those of 2000 before', () => {
  const klines = walk(11, 4000);
  const late = ({ openTime }: { openTime: number }) => openTime >= klines[2000]!.openTime;
  const all = run(klines).turns.filter(late);
  expect(all.length).toBeGreaterThan(30);
  for (const anchor of [500, 1000]) {
    const { turns } = run(klines.slice(2000 - anchor));
    const shape = (it: (typeof turns)[number]) => [
      it.openTime,
      it.previous,
      it.next,
      it.ballot.votes,
    ];
    expect(turns.filter(late).map(shape)).toEqual(all.map(shape));
  }
});

test('a trend is LONG while it rises, NEUTRAL as it dies, SHORT when it falls', () => {
  const { turns } = run(
    path([
      [250, 0],
      [60, 0.004],
      [120, 0],
      [60, -0.004],
    ]),
  );
  expect(turns.map(({ next }) => next)).toEqual(['LONG', 'NEUTRAL', 'SHORT']);
});

test('nothing is said within the first 200 candles, and no reversal is made up after them', () => {
  const { turns } = run(
    path([
      [150, 0],
      [200, 0.004],
      [100, -0.01],
    ]),
  );
  expect(turns[0]).toMatchObject({ previous: 'LONG', next: 'NEUTRAL' });
  expect(turns[0]!.openTime).toBeGreaterThanOrEqual(START + 350 * 3_600_000);
});

test('a signal stands for at least three candles, however the votes turn', () => {
  const rise = path([[300, 0.004]]);
  const engine = new SignalEngine('1h');
  for (const kline of rise.slice(0, -4)) engine.update(kline);
  const turned = { ...engine.save(), signal: 'SHORT', held: 0 } as const;
  const again = new SignalEngine('1h', turned);
  expect(rise.slice(-4).map((kline) => again.update(kline)?.next)).toEqual([
    ...[undefined, undefined],
    ...['LONG', undefined],
  ]);
});

test('a gap is named by its first and last missing candle', () => {
  const engine = new SignalEngine('1h');
  const [first, second, , fourth, fifth] = walk(1, 5);
  expect(engine.gapBefore(fifth!)).toBeNull();
  engine.update(first!);
  expect(engine.gapBefore(second!)).toBeNull();
  expect(engine.gapBefore(fifth!)).toEqual({ from: second!.openTime, to: fourth!.openTime });
  expect(engine.gapBefore(first!)).toBeNull();
});
