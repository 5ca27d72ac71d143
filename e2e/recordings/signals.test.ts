import { beforeAll, describe, expect, test } from 'vitest';
import { Random, seededRandom } from '../../electron/services/exchange/demo/prng';
import type { Kline } from '../../shared/domain/kline';
import {
  callResults,
  settledClaims,
  type CallResult,
} from '../../shared/domain/signals/call-results';
import { isEdgeProven } from '../../shared/domain/signals/edge-rule';
import { emptyRecord, verifyRecord } from '../../shared/domain/signals/record';
import { SIGNAL_SETTINGS } from '../../shared/domain/signals/settings';
import { SignalBook, type BookCandle } from '../../shared/domain/signals/signal-book';
import { SignalEngine } from '../../shared/domain/signals/signal-engine';
import { signalBookSchema } from '../../shared/domain/signals/state-schema';
import { recordedCandles } from './recorded-candles';
import {
  closeTime,
  digest,
  figuresOf,
  freshBook,
  judged,
  madeUpMarket,
  paceOf,
  play,
  tableOf,
} from '../../bench/signal-figures';

const INTERVALS = ['15m', '1h', '4h'] as const;
const LONG_MS = 300_000;
const HOUR_MS = 3_600_000;

describe('seven spot symbols at 15m, 1h and 4h', () => {
  const counts = new Map<string, number>();
  let results: readonly CallResult[] = [];

  beforeAll(() => {
    const candles = INTERVALS.flatMap((interval) => {
      const recorded = recordedCandles({ path: `spot/${interval}`, interval });
      counts.set(interval, recorded.length);
      return recorded;
    });
    const run = judged(candles);
    results = run.results;
    process.stdout.write(`${run.microseconds.toFixed(1)} µs a candle\n`);
  }, LONG_MS);

  const of = (interval: string) => results.filter(({ call }) => call.interval === interval);
  const pace = (interval: (typeof INTERVALS)[number]) =>
    paceOf(results, counts.get(interval) ?? 0, interval);

  test('together come true as often as was said', () => {
    const all = figuresOf(results)!;
    const rows = INTERVALS.map((it) => [`spot ${it}`, figuresOf(of(it))!, pace(it)] as const);
    process.stdout.write(tableOf([...rows, ['spot, all', all, null]]));
    expect(all.n).toBeGreaterThan(5000);
    expect(all.weeks).toBeGreaterThan(100);
    expect(all.ece).toBeLessThanOrEqual(0.03);
    expect(all.worstBin).toBeLessThanOrEqual(0.08);
    expect(all.voteEce).toBeGreaterThan(0.35);
  });

  test.each(INTERVALS)('at %s come true as often as was said', (interval) => {
    const it = figuresOf(of(interval))!;
    expect(it.n).toBeGreaterThan(1000);
    expect(it.ece).toBeLessThanOrEqual(0.05);
    expect(it.worstBin).toBeLessThanOrEqual(0.08);
    expect(it.brier).toBeLessThanOrEqual(0.001);
    expect(it.logLoss).toBeLessThanOrEqual(0.002);
  });

  test.each(INTERVALS)('at %s have no edge that is called proven and loses', (interval) => {
    const claims = settledClaims(of(interval));
    const calls = of(interval).map(({ call }) => call);
    // One call in ten: each proof resamples all claims before it.
    const proven = calls
      .filter((call, at) => at % 10 === 0 && isEdgeProven(call, claims, seededRandom(1)))
      .map(({ timestamp }) => timestamp);
    const shown = claims.filter(({ at }) => proven.includes(at));
    const sum = shown.reduce((total, { netMove }) => total + netMove, 0);
    process.stdout.write(`${interval}: ${proven.length} calls with a proven edge\n`);
    expect(sum).toBeGreaterThanOrEqual(0);
  });

  test.each(INTERVALS)('at %s are neither restless nor asleep', (interval) => {
    const { perThousand, medianHold } = pace(interval);
    expect(perThousand).toBeGreaterThan(15);
    expect(perThousand).toBeLessThan(25);
    expect(medianHold).toBeGreaterThanOrEqual(20);
  });
});

describe('other candles', () => {
  test(
    'of perpetuals from 2020, of spot from 2021 and of each day come true as often as was said',
    () => {
      const sets = [
        ['perpetuals 1h', { path: 'usdm/1h-ohlcv6', interval: '1h', settlement: ':USDT' }],
        ['spot 1h 2021–23', { path: 'spot/1h-ohlcv6-2021-2023', interval: '1h' }],
        ['spot 15m 2024', { path: 'spot/15m-ohlcv6-2024', interval: '15m' }],
        ['spot 1d', { path: 'spot/1d', interval: '1d' }],
      ] as const;
      const rows = sets.map(([name, recorded]) => {
        const candles = recordedCandles(recorded);
        const { results } = judged(candles);
        const { interval } = recorded;
        return [name, figuresOf(results)!, paceOf(results, candles.length, interval)] as const;
      });
      process.stdout.write(tableOf(rows));
      for (const [name, { n, ece, nullEce, brier }] of rows) {
        // A few hundred claims of few weeks differ by chance by several times the null error.
        expect(ece, name).toBeLessThanOrEqual(n >= 1000 ? 0.05 : 4 * nullEce);
        if (n >= 1000) expect(brier, name).toBeLessThanOrEqual(0.001);
      }
    },
    LONG_MS,
  );
});

describe('nothing is painted anew', () => {
  let hourly: readonly BookCandle[] = [];
  let bitcoin: readonly Kline[] = [];

  beforeAll(() => {
    hourly = recordedCandles({ path: 'spot/1h', interval: '1h' });
    bitcoin = hourly.filter(({ symbol }) => symbol === 'BTC/USDT').map(({ kline }) => kline);
  });

  const firstHours = (count: number) => {
    const until = hourly[0]!.kline.openTime + count * HOUR_MS;
    return { until, part: hourly.filter(({ kline }) => kline.openTime < until) };
  };

  const turnsOf = (klines: readonly Kline[]) => {
    const engine = new SignalEngine('1h');
    return klines.flatMap((kline) => {
      const turn = engine.update(kline);
      return turn ? [JSON.stringify([kline.openTime, turn])] : [];
    });
  };

  test('every prefix of 600 candles, and 200 more, say the same of their candles', () => {
    const random = new Random(20_261_123);
    const chosen = Array.from({ length: 200 }, () => 600 + Math.floor(1400 * random.uniform()));
    const every = Array.from({ length: 600 }, (_, at) => at + 1);
    const whole = turnsOf(bitcoin.slice(0, 2000));
    let seen = 0;
    for (const end of [...every, ...chosen]) {
      const turns = turnsOf(bitcoin.slice(0, end));
      seen += turns.length;
      expect(turns).toEqual(whole.slice(0, turns.length));
    }
    expect(seen).toBeGreaterThan(5000);
  });

  test('twelve prefixes of the whole record are its beginning, confidence and hashes, too', () => {
    const { until, part } = firstHours(4000);
    const whole = JSON.stringify(play(freshBook(), part));
    for (let at = 1; at <= 12; at += 1) {
      const end = until - at * 300 * HOUR_MS;
      const entries = play(
        freshBook(),
        part.filter((it) => it.kline.openTime < end),
      );
      expect(entries.length).toBeGreaterThan(0);
      expect(whole.startsWith(JSON.stringify(entries).slice(0, -1))).toBe(true);
    }
  });

  test('history from 500, 1000 or 2000 candles before makes no difference', () => {
    const window = 4000;
    const until = hourly[0]!.kline.openTime + (2000 + window) * HOUR_MS;
    const from = hourly[0]!.kline.openTime + 2000 * HOUR_MS;
    const shown = (anchor: number) => {
      const start = from - anchor * HOUR_MS;
      const part = hourly.filter(({ kline }) => kline.openTime >= start && kline.openTime < until);
      const calls = callResults(play(freshBook(), part)).map(({ call }) => call);
      return calls
        .filter(({ timestamp }) => timestamp > from)
        .map(
          ({
            symbol,
            timestamp,
            previousSignal,
            newSignal,
            votes,
            entry,
            target,
            stop,
            breakeven,
          }) =>
            JSON.stringify([
              symbol,
              timestamp,
              previousSignal,
              newSignal,
              votes,
              entry,
              target,
              stop,
              breakeven,
            ]),
        );
    };
    const longest = shown(2000);
    expect(longest.length).toBeGreaterThan(500);
    expect(shown(1000)).toEqual(longest);
    expect(shown(500)).toEqual(longest);
  });

  test('whatever comes after a moment changes nothing of what was said until then', () => {
    const { until, part } = firstHours(3000);
    const from = until - 1000 * HOUR_MS;
    const random = new Random(20_261_123);
    const garbage = part.map((candle) => {
      if (closeTime(candle) < from) return candle;
      const price = 1 + 1e5 * random.uniform();
      const prices = { open: price, high: 2 * price, low: price / 2, close: price };
      return { ...candle, kline: { ...candle.kline, ...prices } };
    });
    const before = (candles: readonly BookCandle[]) =>
      play(freshBook(), candles).filter(({ timestamp }) => timestamp < from);
    const said = before(part);
    expect(said.length).toBeGreaterThan(300);
    expect(JSON.stringify(before(garbage))).toBe(JSON.stringify(said));
  });

  test('a book that is stopped and restored fifty times writes the same record', () => {
    const { until, part } = firstHours(3000);
    const book = freshBook();
    const whole = play(book, part);
    let other = freshBook();
    const pieces = Array.from({ length: 50 }, (_, at) => {
      const [low, high] = [at, at + 1].map((edge) => until - (50 - edge) * 60 * HOUR_MS);
      const piece = part.filter((it) => closeTime(it) >= low! && closeTime(it) < high!);
      const entries = play(other, piece);
      const state = signalBookSchema.parse(JSON.parse(JSON.stringify(other.save())));
      other = new SignalBook(SIGNAL_SETTINGS, digest, state);
      return entries;
    });
    expect(JSON.stringify(pieces.flat())).toBe(JSON.stringify(whole));
    expect(other.save()).toEqual(book.save());
    const ends = { start: emptyRecord(book.modelVersion), end: book.head };
    expect(verifyRecord(whole, ends, digest)).toBeNull();
    const forged = whole.map((it) => (it.number === 100 ? { ...it, timestamp: 0 } : it));
    expect(verifyRecord(forged, ends, digest)).toEqual({ number: 100, kind: 'altered' });
  });
});

describe.each([1, 2, 3])('made-up candles, seed %i', (seed) => {
  test(
    'without a trend are said to have none',
    () => {
      const it = figuresOf(
        judged(madeUpMarket(seed, { count: 36_000, drift: 0, volatility: 0.006 })).results,
      )!;
      process.stdout.write(tableOf([[`no trend, seed ${seed}`, it, null]]));
      expect(it.n).toBeGreaterThan(2500);
      expect(Math.abs(it.said - it.was)).toBeLessThanOrEqual(0.02);
      expect(it.above).toBe(0);
    },
    LONG_MS,
  );

  test(
    'with a planted trend are said to have one',
    () => {
      const it = figuresOf(
        judged(madeUpMarket(seed, { count: 100_000, drift: 0.6, volatility: 0.006 })).results,
      )!;
      process.stdout.write(tableOf([[`planted trend, seed ${seed}`, it, null]]));
      expect(it.n).toBeGreaterThan(1000);
      expect(it.said).toBeGreaterThanOrEqual(0.58);
      expect(it.ece).toBeLessThanOrEqual(0.06);
      expect(it.above).toBeGreaterThan(0.95);
      expect(it.netPercent).toBeGreaterThan(0);
    },
    LONG_MS,
  );
});
