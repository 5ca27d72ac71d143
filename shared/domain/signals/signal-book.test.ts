import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../electron/services/exchange/demo/prng';
import { callResults, settledClaims } from './call-results';
import { logit, sigmoid } from './numbers';
import { randomWalk } from './random-walk';
import { emptyRecord, verifyRecord, type CallEntry, type RecordEntry } from './record';
import { byCloseTime } from './replay';
import { modelVersionOf, SIGNAL_SETTINGS } from './settings';
import { SignalBook, type BookCandle } from './signal-book';
import { recordEntrySchema, signalBookSchema } from './state-schema';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const START = Date.UTC(2026, 0, 1);
const SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT:USDT'];

interface Market {
  readonly count: number;
  readonly symbols?: readonly string[];
  readonly seed?: number;
}

/** The first two symbols move alike, so that they call at the same moments. */
function market({ count, symbols = SYMBOLS, seed = 5 }: Market): BookCandle[] {
  return symbols.flatMap((symbol, at) => {
    const terms = { interval: '1h', count, drift: 0, volatility: 0.006, start: START } as const;
    return randomWalk(new Random(seed + Math.floor(at / 2)), terms).map((kline): BookCandle => ({
      symbol,
      interval: '1h',
      kline,
      origin: 'replayed',
    }));
  });
}

const fresh = () => new SignalBook(SIGNAL_SETTINGS, digest);
const restored = (book: SignalBook) => {
  const state = signalBookSchema.parse(JSON.parse(JSON.stringify(book.save())));
  return new SignalBook(SIGNAL_SETTINGS, digest, state);
};

function play(book: SignalBook, candles: readonly BookCandle[]): RecordEntry[] {
  return [...byCloseTime(candles)].flatMap((moment) => book.advance(moment).entries);
}

const callsOf = (entries: readonly RecordEntry[]) =>
  entries.filter((entry): entry is CallEntry => entry.kind === 'call');

const candles = market({ count: 1300 });
const record = play(fresh(), candles);

describe('the record of three symbols', () => {
  test('has enough in it to show something', () => {
    expect(settledClaims(callResults(record)).length).toBeGreaterThan(60);
    expect(new Set(callsOf(record).map(({ basis }) => basis))).toEqual(
      new Set(['prior', 'learning']),
    );
  });

  test('is the same to the last byte when it is stopped and restored on the way', () => {
    let book = fresh();
    const moments = [...byCloseTime(candles)];
    const entries = moments.flatMap((moment, at) => {
      if (at % 97 === 0) book = restored(book);
      return book.advance(moment).entries;
    });
    expect(JSON.stringify(entries)).toBe(JSON.stringify(record));
  });

  test('is the beginning of every longer one, confidence and all', () => {
    const text = JSON.stringify(record);
    for (const end of [260, 600, 777, 1100]) {
      const last = START + end * 3_600_000;
      const entries = play(
        fresh(),
        candles.filter(({ kline }) => kline.openTime < last),
      );
      expect(entries.length).toBeGreaterThan(0);
      expect(text.startsWith(JSON.stringify(entries).slice(0, -1))).toBe(true);
    }
  });

  test('does not depend on the order of candles within a moment', () => {
    const book = fresh();
    const turned = [...byCloseTime(candles)].flatMap((it) => book.advance(it.toReversed()).entries);
    expect(turned).toEqual(record);
  });

  test('does not change through candles that are not closed, or come again', () => {
    const book = fresh();
    const entries = [...byCloseTime(candles)].flatMap((moment) => {
      const open = moment.map((it) => ({
        ...it,
        kline: { ...it.kline, close: 1, isClosed: false },
      }));
      const isLooked = moment[0]!.kline.openTime % (50 * 3_600_000) === 0;
      const before = isLooked && JSON.stringify(book.save());
      expect(book.advance(open).entries).toEqual([]);
      expect(isLooked && JSON.stringify(book.save())).toBe(before);
      const { entries } = book.advance(moment);
      expect(book.advance(moment).entries).toEqual([]);
      return entries;
    });
    expect(entries).toEqual(record);
  });

  test('is chained from the version of the model to the head of the book', () => {
    const book = fresh();
    const entries = play(book, candles);
    const ends = { start: emptyRecord(modelVersionOf(SIGNAL_SETTINGS, digest)), end: book.head };
    expect(verifyRecord(entries, ends, digest)).toBeNull();
    const forged = entries.map((it) => (it.number === 33 ? { ...it, symbol: 'DOGE/USDT' } : it));
    expect(verifyRecord(forged, ends, digest)).toEqual({ number: 33, kind: 'altered' });
  });

  test('goes through its schema unchanged', () => {
    expect(record.map((entry) => recordEntrySchema.parse(entry))).toEqual(record);
  });
});

describe('a call', () => {
  const claims = callsOf(record).filter(({ newSignal }) => newSignal !== 'NEUTRAL');

  test('to LONG or SHORT has its target beyond the stop by the costs of its venue', () => {
    for (const { entry, target, stop, symbol, newSignal, breakeven } of claims) {
      const cost = symbol.includes(':') ? 0.001 : 0.002;
      const side = newSignal === 'LONG' ? 1 : -1;
      const risk = (side * (entry - stop!)) / entry;
      expect(risk).toBeGreaterThan(0);
      expect((side * (target! - entry)) / entry).toBeCloseTo(risk + cost, 6);
      expect(breakeven).toBeCloseTo((risk + cost) / (2 * risk + cost), 5);
    }
  });

  test('without results says the chance of a random walk, exactly', () => {
    for (const { confidence, breakeven } of claims.filter(({ basis }) => basis === 'prior')) {
      expect(confidence! + breakeven).toBeCloseTo(1, 5);
    }
  });

  test('to NEUTRAL claims nothing and is never settled', () => {
    const neutral = callResults(record).filter(({ call }) => call.newSignal === 'NEUTRAL');
    expect(neutral.length).toBeGreaterThan(20);
    for (const { call, resolution } of neutral) {
      const { confidence, lowerBound, target, stop, expiresAt } = call;
      expect([confidence, lowerBound, target, stop, expiresAt, resolution]).toEqual(
        Array.from({ length: 6 }, () => null),
      );
    }
  });

  test('knows the results of its own moment, and counts those of other symbols', () => {
    for (const call of callsOf(record)) {
      const known = record.filter(
        (it) => it.kind === 'resolution' && it.timestamp <= call.timestamp,
      );
      expect(call.resolvedCount).toBe(known.length);
    }
  });

  test('says what the results before it have taught', () => {
    const results = callResults(record);
    const weightOf = (call: CallEntry) =>
      1 / claims.filter(({ timestamp }) => timestamp === call.timestamp).length;
    for (const call of claims.filter(({ basis }) => basis === 'learning').slice(-5)) {
      let offset = 0;
      let variance = 0.04;
      for (const entry of record) {
        if (entry.kind === 'call' || entry.timestamp > call.timestamp) continue;
        const taught = results.find((it) => it.call.number === entry.call)!.call;
        const w = weightOf(taught);
        const p = sigmoid(logit(1 - taught.breakeven) + offset);
        const spread = 1 + w * p * (1 - p) * variance;
        offset += (variance * w * (Number(entry.outcome.endsWith('hit')) - p)) / spread;
        variance /= spread;
      }
      const odds = logit(1 - call.breakeven) + offset;
      const said = sigmoid(odds / Math.sqrt(1 + (Math.PI * variance) / 8));
      expect(call.confidence).toBeCloseTo(said, 4);
    }
  });
});

test('garbage after a moment changes nothing of what was said before it', () => {
  const at = START + 1000 * 3_600_000;
  const garbage = candles.map((it) => {
    if (it.kline.openTime < at) return it;
    return { ...it, kline: { ...it.kline, high: 1e6, low: 1e-6, close: it.kline.close * 3 } };
  });
  const before = (entries: readonly RecordEntry[]) =>
    entries.filter(({ timestamp }) => timestamp < at);
  expect(before(play(fresh(), garbage))).toEqual(before(record));
});

describe('a symbol that is added later', () => {
  const late = market({ count: 1300, symbols: ['DOGE/USDT'], seed: 99 });
  const book = fresh();
  play(book, candles);
  const added = play(book, late);

  test('is judged by what was known at the time of its candles', () => {
    for (const { timestamp, confidence, resolvedCount, basis, breakeven } of callsOf(added)) {
      const known = [...record, ...added].filter(
        (it) => it.kind === 'resolution' && it.timestamp <= timestamp,
      );
      expect(resolvedCount).toBeLessThanOrEqual(known.length);
      if (basis === 'prior' && confidence !== null)
        expect(confidence + breakeven).toBeCloseTo(1, 5);
    }
    // By then all the record was known to the book.
    expect(callsOf(added)[0]).toMatchObject({ basis: 'prior' });
  });

  test('is learned from after that', () => {
    const all = [...record, ...added].filter(({ kind }) => kind === 'resolution').length;
    expect(book.save().calibrators[0]!.present.resolved).toBe(all);
  });

  test('continues the one record', () => {
    expect(added[0]!.number).toBe(record.length + 1);
  });
});

describe('candles that are missing', () => {
  const [first, , third, fourth] = market({ count: 4, symbols: ['BTC/USDT'] });

  test('are named, and the series waits for them', () => {
    const book = fresh();
    book.advance([first!]);
    const from = START + 3_600_000;
    const gap = { symbol: 'BTC/USDT', interval: '1h', from, to: from };
    expect(book.advance([third!])).toEqual({ entries: [], gaps: [gap] });
    expect(book.lastOpenTime('BTC/USDT', '1h')).toBe(START);
    expect(book.advance([fourth!]).gaps).toEqual([{ ...gap, to: from + 3_600_000 }]);
  });

  test('do not hold up a series when the venue has none', () => {
    const book = fresh();
    book.advance([first!]);
    expect(book.advance([{ ...third!, followsHalt: true }]).gaps).toEqual([]);
    expect(book.lastOpenTime('BTC/USDT', '1h')).toBe(third!.kline.openTime);
  });
});

test('from candles to warm up nothing is called, and later calls are the same', () => {
  const half = START + 700 * 3_600_000;
  const warming = candles.map((it): BookCandle => {
    return it.kline.openTime < half ? { ...it, origin: 'warm_up' } : { ...it, origin: 'live' };
  });
  const entries = play(fresh(), warming);
  const shape = (list: readonly RecordEntry[]) =>
    callsOf(list)
      .filter(({ timestamp }) => timestamp > half)
      .map(({ symbol, timestamp, newSignal, target, stop }) => [
        symbol,
        timestamp,
        newSignal,
        target,
        stop,
      ]);
  expect(
    callsOf(entries).every(({ timestamp, origin }) => timestamp > half && origin === 'live'),
  ).toBe(true);
  expect(shape(entries)).toEqual(shape(record));
});

test('a standing shows the call that led to it until the signal changes, and what became of it', () => {
  const book = fresh();
  for (const moment of byCloseTime(candles)) {
    for (const entry of book.advance(moment).entries) {
      const { symbol } = entry;
      const standing = book.standings(symbol).at(0)!;
      if (entry.kind === 'call') {
        expect(standing).toMatchObject({ signal: entry.newSignal, call: entry, resolution: null });
      } else if (standing.call?.number === entry.call) {
        expect(standing.resolution).toEqual(entry);
      }
    }
  }
  expect(book.standings()).toHaveLength(3);
  expect(book.standings('DOGE/USDT')).toEqual([]);
});

test('other settings are another model, whose state is refused', () => {
  const dear = { ...SIGNAL_SETTINGS, cost: { spot: 0.003, futures: 0.001 } };
  expect(modelVersionOf(dear, digest)).not.toBe(modelVersionOf(SIGNAL_SETTINGS, digest));
  expect(() => new SignalBook(dear, digest, fresh().save())).toThrow('another model');
});

test('candles of different times are not taken together', () => {
  const [first, second] = market({ count: 2, symbols: ['BTC/USDT'] });
  expect(() => fresh().advance([first!, { ...second!, symbol: 'ETH/USDT' }])).toThrow(
    'close times',
  );
});
