import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { TapeMarket } from './tape-market';
import { VenueHarness } from './venue-harness';

const NOW = Date.UTC(2026, 0, 14, 7, 59, 55, 345);
const HOUR = 3_600_000;

type Json = Record<string, unknown>;
type Row = [number, string, string, string, string, string, number, string, number, string, string];

let harness: VenueHarness | undefined;
afterEach(() => harness?.close());

async function open() {
  const opened = await VenueHarness.open(new FakeClock(NOW));
  harness = opened;
  return opened;
}

const payloads = (received: Json[], stream: string) =>
  received.filter((each) => each.stream === stream).map(({ data }) => data as Json);

describe('the futures streams', { timeout: 15_000 }, () => {
  it('send the very trades and candles that REST serves', async () => {
    const venue = await open();
    const client = await venue.connectFutures(
      '/market/stream?streams=btcusdt@aggTrade/btcusdt@kline_1m',
    );
    await client.ponged();
    venue.clock.advance(72_000);
    await client.ponged();
    const rows = (await venue.getFutures('klines?symbol=BTCUSDT&interval=1m&limit=3'))
      .body as unknown as Row[];
    const klines = payloads(client.received, 'btcusdt@kline_1m').map(({ k }) => k as Json);
    const ended = klines
      .filter(({ x }) => x === true)
      .map(({ t, o, h, l, c, v, T, q, n, V, Q, B }) => [t, o, h, l, c, v, T, q, n, V, Q, B]);
    expect(ended).toEqual(rows.slice(0, 2));
    expect(klines.length).toBeGreaterThan(100);
    const { trades } = client;
    const first = String(trades[0]!.a);
    const asked = await venue.getFutures(`aggTrades?symbol=BTCUSDT&limit=1000&fromId=${first}`);
    expect(trades.map(({ a, p, q, nq, f, l, T, m }) => ({ a, p, q, nq, f, l, T, m }))).toEqual(
      asked.body,
    );
    expect(trades.every(({ st, M }) => st === 1 && M === undefined)).toBe(true);
  });

  it('send mark prices every three seconds, or every second', async () => {
    const venue = await open();
    const client = await venue.connectFutures(
      '/market/stream?streams=btcusdt@markPrice/btcusdt@markPrice@1s',
    );
    await client.ponged();
    venue.clock.advance(9_000);
    await client.ponged();
    const slow = payloads(client.received, 'btcusdt@markPrice');
    const quick = payloads(client.received, 'btcusdt@markPrice@1s');
    expect([slow.length, quick.length]).toEqual([3, 9]);
    expect(quick[0]).toMatchObject({ e: 'markPriceUpdate', s: 'BTCUSDT', st: 1 });
    const { p, i, ap } = quick[0]!;
    expect(Math.abs(Number(p) / Number(i) - 1)).toBeLessThan(0.002);
    expect(Math.abs(Number(ap) / Number(i) - 1)).toBeLessThan(0.002);
    expect([quick[0]!.T, quick.at(-1)!.T]).toEqual([
      Date.UTC(2026, 0, 14, 8),
      Date.UTC(2026, 0, 14, 16),
    ]);
  });

  it('send rows of coin-margined contracts in what is about all symbols', async () => {
    const venue = await open();
    const client = await venue.connectFutures(
      '/market/stream?streams=!miniTicker@arr/!markPrice@arr@1s/ethusdt@miniTicker',
    );
    await client.ponged();
    venue.clock.advance(2_000);
    await client.ponged();
    for (const stream of ['!miniTicker@arr', '!markPrice@arr@1s']) {
      const rows = payloads(client.received, stream)[0] as unknown as Json[];
      const of = (st: number) => rows.filter((row) => row.st === st).map(({ s }) => s);
      expect(of(1)).toEqual(expect.arrayContaining(['BTCUSDT', 'ETHUSDT', 'SOLUSDT']));
      expect(of(2)).toEqual(['BTCUSD_PERP', 'ETHUSD_PERP']);
    }
    expect(payloads(client.received, 'ethusdt@miniTicker')).toMatchObject([
      { e: '24hrMiniTicker', s: 'ETHUSDT', ps: 'ETHUSDT', st: 1 },
    ]);
  });

  it('stay silent on paths without a route and on the public one, and accept what is asked', async () => {
    const venue = await open();
    for (const path of ['/stream', '/ws', '/public/stream']) {
      const client = await venue.connectFutures(path);
      expect(await client.ask(1, 'SUBSCRIBE', ['btcusdt@aggTrade'])).toEqual({
        result: null,
        id: 1,
      });
      venue.clock.advance(5_000);
      const list = await client.ask(2, 'LIST_SUBSCRIPTIONS');
      expect([list?.result, client.received.length]).toEqual([['btcusdt@aggTrade'], 2]);
    }
    await expect(venue.connectFutures('/private/stream')).rejects.toThrow('404');
    await expect(venue.connectFutures('/market')).rejects.toThrow('404');
  });

  it('ping every three minutes, wait ten for the answer and take ten messages a second', async () => {
    const venue = await open();
    const client = await venue.connectFutures('/market/stream');
    let pings = 0;
    client.socket.on('ping', () => (pings += 1));
    venue.clock.advance(179_999);
    await client.ponged();
    expect(pings).toBe(0);
    venue.clock.advance(1);
    await client.ponged();
    expect(pings).toBe(1);
    venue.clock.advance(1_000);
    for (let id = 1; id <= 10; id += 1) await client.ask(id, 'LIST_SUBSCRIPTIONS');
    client.socket.pause();
    venue.clock.advance(900_000);
    client.socket.resume();
    expect(await client.closed).toBe(1006);
    expect(venue.venue.audit.total).toBe(0);
  });
});

describe('the futures REST interface', { timeout: 15_000 }, () => {
  it('describes its contracts', async () => {
    const venue = await open();
    const { body } = await venue.getFutures('exchangeInfo');
    const symbols = body.symbols as Json[];
    expect(symbols.map(({ symbol }) => symbol)).toEqual(
      expect.arrayContaining(['BTCUSDT', 'ETHUSDT', 'SOLUSDT']),
    );
    expect(symbols[0]).toMatchObject({
      ...{ symbol: 'BTCUSDT', pair: 'BTCUSDT', contractType: 'PERPETUAL', status: 'TRADING' },
      ...{ baseAsset: 'BTC', quoteAsset: 'USDT', marginAsset: 'USDT', underlyingType: 'COIN' },
    });
    expect(symbols[0]!.filters).toContainEqual(
      expect.objectContaining({ filterType: 'MIN_NOTIONAL', notional: '5.00000000' }),
    );
  });

  it('weighs requests by its own pool', async () => {
    const venue = await open();
    const used = async (path: string) =>
      (await venue.getFutures(path)).headers.get('x-mbx-used-weight-1m');
    const klines = 'klines?symbol=BTCUSDT&interval=1m';
    expect(await used('ping')).toBe('1');
    expect(await used('time')).toBe('2');
    expect(await used('exchangeInfo')).toBe('3');
    expect(await used(`${klines}&limit=100`)).toBe('4');
    expect(await used(`${klines}&limit=500`)).toBe('6');
    expect(await used(`${klines}&limit=1000`)).toBe('11');
    expect(await used(`${klines}&limit=1500`)).toBe('21');
    expect(await used(klines)).toBe('26');
    expect(await used('ticker/24hr?symbol=BTCUSDT')).toBe('27');
    expect(await used('ticker/24hr')).toBe('67');
    expect(await used('aggTrades?symbol=BTCUSDT')).toBe('87');
    expect(await used('premiumIndex?symbol=BTCUSDT')).toBe('88');
    expect(await used('premiumIndex')).toBe('98');
    expect(await used('fundingRate')).toBeNull();
    expect((await venue.get('ping')).headers.get('x-mbx-used-weight-1m')).toBe('1');
    expect(venue.venue.audit.peakWeight).toEqual({ spot: 1, futures: 98 });
    for (let asked = 0; asked < 58; asked += 1) await venue.getFutures('ticker/24hr');
    const refused = await venue.getFutures('aggTrades?symbol=BTCUSDT');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
  });

  it.each([
    ['klines?symbol=BTCUSDT&interval=1s', 400, -1120],
    ['klines?symbol=NOPE&interval=1m', 400, -1121],
    [`aggTrades?symbol=BTCUSDT&startTime=${NOW - 49 * HOUR}`, 400, -4166],
    ['aggTrades?symbol=BTCUSDT&fromId=1', 400, -4166],
    ['nothing', 404, -1000],
  ])('refuses %s', async (path, status, code) => {
    const venue = await open();
    const answer = await venue.getFutures(path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('serves 1500 candles, and summaries without bid and ask', async () => {
    const venue = await open();
    const rows = (await venue.getFutures('klines?symbol=SOLUSDT&interval=1m&limit=5000')).body;
    expect(rows).toHaveLength(1500);
    const { body } = await venue.getFutures('ticker/24hr?symbol=SOLUSDT');
    expect(body).toMatchObject({ symbol: 'SOLUSDT', closeTime: NOW });
    expect(Object.keys(body)).not.toContain('bidPrice');
  });

  it('settles at the rate last told before, and stays close to the spot price', async () => {
    const venue = await open();
    venue.clock.advance(4_654);
    const before = (await venue.getFutures('premiumIndex?symbol=BTCUSDT')).body;
    const due = Date.UTC(2026, 0, 14, 8);
    expect(before).toMatchObject({ symbol: 'BTCUSDT', nextFundingTime: due, time: due - 1 });
    venue.clock.advance(1);
    const settled = (await venue.getFutures('fundingRate?symbol=BTCUSDT&limit=3')).body;
    expect(settled.map(({ fundingTime }) => Number(fundingTime) - due)).toEqual([
      -16 * HOUR,
      -8 * HOUR,
      0,
    ]);
    expect(settled.at(-1)!.fundingRate).toBe(before.lastFundingRate);
    const since = `fundingRate?symbol=BTCUSDT&startTime=${due - 30 * 24 * HOUR}&endTime=${due - 1}`;
    const month = (await venue.getFutures(since)).body;
    expect(month).toHaveLength(90);
    expect(new Set(month.map(({ fundingRate }) => fundingRate)).size).toBeGreaterThan(10);
    expect(month.every(({ fundingRate }) => Math.abs(Number(fundingRate)) < 0.0012)).toBe(true);
    const spot = (await venue.get('ticker/price?symbol=BTCUSDT')).body;
    const trade = (await venue.getFutures('aggTrades?symbol=BTCUSDT&limit=1')).body;
    expect(Math.abs(Number(trade[0]!.p) / Number(spot.price) - 1)).toBeLessThan(0.005);
  });
});

it('a market without perpetuals refuses the futures paths', async () => {
  const time = { description: 'empty', catchUpMs: 0, begin: () => undefined, now: () => NOW };
  const venue = await VenueHarness.open(new FakeClock(NOW), new TapeMarket([], time));
  harness = venue;
  expect((await venue.getFutures('time')).status).toBe(404);
  await expect(venue.connectFutures('/market/stream')).rejects.toThrow('404');
  expect(() => venue.venue.faults.futuresListings).toThrow('no futures');
});

it('faults reach the futures as well: a halted contract is silent, the port goes down for both', async () => {
  const venue = await open();
  const { faults } = venue.venue;
  const client = await venue.connectFutures('/market/stream?streams=btcusdt@aggTrade');
  faults.futuresListings.halt('BTCUSDT');
  venue.clock.advance(5_000);
  await client.ponged();
  expect(client.trades).toEqual([]);
  await faults.down();
  await client.closed;
  await expect(venue.getFutures('time')).rejects.toThrow();
  await faults.up();
  expect((await venue.getFutures('time')).status).toBe(200);
});
