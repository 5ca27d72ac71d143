import { expect, test } from 'vitest';
import { systemClock } from '../../clock';
import { FakeClock } from '../../fake-clock';
import { readExchangeInfo } from './instrument-catalog-reader';

const clock = new FakeClock();
const info = {
  timezone: 'UTC',
  rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 100 }],
  symbols: ['BTC', 'ETH', '币安人生'].map((baseAsset) => ({
    symbol: `${baseAsset}USDT`,
    status: 'TRADING',
    baseAsset,
    quoteAsset: 'USDT',
    note: 'brackets ]} and a quote " in a text',
    filters: [
      { filterType: 'PRICE_FILTER', tickSize: '0.01' },
      { filterType: 'LOT_SIZE', stepSize: '0.001' },
    ],
  })),
  sors: [{ baseAsset: 'BTC', symbols: ['BTCUSDT'] }],
};

test('half an exchangeInfo is no exchangeInfo', async () => {
  const text = JSON.stringify(info);
  for (let at = 0; at < text.length; at += 7) {
    await expect(readExchangeInfo(text.slice(0, at), clock)).rejects.toThrow();
  }
  expect((await readExchangeInfo(text, clock)).instruments).toHaveLength(3);
});

test('an exchangeInfo is read however JSON allows it to be spaced, and half of it is none either', async () => {
  const tight = JSON.stringify(info);
  const { symbols, ...rest } = info;
  const late = JSON.stringify({ ...rest, note: 'symbols', symbols });
  const texts = [
    JSON.stringify(info, null, 1),
    JSON.stringify(info, null, '\t').replaceAll('\n', '\r\n'),
    tight.replace('"symbols":[', '"symbols": [ '),
    tight.replace('"symbols":[', '"symbols" :\n['),
    late,
  ];
  for (const text of texts) {
    expect(await readExchangeInfo(text, clock)).toEqual(await readExchangeInfo(tight, clock));
  }
  const [spaced = ''] = texts;
  for (let at = 0; at < spaced.length - 1; at += 7) {
    await expect(readExchangeInfo(spaced.slice(0, at), clock)).rejects.toThrow();
  }
  const none = await readExchangeInfo('{"symbols": [ ], "rateLimits": []}', clock);
  expect(none.instruments).toEqual([]);
  await expect(readExchangeInfo('{"symbols": [{},]}', clock)).rejects.toThrow(SyntaxError);
});

test('a large exchangeInfo is read with pauses, so that trades in between do not wait', async () => {
  const [first] = info.symbols;
  const many = Array.from({ length: 3000 }, (_, n) => ({ ...first, symbol: `S${n}`, n }));
  const text = JSON.stringify({ rateLimits: [], symbols: many });
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  // A machine so slow that every symbol takes its whole slice.
  let elapsed = 0;
  const slow = { ...systemClock, monotonic: () => (elapsed += 10) };
  const { instruments } = await readExchangeInfo(text, slow);
  isDone = true;
  expect(instruments).toHaveLength(3000);
  expect(turns).toBeGreaterThan(2000);
});
