import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { VenueHarness } from './venue-harness';

const NOW = Date.UTC(2026, 0, 14, 13, 59, 55, 345);

type Json = Record<string, unknown>;
type Row = [number, string, string, string, string, string, number, string, number, string, string];

let harness: VenueHarness | undefined;
afterEach(() => harness?.close());

async function open(clock = new FakeClock(NOW)) {
  const opened = await VenueHarness.open(clock);
  harness = opened;
  return opened;
}

describe('the REST interface', { timeout: 15_000 }, () => {
  it('tells its time and answers a ping', async () => {
    const venue = await open();
    expect((await venue.get('ping')).body).toEqual({});
    expect((await venue.get('time')).body).toEqual({ serverTime: NOW });
  });

  it('describes its symbols, all or those asked for', async () => {
    const venue = await open();
    const all = await venue.get('exchangeInfo?symbolStatus=TRADING&showPermissionSets=false');
    expect((all.body.symbols as Json[]).length).toBeGreaterThanOrEqual(12);
    const one = await venue.get(`exchangeInfo?symbols=${encodeURIComponent('["币安人生USDT"]')}`);
    expect(one.body.symbols).toMatchObject([
      { symbol: '币安人生USDT', status: 'TRADING', baseAsset: '币安人生', quoteAsset: 'USDT' },
    ]);
    const btc = (await venue.get('exchangeInfo?symbol=BTCUSDT')).body.symbols as Json[];
    expect(btc[0]?.filters).toContainEqual(
      expect.objectContaining({ filterType: 'PRICE_FILTER', tickSize: '0.01000000' }),
    );
    expect((await venue.get('exchangeInfo?symbol=BTCUSDT&symbolStatus=HALT')).body.symbols).toEqual(
      [],
    );
  });

  it.each([
    ['klines?interval=1m', 400, -1102],
    ['klines?symbol=&interval=1m', 400, -1102],
    ['klines?symbol=NOPE&interval=1m', 400, -1121],
    ['klines?symbol=btcusdt&interval=1m', 400, -1100],
    ['klines?symbol=BTCUSDT&interval=1x', 400, -1120],
    ['klines?symbol=BTCUSDT', 400, -1102],
    ['klines?symbol=BTCUSDT&interval=1m&limit=ten', 400, -1100],
    ['klines?symbol=BTCUSDT&interval=1m&startTime=-1', 400, -1100],
    ['ticker/24hr?symbols=BTCUSDT', 400, -1100],
    ['ticker/24hr?symbol=BTCUSDT&type=SOME', 400, -1130],
    ['aggTrades?symbol=BTCUSDT&fromId=1&startTime=1', 400, -1128],
    ['depths', 404, -1000],
  ])('refuses %s', async (path, status, code) => {
    const venue = await open();
    const answer = await venue.get(path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.msg).toEqual(expect.any(String));
  });

  it('counts weight by the UTC minute and refuses beyond the limit', async () => {
    const venue = await open();
    const used = (answer: { headers: Headers }) => answer.headers.get('x-mbx-used-weight-1m');
    expect(used(await venue.get('exchangeInfo?symbol=BTCUSDT'))).toBe('20');
    expect(used(await venue.get('klines?symbol=NOPE&interval=1m'))).toBe('22');
    for (let asked = 0; asked < 75; asked += 1) await venue.get('ticker/24hr?type=MINI');
    const refused = await venue.get('ping');
    expect([refused.status, refused.body.code]).toEqual([429, -1003]);
    expect(refused.headers.get('retry-after')).toBe('5');
    venue.clock.advance(5_000);
    const again = await venue.get('ping');
    expect([again.status, used(again)]).toEqual([200, '1']);
  });

  it('serves candles by start, by end and by default as Binance does', async () => {
    const venue = await open();
    const minute = 60_000;
    const open0 = Math.floor(NOW / minute) * minute;
    const ask = async (query: string) =>
      (await venue.get(`klines?symbol=ETHUSDT&interval=1m${query}`)).body as unknown as Row[];
    const times = (rows: Row[]) => rows.map((row) => (row[0] - open0) / minute);
    const newest = await ask('&limit=3');
    expect(times(newest)).toEqual([-2, -1, 0]);
    expect(newest[2]![6]).toBe(open0 + minute - 1);
    expect(newest[0]).toHaveLength(12);
    expect(newest[0]![1]).toMatch(/^\d+\.\d{8}$/);
    expect(times(await ask(`&limit=2&startTime=${open0 - 5 * minute + 1}`))).toEqual([-4, -3]);
    expect(times(await ask(`&limit=2&endTime=${open0 - 5 * minute + 1}`))).toEqual([-6, -5]);
    expect(times(await ask(`&startTime=${open0 - 2 * minute}&endTime=${open0 - minute}`))).toEqual([
      -2, -1,
    ]);
    expect(await ask('')).toHaveLength(500);
    expect(await ask('&limit=5000')).toHaveLength(1000);
    expect((await venue.get('uiKlines?symbol=ETHUSDT&interval=1m&limit=3')).body).toEqual(newest);
  });

  it('sums up 24 hours and tells prices', async () => {
    const venue = await open();
    const full = (await venue.get('ticker/24hr?symbol=BTCUSDT')).body;
    const mini = (await venue.get('ticker/24hr?symbols=["BTCUSDT","ETHBTC"]&type=MINI')).body;
    expect(mini[0]).toEqual(Object.fromEntries(Object.keys(mini[0]!).map((k) => [k, full[k]])));
    expect(full.closeTime).toBe(NOW);
    expect((await venue.get('ticker/price?symbol=BTCUSDT')).body).toEqual({
      symbol: 'BTCUSDT',
      price: full.lastPrice,
    });
    expect(((await venue.get('ticker/price')).body as Json[]).length).toBeGreaterThanOrEqual(12);
  });

  it('pages through trades by id and by time', async () => {
    const venue = await open();
    const newest = (await venue.get('aggTrades?symbol=BTCUSDT&limit=50')).body as Json[];
    expect(newest).toHaveLength(50);
    const { a: fromId, T: startTime } = newest[10]!;
    const byId = (await venue.get(`aggTrades?symbol=BTCUSDT&fromId=${String(fromId)}`)).body;
    expect(byId).toEqual(newest.slice(10));
    const byTime = (await venue.get(`aggTrades?symbol=BTCUSDT&startTime=${String(startTime)}`))
      .body;
    expect(byTime).toEqual(newest.filter((trade) => Number(trade.T) >= Number(startTime)));
  });
});
