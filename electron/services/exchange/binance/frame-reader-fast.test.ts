import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFrame as readBytes } from './frame-reader';
import { readAsExpected as readExpectedBytes } from './frame-reader-fast';
import { BadFrameError, readStrictly } from './frame-reader-strict';

const readFrame = (text: string) => readBytes(Buffer.from(text));
const readAsExpected = (text: string) => readExpectedBytes(Buffer.from(text));

const TRADE =
  '{"e":"aggTrade","E":1700000000100,"s":"BTCUSDT","a":5,"p":"45000.50000000","q":"0.00100000",' +
  '"f":10,"l":12,"T":1700000000099,"m":true,"M":true}';
const FUTURES_TRADE =
  '{"e":"aggTrade","E":1700000000100,"s":"BTCUSDT","a":5,"p":"45000.5","q":"0.001","nq":"0.001",' +
  '"f":10,"l":12,"T":1700000000099,"m":false,"st":1}';
const KLINE =
  '{"e":"kline","E":1700000000100,"s":"币安人生USDT","k":{"t":1699999980000,"T":1700000039999,' +
  '"s":"币安人生USDT","i":"1m","f":1,"L":9,"o":"1.0","c":"2.0","h":"3.0","l":"0.5","v":"0.0",' +
  '"n":4,"x":false,"q":"0","V":"0","Q":"0","B":"0"}}';
const TICKER =
  '{"e":"24hrMiniTicker","E":1700000000100,"s":"BTCUSDT","c":"2.0","o":"1.0","h":"3.0","l":"0.5",' +
  '"v":"1000.5","q":"98765432109876.12345678"}';
const FUTURES_TICKER = TICKER.replace('}', ',"ps":"BTCUSDT","st":1}');
const BOOK = '{"u":400900217,"s":"BNBUSDT","b":"25.35","B":"31.21","a":"25.36","A":"40.66"}';
const ID_FIRST_TRADE = FUTURES_TRADE.replace('"s":"BTCUSDT","a":5', '"a":5,"s":"BTCUSDT"');
const MARK =
  '{"e":"markPriceUpdate","E":1790161527002,"s":"BTCUSDT","p":"85840.40234633",' +
  '"ap":"85840.40234633","P":"85863.42568007","i":"85882.44043478","r":"-0.00005016",' +
  '"T":1790179200000,"st":1}';
const DELIVERY_MARK = MARK.replace('"-0.00005016","T":1790179200000', '"0.00000000","T":0');
const COIN_MARGINED = [FUTURES_TRADE, FUTURES_TICKER, MARK].map((frame) =>
  frame.replace('"st":1', '"st":2'),
);
const RAW = [
  ...[TRADE, FUTURES_TRADE, ID_FIRST_TRADE, KLINE, TICKER, FUTURES_TICKER, BOOK],
  ...[MARK, DELIVERY_MARK, ...COIN_MARGINED],
];
const FRAMES = [...RAW, ...RAW.map((data) => `{"stream":"btcusdt@any","data":${data}}`)];

/** Texts that a careless reader would take for something they are not. */
const TOKENS = [
  ...['0', '1', '9', '-', '+', '.', 'e5', '00', '0.0', 'NaN', 'null', 'true', 'false', 'Infinity'],
  ...['"', '\\', '{', '}', '[', ']', ',', ':', ' ', '\n', '\u0000', '\u2028', 'é', '\\u0041', '١'],
  ...['9007199254740993', '99999999999999999999', '"a":', ',"st":', '"E":1,', '}}', '""'],
  ...['-0.0', ',"st":2', ',"a":7', '"T":0', '"-'],
];

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof(fc.constantFrom(0, 1, 2), fc.nat(40)),
  put: fc.oneof(fc.constantFrom('', ...TOKENS), fc.string({ maxLength: 3 })),
});
const mutated = fc
  .tuple(fc.constantFrom(...FRAMES), fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([frame, mutations]) =>
    mutations.reduce((text, { at, cut, put }) => {
      const start = Math.floor(at * (text.length + 1));
      return text.slice(0, start) + put + text.slice(start + cut);
    }, frame),
  );

test.each(FRAMES)('%s is read without building its JSON, to the same result', (frame) => {
  expect(readAsExpected(frame)).not.toBeUndefined();
  expect(readAsExpected(frame)).toEqual(readStrictly(frame));
});

test('a mark price carries funding only where there is some', () => {
  expect(readFrame(MARK)).toEqual({
    kind: 'markPrice',
    venueSymbol: 'BTCUSDT',
    markPrice: 85840.40234633,
    indexPrice: 85882.44043478,
    fundingRate: -0.00005016,
    nextFundingTime: 1790179200000,
    eventTime: 1790161527002,
  });
  const unfunded = { fundingRate: null, nextFundingTime: null };
  expect(readFrame(DELIVERY_MARK)).toMatchObject(unfunded);
  expect(readFrame(DELIVERY_MARK.replace('0.00000000', ''))).toMatchObject(unfunded);
  expect(readFrame(MARK.replace('-0.00005016', '0.00000000'))).toMatchObject({ fundingRate: 0 });
  expect(readFrame(MARK.replace('85882.44043478', '0.00000000'))).toMatchObject({
    indexPrice: null,
  });
});

test.each(COIN_MARGINED)('%s is of another market and passed over', (frame) => {
  expect(readFrame(frame)).toBeNull();
  expect(readFrame(JSON.stringify(JSON.parse(frame), null, 1))).toBeNull();
});

test('faults 17, 19 and 23: a damaged frame is read as the strict reader reads it, or refused', () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const quick = readAsExpected(text);
      if (quick === undefined) {
        try {
          readFrame(text);
        } catch (error) {
          expect(error).toBeInstanceOf(BadFrameError);
        }
        return;
      }
      expect(quick).toStrictEqual(readStrictly(text));
    }),
    { numRuns: 8000 },
  );
});

test('fault 23: a price of 1 to 30 digits before and after the point is the nearest double', () => {
  const digits = (maxLength: number) =>
    fc.string({
      unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
      minLength: 1,
      maxLength,
    });
  const decimal = fc
    .tuple(digits(31), fc.option(digits(31), { nil: null }))
    .map(([whole, fraction]) => (fraction === null ? whole : `${whole}.${fraction}`));
  fc.assert(
    fc.property(decimal, (text) => {
      const frame = readAsExpected(TRADE.replace('45000.50000000', text));
      const isAcceptable = /^\d{1,30}(\.\d{1,30})?$/.test(text) && Number(text) > 0;
      expect(frame === undefined).toBe(!isAcceptable);
      if (frame?.kind === 'trade') expect(frame.price).toBe(Number(text));
    }),
    { numRuns: 8000 },
  );
});

test.each(['1e-12', '0.000000000001', '1000000000000', '0.1', '64123.45000000', '4.35', '1.005'])(
  'fault 23: %s is read exactly or refused',
  (price) => {
    const text = TRADE.replace('45000.50000000', price);
    if (price.includes('e')) expect(() => readFrame(text)).toThrow(BadFrameError);
    else expect(readFrame(text)).toMatchObject({ price: Number(price) });
  },
);
