import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BadFrameError, readFrame as readBytes } from './frame-reader';

const readFrame = (text: string) => readBytes(Buffer.from(text));

const trade = {
  e: 'aggTrade',
  E: 1_700_000_000_100,
  s: 'BTCUSDT',
  a: 5,
  p: '45000.50000000',
  q: '0.00100000',
  f: 10,
  l: 12,
  T: 1_700_000_000_099,
  m: true,
  M: true,
};
const candle = {
  t: 60_000,
  T: 119_999,
  s: 'BTCUSDT',
  i: '1m',
  f: 1,
  L: 9,
  o: '1.0',
  c: '2.0',
  h: '3.0',
  l: '0.5',
  v: '0.0',
  n: 4,
  x: true,
  q: '0',
};
const text = (data: object): string => JSON.stringify(data);

test('a trade is read alike from the combined and the raw form, new fields included', () => {
  const expected = {
    kind: 'trade',
    venueSymbol: 'BTCUSDT',
    id: 5,
    lastTradeId: 12,
    price: 45000.5,
    quantity: 0.001,
    time: 1_700_000_000_099,
    eventTime: 1_700_000_000_100,
  };
  expect(readFrame(text(trade))).toEqual(expected);
  expect(readFrame(text({ stream: 'btcusdt@aggTrade', data: { ...trade, nq: '1' } }))).toEqual(
    expected,
  );
});

test('a candle is read with its end, and an empty one has no volume', () => {
  const frame = readFrame(text({ e: 'kline', E: 7, s: 'BTCUSDT', k: candle }));
  expect(frame).toMatchObject({
    kind: 'kline',
    interval: '1m',
    kline: { openTime: 60_000, high: 3, low: 0.5, volume: 0, lastTradeId: 9, isClosed: true },
  });
});

test('an answer to a control message carries its error, flat or nested', () => {
  expect(readFrame('{"result":null,"id":3}')).toEqual({ kind: 'ack', id: 3, error: null });
  expect(readFrame('{"error":{"code":2,"msg":"bad"},"id":4}')).toMatchObject({ error: 'bad' });
  expect(readFrame('{"code":3,"msg":"worse","result":null}')).toMatchObject({ error: 'worse' });
});

test('kinds that nobody asked for are passed over', () => {
  expect(readFrame('{"e":"somethingNew","x":1}')).toBeNull();
  expect(readFrame('{"u":1,"s":"BTCUSDT","b":"1","B":"1","a":"1","A":"1"}')).toBeNull();
});

test.each([
  ['', 'empty'],
  ['[1]', 'a list'],
  ['{"e":"aggTrade"', 'cut off'],
  [text({ ...trade, p: '0.00000000' }), 'a price of zero'],
  [text({ ...trade, p: '-1' }), 'a negative price'],
  [text({ ...trade, p: 'NaN' }), 'not a number'],
  [text({ ...trade, p: '1e5' }), 'an exponent'],
  [text({ ...trade, p: 45000.5 }), 'a bare number'],
  [text({ ...trade, p: '' }), 'no digits'],
  [text({ ...trade, q: 'Infinity' }), 'an infinite quantity'],
  [text({ ...trade, a: '5' }), 'an id as text'],
  [text({ ...trade, T: 1.5 }), 'half a millisecond'],
  [text({ ...trade, T: 0 }), 'a trade of no time'],
  [text({ ...trade, T: Date.UTC(2016, 11, 31) }), 'a trade from before there was a Binance'],
  [text({ ...trade, a: -1 }), 'a negative id'],
  [text({ ...trade, l: -1 }), 'a negative id of the last trade'],
  [text({ ...trade, s: undefined }), 'no symbol'],
  [text({ e: 'kline', E: 1, s: 'X' }), 'a candle without a body'],
  [text({ e: 'kline', E: 1, s: 'X', k: { ...candle, i: '7m' } }), 'an unknown interval'],
])('%s (%s) is refused', (frame) => {
  expect(() => readFrame(frame)).toThrow(BadFrameError);
});

test('whatever arrives, it is read, passed over or refused, and no absurd price comes out', () => {
  const value = fc.oneof(fc.string(), fc.double(), fc.constantFrom('0', '1.5', null, true));
  const frame = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(fc.constantFrom(...Object.keys(trade), 'k', 'data'), value).map(text),
    fc
      .tuple(fc.constantFrom(...Object.keys(trade)), value)
      .map(([key, bad]) => text({ ...trade, [key]: bad })),
  );
  fc.assert(
    fc.property(frame, (raw) => {
      let read;
      try {
        read = readFrame(raw);
      } catch (error) {
        expect(error).toBeInstanceOf(BadFrameError);
        return;
      }
      if (read?.kind === 'trade') {
        expect(read.price > 0 && Number.isFinite(read.price)).toBe(true);
        expect(read.quantity > 0 && Number.isFinite(read.quantity)).toBe(true);
      }
    }),
    { numRuns: 5000 },
  );
});

test('the zero summary of a symbol that was never traded is passed over, one with some zeros is refused', () => {
  const zero = '0.00000000';
  const summary = { e: '24hrMiniTicker', E: 1, s: 'NEWUSDT', c: zero, o: zero, h: zero, l: zero };
  const amounts = { v: zero, q: zero };
  expect(readFrame(text({ ...summary, ...amounts }))).toBeNull();
  expect(
    readFrame(text({ stream: 'newusdt@miniTicker', data: { ...summary, ...amounts } })),
  ).toBeNull();
  expect(() => readFrame(text({ ...summary, ...amounts, h: '1.0' }))).toThrow(BadFrameError);
  expect(() => readFrame(text({ ...summary, ...amounts, c: 'none' }))).toThrow(BadFrameError);
});
