import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { DemoVenue } from './venue';
import { VenueHarness } from './venue-harness';

const NOW = Date.UTC(2026, 0, 14, 13, 59, 55, 345);
const TRADES = '/stream?streams=btcusdt@aggTrade';

let harness: VenueHarness | undefined;
afterEach(() => harness?.close());

async function open() {
  const opened = await VenueHarness.open(new FakeClock(NOW));
  harness = opened;
  const { clock, venue } = opened;
  return { clock, harness: opened, faults: venue.faults, audit: venue.audit };
}

describe('faults of the lines', () => {
  it('fault 1: all connections are reset, and new ones work', async () => {
    const { clock, harness, faults } = await open();
    const client = await harness.connect(TRADES);
    const { _socket: tcp } = client.socket as unknown as { _socket: Socket };
    const failed = new Promise<Error>((resolve) => tcp.once('error', resolve));
    faults.reset();
    expect(await client.closed).toBe(1006);
    expect(String(await failed)).toMatch(/ECONNRESET/);
    const next = await harness.connect(TRADES);
    clock.advance(2_000);
    await next.ponged();
    expect(next.trades.length).toBeGreaterThan(0);
  });

  it.each([1000, 1001, 1006, 1008, 1011])('fault 2: connections end with code %i', async (code) => {
    const { harness, faults } = await open();
    const client = await harness.connect(TRADES);
    faults.close(code);
    expect(await client.closed).toBe(code);
  });

  it('fault 3: a black hole sends neither data nor pings nor answers, until it is lifted', async () => {
    const { clock, harness, faults } = await open();
    const client = await harness.connect(TRADES);
    let pings = 0;
    client.socket.on('ping', () => (pings += 1));
    await client.ponged();
    faults.blackHole();
    const asked = client.ponged();
    clock.advance(50_000);
    const witness = await harness.connect(TRADES);
    clock.advance(20_000);
    await witness.ponged();
    expect([client.trades.length, pings, client.socket.readyState]).toEqual([0, 0, 1]);
    expect(witness.trades.length).toBeGreaterThan(0);
    faults.lift();
    await asked;
    clock.advance(2_000);
    await client.ponged();
    expect(client.trades.length).toBeGreaterThan(0);
  });

  it('fault 4: a stalled connection sends pings and answers but no data', async () => {
    const { clock, harness, faults } = await open();
    const client = await harness.connect(TRADES);
    const pinged = new Promise<void>((resolve) => client.socket.once('ping', () => resolve()));
    faults.stall({ alsoNew: true });
    const second = await harness.connect(TRADES);
    clock.advance(20_000);
    await pinged;
    await client.ponged();
    await second.ponged();
    expect([client.trades.length, second.trades.length]).toEqual([0, 0]);
    faults.lift();
    clock.advance(2_000);
    await client.ponged();
    expect(client.trades.length).toBeGreaterThan(0);
  });

  it('fault 5: one symbol falls silent and the others go on', async () => {
    const { clock, harness, faults } = await open();
    const client = await harness.connect(`${TRADES}/ethusdt@aggTrade`);
    faults.silence('BTCUSDT');
    clock.advance(5_000);
    await client.ponged();
    expect(new Set(client.trades.map(({ s }) => s))).toEqual(new Set(['ETHUSDT']));
  });

  it('fault 6: a handshake is late, refused or never answered', async () => {
    const { clock, harness, faults, audit } = await open();
    faults.handshake({ delayMs: 5_000 });
    const late = harness.dial(TRADES);
    await expect.poll(() => audit.connectionAttempts.length).toBe(1);
    clock.advance(4_999);
    expect(late.socket.readyState).toBe(0);
    clock.advance(1);
    await late.opened;
    for (const status of [403, 418, 429, 451, 503]) {
      faults.handshake({ status });
      await expect(harness.dial(TRADES).opened).rejects.toThrow(String(status));
    }
    faults.handshake('hang');
    const hung = harness.dial(TRADES);
    await expect.poll(() => audit.connectionAttempts.length).toBe(7);
    hung.opened.catch(() => undefined);
    clock.advance(60_000);
    expect(hung.socket.readyState).toBe(0);
    await harness.venue.stop();
    await hung.closed;
  });

  it('fault 7: commands get lost, stay unanswered or are refused', async () => {
    const { clock, harness, faults } = await open();
    const client = await harness.connect('/stream');
    faults.commands('refuse');
    expect(await client.ask(1, 'SUBSCRIBE', ['btcusdt@aggTrade'])).toHaveProperty('error.code', 2);
    faults.commands('lost');
    client.socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: ['ethusdt@trade'], id: 2 }));
    await client.ponged();
    faults.commands('unanswered');
    client.socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: ['btcusdt@trade'], id: 3 }));
    await client.ponged();
    clock.advance(5_000);
    faults.lift();
    expect((await client.ask(4, 'LIST_SUBSCRIPTIONS'))?.result).toEqual(['btcusdt@trade']);
    expect(client.received.filter(({ id }) => id === 2 || id === 3)).toEqual([]);
    expect(client.received.some(({ stream }) => stream === 'btcusdt@trade')).toBe(true);
  });

  it('fault 8: a venue that is down refuses connections and comes back on its port', async () => {
    const { clock, harness, faults } = await open();
    const client = await harness.connect(TRADES);
    await faults.down();
    await client.closed;
    await expect(harness.dial(TRADES).opened).rejects.toThrow('ECONNREFUSED');
    await expect(harness.get('time')).rejects.toThrow();
    await faults.up();
    const next = await harness.connect(TRADES);
    clock.advance(2_000);
    await next.ponged();
    expect(next.trades.length).toBeGreaterThan(0);
    expect((await harness.get('time')).status).toBe(200);
  });

  it('fault 10: a connection lives 24 hours by the venue’s clock, or as long as it is told', async () => {
    const { clock, harness, faults } = await open();
    const day = await harness.connect('/stream');
    faults.lifetime(60_000);
    const minute = await harness.connect('/stream');
    clock.advance(59_999);
    await minute.ponged();
    clock.advance(1);
    expect(await minute.closed).toBe(1006);
    const until = 86_400_000 - 1;
    while (clock.monotonic() < until) {
      clock.advance(Math.min(20_000, until - clock.monotonic()));
      await day.ponged();
    }
    expect(day.socket.readyState).toBe(1);
    clock.advance(1);
    await day.closed;
  }, 30_000);

  it('fault 11: a shutdown is announced in the form of the connection, then comes', async () => {
    const { clock, harness, faults } = await open();
    const combined = await harness.connect('/stream');
    const raw = await harness.connect('/ws');
    faults.shutDown({ afterMs: 3_000 });
    const event = { e: 'serverShutdown', E: NOW };
    await combined.until((all) => all.length > 0);
    await raw.until((all) => all.length > 0);
    expect(combined.received).toEqual([{ stream: '!serverShutdown', data: event }]);
    expect(raw.received).toEqual([event]);
    clock.advance(3_000);
    expect([await combined.closed, await raw.closed]).toEqual([1001, 1001]);
  });
});

it('a venue that stops leaves neither timer nor connection, whatever was wrong with it', async () => {
  const { clock, harness, faults, audit } = await open();
  const client = await harness.connect(TRADES);
  faults.shutDown({ afterMs: 60_000 });
  faults.handshake({ delayMs: 60_000 });
  const late = harness.dial(TRADES);
  late.opened.catch(() => undefined);
  await expect.poll(() => audit.connectionAttempts.length).toBe(2);
  faults.blackHole({ alsoNew: true });
  await harness.venue.stop();
  expect(clock.pending).toBe(0);
  await client.closed;
  await late.closed;
});

it('a venue made without faults has no controls', async () => {
  const { clock, harness } = await open();
  const { market, logger } = harness;
  const venue = new DemoVenue({ market, clock, logger });
  expect(() => venue.faults).toThrow('without faults');
});
