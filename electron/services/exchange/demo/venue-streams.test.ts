import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../clock';
import { FakeClock } from '../../fake-clock';
import { VenueHarness } from './venue-harness';

const NOW = Date.UTC(2026, 0, 14, 13, 59, 55, 345);

type Json = Record<string, unknown>;
type Row = [number, string, string, string, string, string, number, string, number, string, string];

let harness: VenueHarness | undefined;
afterEach(() => harness?.close());

async function open<C extends Clock>(clock: C) {
  const opened = await VenueHarness.open(clock);
  harness = opened;
  return opened;
}

describe('the streams', { timeout: 15_000 }, () => {
  it('send the very trades and candles that REST serves', async () => {
    const venue = await open(new FakeClock(NOW));
    const client = await venue.connect('/stream?streams=btcusdt@aggTrade/btcusdt@kline_1m');
    const list = await client.ask(1, 'LIST_SUBSCRIPTIONS');
    expect(list?.result).toEqual(['btcusdt@aggTrade', 'btcusdt@kline_1m']);
    venue.clock.advance(12_000);
    venue.clock.advance(60_000);
    const isFinal = ({ data }: Json) =>
      ((data as Json | undefined)?.k as Json | undefined)?.x === true;
    await client.until((all) => all.filter(isFinal).length === 2);
    const rows = (await venue.get('klines?symbol=BTCUSDT&interval=1m&limit=3'))
      .body as unknown as Row[];
    const sent = client.received.filter(isFinal).map(({ data }) => {
      const { t, o, h, l, c, v, T, q, n, V, Q, B } = (data as Json).k as Json;
      return [t, o, h, l, c, v, T, q, n, V, Q, B];
    });
    expect(sent).toEqual(rows.slice(0, 2));
    const trades = client.received
      .filter(({ stream }) => stream === 'btcusdt@aggTrade')
      .map(({ data }) => data as Json);
    expect(trades.length).toBeGreaterThan(100);
    const asked = await venue.get(
      `aggTrades?symbol=BTCUSDT&limit=1000&fromId=${String(trades[0]!.a)}`,
    );
    expect(trades.map(({ a, p, q, f, l, T, m, M }) => ({ a, p, q, f, l, T, m, M }))).toEqual(
      asked.body,
    );
    expect(trades.every(({ e, E, T }) => e === 'aggTrade' && Number(E) - Number(T) <= 20)).toBe(
      true,
    );
  });

  it('send unfinished candles every two seconds, one-second candles every second', async () => {
    const venue = await open(new FakeClock(NOW));
    const client = await venue.connect('/ws/btcusdt@kline_5m/btcusdt@kline_1s');
    await client.ask(1, 'LIST_SUBSCRIPTIONS');
    venue.clock.advance(4_000);
    await client.ask(2, 'LIST_SUBSCRIPTIONS');
    const klines = client.received.filter(({ e }) => e === 'kline').map(({ k }) => k as Json);
    expect(klines.filter(({ i }) => i === '5m')).toHaveLength(2);
    const ended = klines.filter(({ i, x }) => i === '1s' && x === true);
    expect(ended.map(({ t }) => Number(t) - NOW)).toEqual([-345, 655, 1655, 2655]);
    expect(klines.filter(({ i, x }) => i === '1s' && x === false).length).toBeGreaterThan(0);
  });

  it('send tickers when they have changed, one by one or all together', async () => {
    const venue = await open(new FakeClock(NOW));
    const client = await venue.connect(
      '/stream?streams=btcusdt@miniTicker/!miniTicker@arr/btcusdt@trade',
    );
    await client.ask(1, 'LIST_SUBSCRIPTIONS');
    venue.clock.advance(1_000);
    await client.ask(2, 'LIST_SUBSCRIPTIONS');
    const of = (name: string) =>
      client.received.filter(({ stream }) => stream === name).map(({ data }) => data as Json);
    expect(of('btcusdt@miniTicker')).toMatchObject([{ e: '24hrMiniTicker', s: 'BTCUSDT' }]);
    expect((of('!miniTicker@arr')[0] as unknown as Json[]).length).toBeGreaterThan(10);
    expect(of('btcusdt@trade').at(-1)?.p).toBe(of('btcusdt@miniTicker')[0]?.c);
  });

  it('obey commands, and accept unknown streams in silence', async () => {
    const venue = await open(new FakeClock(NOW));
    const client = await venue.connect('/ws');
    expect(
      await client.ask(1, 'SUBSCRIBE', ['BTCUSDT@aggTrade', 'nope@trade', 'ethusdt@trade']),
    ).toEqual({
      result: null,
      id: 1,
    });
    expect(await client.ask(2, 'UNSUBSCRIBE', ['ethusdt@trade'])).toEqual({ result: null, id: 2 });
    venue.clock.advance(1_000);
    expect((await client.ask(3, 'LIST_SUBSCRIPTIONS'))?.result).toEqual([
      'BTCUSDT@aggTrade',
      'nope@trade',
    ]);
    expect(await client.ask(4, 'GET_PROPERTY', ['combined'])).toEqual({ result: false, id: 4 });
    expect(await client.ask(5, 'SET_PROPERTY', ['combined', true])).toEqual({
      result: null,
      id: 5,
    });
    expect(client.received.filter(({ id }) => id === undefined)).toEqual([]);
  });

  it('answer mistakes with the code of the mistake', async () => {
    const venue = await open(new FakeClock(NOW));
    const client = await venue.connect('/ws');
    expect(await client.ask(1, 'DANCE')).toMatchObject({ error: { code: 2 }, id: 1 });
    expect(await client.ask(2, 'SUBSCRIBE', 'btcusdt@trade')).toMatchObject({ error: { code: 2 } });
    client.socket.send('{');
    await client.until((all) => all.length === 3);
    expect(client.received[2]).toMatchObject({ error: { code: 3 }, id: null });
  });

  it('part with a client that sends more than five messages a second', async () => {
    const venue = await open(new FakeClock(NOW));
    const client = await venue.connect('/ws');
    for (let id = 1; id <= 5; id += 1) await client.ask(id, 'LIST_SUBSCRIPTIONS');
    venue.clock.advance(1_000);
    for (let id = 6; id <= 10; id += 1) await client.ask(id, 'LIST_SUBSCRIPTIONS');
    client.socket.ping();
    expect(await client.closed).toBe(1008);
  });

  it('part with a client that wants more than 1024 streams', async () => {
    const venue = await open(new FakeClock(NOW));
    const client = await venue.connect('/stream');
    const names = Array.from({ length: 1025 }, (_, at) => `s${at}usdt@trade`);
    await client.ask(1, 'SUBSCRIBE', names.slice(1));
    client.socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: names.slice(0, 1), id: 2 }));
    expect(await client.closed).toBe(1008);
  });

  it('ping every 20 seconds and drop a client that does not answer for a minute', async () => {
    const venue = await open(new FakeClock(NOW));
    const client = await venue.connect('/ws');
    const pinged = new Promise<void>((resolve) => client.socket.once('ping', () => resolve()));
    venue.clock.advance(20_000);
    await pinged;
    await client.ask(1, 'LIST_SUBSCRIPTIONS');
    client.socket.pause();
    venue.clock.advance(80_000);
    client.socket.resume();
    expect(await client.closed).toBe(1006);
  });

  it('refuse unknown paths', async () => {
    const venue = await open(new FakeClock(NOW));
    await expect(venue.connect('/market')).rejects.toThrow('404');
  });
});

describe('stopping', () => {
  it('leaves neither timer nor connection', async () => {
    const venue = await open(new FakeClock(NOW));
    const client = await venue.connect('/ws/btcusdt@aggTrade');
    await venue.venue.stop();
    expect(venue.clock.pending).toBe(0);
    await client.closed;
    await expect(venue.connect('/ws')).rejects.toThrow();
  });

  it('works in real time as well', async () => {
    const venue = await open(systemClock);
    const client = await venue.connect('/ws/btcusdt@aggTrade/ethusdt@aggTrade/solusdt@aggTrade');
    await client.until((all) => all.length >= 2);
    await venue.venue.stop();
    await client.closed;
  });
});
