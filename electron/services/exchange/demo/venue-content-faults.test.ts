import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { GARBAGE, type GarbageKind } from './garbage-frames';
import { VenueHarness } from './venue-harness';

const NOW = Date.UTC(2026, 0, 14, 13, 59, 55, 345);
const TRADES = '/stream?streams=btcusdt@aggTrade';

type Json = Record<string, unknown>;

let harness: VenueHarness | undefined;
afterEach(() => harness?.close());

async function open() {
  const opened = await VenueHarness.open(new FakeClock(NOW));
  harness = opened;
  const { clock, venue } = opened;
  return { clock, harness: opened, faults: venue.faults };
}

describe('faults of the content', () => {
  it.each(Object.keys(GARBAGE) as GarbageKind[])(
    'fault 17 and 19: a frame of the kind %s goes out and the stream goes on',
    async (kind) => {
      const { clock, harness, faults } = await open();
      const client = await harness.connect(TRADES);
      faults.garbage(kind);
      clock.advance(2_000);
      await client.ponged();
      const garbage = GARBAGE[kind];
      const first = client.frames[0];
      if ('raw' in garbage) {
        expect(first).toBe(garbage.raw.toString(typeof garbage.raw === 'string' ? 'utf8' : 'hex'));
      } else {
        expect(first).toBe(`{"stream":"btcusdt@aggTrade","data":${garbage.event}}`);
      }
      expect(client.frames.length).toBeGreaterThan(1);
    },
  );

  it('fault 18: an oversized frame goes out', async () => {
    const { harness, faults } = await open();
    const client = await harness.connect(TRADES);
    faults.oversize(2 ** 21);
    await client.ponged();
    expect(client.frames[0]).toHaveLength(2 ** 21);
  });

  it('fault 22: as many trades as wanted vanish from the stream and stay in the history', async () => {
    const { clock, harness, faults } = await open();
    const client = await harness.connect(TRADES);
    clock.advance(5_000);
    await client.ponged();
    const last = client.trades.map(({ a }) => Number(a)).at(-1)!;
    const scrambler = faults.scramble({ seed: 'gap', dropNext: 3 });
    clock.advance(10_000);
    await client.ponged();
    expect(scrambler.dropped).toBe(3);
    expect(client.trades.map(({ a }) => Number(a)).find((id) => id > last)).toBe(last + 4);
    const missing = await harness.get(`aggTrades?symbol=BTCUSDT&fromId=${last + 1}&limit=3`);
    expect(missing.body.map(({ a }) => a)).toEqual([last + 1, last + 2, last + 3]);
  });

  it('faults 20 to 22: trades vanish, double and mix within a window, the same way for a seed', async () => {
    const seed = `${process.pid}`;
    const runs: number[][] = [];
    for (let run = 0; run < 2; run += 1) {
      const { clock, harness, faults } = await open();
      const client = await harness.connect(TRADES);
      const scrambler = faults.scramble({ seed, drop: 0.1, duplicate: 0.1, window: 20 });
      clock.advance(60_000);
      faults.lift();
      await client.ponged();
      const ids = client.trades.map(({ a }) => Number(a));
      const span = Math.max(...ids) - Math.min(...ids) + 1;
      expect(new Set(ids).size, `seed ${seed}`).toBeLessThan(span);
      expect(ids.length - new Set(ids).size, `seed ${seed}`).toBe(scrambler.duplicated);
      expect(ids, `seed ${seed}`).not.toEqual([...ids].sort((a, b) => a - b));
      expect(scrambler.dropped, `seed ${seed}`).toBeGreaterThan(0);
      runs.push(ids);
      await harness.close();
    }
    expect(runs[0], `seed ${seed}`).toEqual(runs[1]);
  });

  it('fault 27: a symbol is halted and resumed, delisted, renamed', async () => {
    const { clock, harness, faults } = await open();
    const client = await harness.connect(`${TRADES}/xbtusdt@aggTrade`);
    const infoOf = async (symbol: string) =>
      ((await harness.get('exchangeInfo')).body.symbols as Json[]).find(
        (each) => each.symbol === symbol,
      );
    faults.listings.halt('BTCUSDT');
    expect(await infoOf('BTCUSDT')).toMatchObject({ status: 'HALT' });
    clock.advance(5_000);
    await client.ponged();
    expect(client.trades).toEqual([]);
    expect((await harness.get('klines?symbol=BTCUSDT&interval=1m')).status).toBe(200);
    faults.listings.resume('BTCUSDT');
    clock.advance(5_000);
    await client.ponged();
    expect(client.trades.length).toBeGreaterThan(0);
    const before = (await harness.get('klines?symbol=BTCUSDT&interval=1h&limit=9')).body;
    faults.listings.rename('BTCUSDT', 'XBTUSDT');
    expect(await infoOf('BTCUSDT')).toBeUndefined();
    expect(await infoOf('XBTUSDT')).toMatchObject({ status: 'TRADING', baseAsset: 'XBT' });
    const old = await harness.get('klines?symbol=BTCUSDT&interval=1h&limit=9');
    expect([old.status, old.body.code]).toEqual([400, -1121]);
    expect((await harness.get('klines?symbol=XBTUSDT&interval=1h&limit=9')).body).toEqual(before);
    const renamed = await harness.connect('/stream?streams=xbtusdt@aggTrade');
    clock.advance(5_000);
    await renamed.ponged();
    expect(renamed.trades[0]).toMatchObject({ s: 'XBTUSDT' });
    faults.listings.delist('XBTUSDT');
    expect((await harness.get('ticker/24hr?symbol=XBTUSDT')).body.code).toBe(-1121);
  });

  it('fault 37: the venue’s clock is wrong in what it tells, not in what it does', async () => {
    const { clock, harness, faults } = await open();
    const client = await harness.connect(`${TRADES}/btcusdt@kline_1s`);
    faults.skewClock(600_000);
    expect((await harness.get('time')).body).toEqual({ serverTime: NOW + 600_000 });
    clock.advance(3_000);
    await client.ponged();
    const events = client.received.flatMap(({ data }) => (data ? [data as Json] : []));
    const trade = events.find(({ e }) => e === 'aggTrade')!;
    expect(Number(trade.E) - Number(trade.T)).toBeGreaterThanOrEqual(600_000);
    const klines = events.filter(({ e }) => e === 'kline').map(({ k }) => k as Json);
    expect(klines.some(({ x }) => x === false)).toBe(true);
  });
});
