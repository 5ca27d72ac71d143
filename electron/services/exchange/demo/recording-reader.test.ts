import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { loadRecording } from './recorded-market';
import { agg, lines, loadSample, played, single, T } from './recording-samples';

const good: [string, string, string | Buffer][] = [
  ['combined frames', 'a.ndjson', lines({ stream: 'btcusdt@aggTrade', data: agg(1, T) })],
  ['raw frames', 'a.ndjson', lines(agg(1, T))],
  ['frames with a time of receipt', 'a.ndjson', lines({ recv_ts: 1.5, raw: agg(1, T) })],
  [
    'frames with a label',
    'a.ndjson',
    lines({ market: 'spot', event: 'aggTrade', raw: { stream: 's', data: agg(1, T) } }),
  ],
  ['frames as text', 'a.ndjson', lines({ recv_ts: 1, raw: JSON.stringify(agg(1, T)) })],
  ['lines that begin with a time', 'a.txt', `1723161253937085768 ${lines(agg(1, T))}\n`],
  ['gzip', 'a.ndjson.gz', gzipSync(lines(agg(1, T)))],
  ['gzip by any name', 'a.log', gzipSync(lines(agg(1, T)))],
  [
    'Windows line ends, blank lines, a byte order mark',
    'a.ndjson',
    `\uFEFF${lines(agg(1, T))}\r\n\r\n`,
  ],
  [
    'other frames between',
    'a.ndjson',
    lines(
      { lastUpdateId: 1, bids: [], asks: [] },
      { u: 1, s: 'BTCUSDT', b: '1', B: '1', a: '1', A: '1' },
      [{ e: '24hrMiniTicker' }],
      agg(1, T),
    ),
  ],
  ['single trades next to aggregates', 'a.ndjson', lines(single(8, T), agg(1, T), single(9, T))],
  [
    'CSV with a symbol',
    'x.csv',
    `symbol,price,qty,time,agg_trade_id,first_trade_id,last_trade_id,is_buyer_maker\nBTC/USDT,100.5,0.25,${T},1,10,11,False`,
  ],
  [
    'aggregate trades of the archive',
    'BTCUSDT-aggTrades-2025-03-01.csv',
    `1,100.50,0.25,10,11,${T},false,true\n`,
  ],
  [
    'the archive in microseconds',
    'btcusdt_20250301.csv.gz',
    gzipSync(`1,100.50,0.25,10,11,${T}123,false\n`),
  ],
];

const rows: [string, string, string][] = [
  ['single trades of the archive', 'BTCUSDT-trades.csv', `7,100.5,0.25,25.1,${T},True,True`],
  ['sides', 'perp.csv', `time,pair,side,amount,price,id\n${T / 1000},btc-usdt,sell,0.25,100.5,7`],
  [
    'nanoseconds',
    'b.csv',
    `T,trade_id,symbol,size,price,side\n${T}000000,7,BTCUSDT,0.25,100.5,SELL`,
  ],
  [
    'quotes',
    'BTC-USDT.csv',
    `"","timestamp","id","side","price","amount"\n"0",${T},7,"sell","100.5",0.25`,
  ],
];

const bad: [string, string, string | Buffer, RegExp][] = [
  ['an empty file', 'a.ndjson', '', /a\.ndjson is empty\./],
  ['no trade', 'a.ndjson', lines({ u: 1 }), /a\.ndjson holds no trade\./],
  ['a header alone', 'BTCUSDT.csv', 'price,qty,time\n', /BTCUSDT\.csv holds no trade\./],
  [
    'a line that is no JSON',
    'a.ndjson',
    lines(agg(1, T), '{"e":'),
    /a\.ndjson, line 2: this is not JSON\./,
  ],
  ['a bare number', 'a.ndjson', lines(agg(1, T), '12'), /line 2: this is not a JSON object\./],
  ['plain text', 'a.txt', 'hello', /a\.txt, line 1: this is neither JSON nor a row of trades\./],
  [
    'a price of zero',
    'a.ndjson',
    lines(agg(1, T, '0')),
    /line 1: price "0" is not a positive number\./,
  ],
  ['a price that is no number', 'a.ndjson', lines(agg(1, T, 'NaN')), /price "NaN" is not/],
  [
    'a missing price',
    'a.ndjson',
    lines({ e: 'trade', s: 'BTCUSDT', q: '1', T }),
    /price \(missing\) is not/,
  ],
  [
    'an endless quantity',
    'BTCUSDT.csv',
    `price,qty,time\n1,1,${T}\n1,1e999,${T}`,
    /line 3: quantity "1e999"/,
  ],
  [
    'a row too short',
    'BTCUSDT.csv',
    `price,qty,time\n1,1\n`,
    /line 2: time \(missing\) is not a time/,
  ],
  ['an unknown side', 'BTCUSDT.csv', `price,qty,time,side\n1,1,${T},up`, /line 2: "up" is no side/],
  [
    'half a pair',
    'x.csv',
    `symbol,price,qty,time\nBTCUSDT,1,1,${T}\nBTC,1,1,${T}`,
    /line 3.*"BTC"/,
  ],
  ['no letters', 'x.csv', `symbol,price,qty,time\n__proto__,1,1,${T}`, /line 2.*__PROTO__/],
  ['no symbol', '2025.csv', `price,qty,time\n1,1,${T}`, /tells the symbol/],
  ['no time', 'BTCUSDT.csv', 'price,qty\n1,1', /line 1: there is no column for the time\./],
  ['broken gzip', 'a.ndjson.gz', 'not gzip', /a\.ndjson\.gz is not intact gzip data\./],
  [
    'cut gzip',
    'b.gz',
    gzipSync(lines(agg(1, T))).subarray(0, 40),
    /b\.gz is gzip data that breaks off\./,
  ],
];

describe('a recording', () => {
  it.each(good)('is read from %s', async (_, name, content) => {
    expect(played(await loadSample(name, content))).toEqual([
      {
        symbol: 'BTCUSDT',
        id: 1,
        firstTradeId: 10,
        lastTradeId: 11,
        price: 1005,
        quantity: 25,
        time: 0,
        isBuyerMaker: false,
      },
    ]);
  });

  it.each(rows)('is read from %s', async (_, name, content) => {
    expect(played(await loadSample(name, content))).toEqual([
      {
        symbol: 'BTCUSDT',
        id: 7,
        firstTradeId: 7,
        lastTradeId: 7,
        price: 1005,
        quantity: 25,
        time: 0,
        isBuyerMaker: true,
      },
    ]);
  });

  it.each(bad)('is refused for %s', async (_, name, content, message) => {
    await expect(loadSample(name, content)).rejects.toMatchObject({
      name: 'AppError',
      code: 'INVALID',
      message: expect.stringMatching(message) as string,
    });
  });

  it('is refused when it is not there or a folder', async () => {
    const options = { clock: new FakeClock(), speed: 1 };
    const missing = join(import.meta.dirname, 'none.csv');
    await expect(loadRecording(missing, options)).rejects.toThrow(/none\.csv does not exist\./);
    const folder = import.meta.dirname;
    await expect(loadRecording(folder, options)).rejects.toThrow(/demo is a folder, not a file\./);
  });

  it('keeps the order recorded: equal times stay, backward times are lifted', async () => {
    const recorded = lines(agg(3, T), agg(5, T), agg(6, T - 40), agg(9, T + 7));
    const trades = played(await loadSample('a.ndjson', recorded));
    expect(trades.map(({ id, time }) => [id, time])).toEqual([
      [3, 0],
      [5, 0],
      [6, 0],
      [9, 7],
    ]);
  });

  it('numbers trades anew when their ids are of no use', async () => {
    const recorded = lines(single(5, T), single(4, T + 1), single(9, T + 2));
    const trades = played(await loadSample('a.ndjson', recorded));
    expect(trades.map(({ id, lastTradeId }) => [id, lastTradeId])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('keeps symbols apart and takes their decimals from the tape', async () => {
    const recorded = lines(
      agg(1, T, '6.38e-06', 'LRCBTC'),
      agg(1, T, '61837.60000000'),
      agg(2, T, '61838'),
    );
    const { market } = await loadSample('a.ndjson', recorded);
    expect(market.instruments).toMatchObject([
      { symbol: 'LRC/BTC', tickSize: '0.00000001', stepSize: '0.01' },
      { symbol: 'BTC/USDT', tickSize: '0.1', stepSize: '0.01' },
    ]);
  });
});
