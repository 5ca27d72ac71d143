import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createApp, type Running } from '../electron/app';
import { systemClock } from '../electron/services/clock';
import { readConfig } from '../electron/services/config';
import { loadRecording } from '../electron/services/exchange/demo/recorded-market';
import { agg, lines, T } from '../electron/services/exchange/demo/recording-samples';
import { DemoVenue } from '../electron/services/exchange/demo/venue';
import { silentLogger } from '../electron/services/logger';
import { replayProgram } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

const SOON_MS = 15_000;
const PACE_MS = 500;
/** Trades at the entry price, enough of them for a slow machine to take the position. */
const CALM = 240;
const RISING = ['44879.99', ...Array<string>(CALM).fill('45000.50')];

/** Keys of `data` as the contract (section 4) lists them, with the timestamp every message has. */
const KEYS = {
  price_update: ['symbol', 'price', 'change_24h', 'timestamp'],
  position_update: [
    ...['position_id', 'symbol', 'side', 'quantity', 'entry_price', 'current_price', 'pnl'],
    ...['pnl_percentage', 'realized_pnl', 'fees', 'funding', 'net_pnl', 'status', 'timestamp'],
  ],
  alert: [
    ...['alert_id', 'rule_id', 'position_id', 'symbol', 'alert_type', 'severity', 'message'],
    ...['price', 'read', 'late', 'occurred_at', 'timestamp'],
  ],
  connection_status: ['venue', 'status', 'since', 'reason', 'timestamp'],
} as const;
type Known = keyof typeof KEYS;
const LONG = { symbol: 'BTC/USDT', side: 'long', quantity: 1, entry_price: 44_000 };
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
const aNumber = expect.any(Number) as number;

let client: SocketClient;
afterEach(() => client.close());

/** A venue at 44000 that goes to 45000.50 when it is told to. */
async function startVenue(folder: string) {
  const prices = [...Array<string>(CALM).fill('44000.00'), ...RISING];
  const file = join(folder, 'tape.ndjson');
  const trades = prices.map((price, at) => agg(at + 1, T + at * PACE_MS, price));
  await writeFile(file, lines(...trades));
  let skippedMs = 0;
  const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + skippedMs };
  const market = await loadRecording(file, { clock, speed: 1 });
  const beganAt = market.now();
  const venue = new DemoVenue({ market, clock: systemClock, logger: silentLogger });
  const urls = await venue.start();
  onTestFinished(() => venue.stop());
  const rise = (): void => void (skippedMs = beganAt + CALM * PACE_MS - market.now());
  return { urls, rise, stop: () => venue.stop() };
}

async function startApp(urls: { restUrl: string; wsUrl: string }, folder: string) {
  const flags = ['--spot-ws', urls.wsUrl, '--spot-rest', urls.restUrl, '--port', '0'];
  const app = createApp(readConfig([...flags, '--data-dir', folder], {}), {
    clock: systemClock,
    logger: silentLogger,
    random: Math.random,
    version: 'test',
    replayProgram,
    pageDir: null,
  });
  onTestFinished(() => app.stop());
  return app.start();
}

const post = ({ url, token }: Running, path: string, body: object) =>
  fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

const sorted = (keys: readonly string[]) => [...keys].sort();
const keysOf = (value: object) => sorted(Object.keys(value));

/** A long of 1 BTC from 44000 with a target of 2 %, made while the price is just that; its id. */
async function openLong(running: Running): Promise<number> {
  await vi.waitFor(async () => {
    expect(await client.ask('subscribe_symbol', { symbol: 'BTC/USDT' })).toMatchObject({
      ...{ ok: true, value: { price: 44_000 } },
    });
  }, SOON_MS);
  const made = await post(running, '/positions', { ...LONG, profit_target_percent: 2 });
  expect(made.status).toBe(201);
  const { position_id: id } = (await made.json()) as { position_id: number };
  await vi.waitFor(() => expect(client.of('position_update')).not.toEqual([]), SOON_MS);
  expect(client.of('position_update').every(({ data }) => data.pnl === 0)).toBe(true);
  expect(client.of('alert')).toEqual([]);
  return id;
}

test('golden: a long from 44000 is worth what the contract says at 45000.50, and its target fires', async () => {
  const folder = await tempFolder();
  const venue = await startVenue(folder);
  const running = await startApp(venue.urls, join(folder, 'data'));
  client = await SocketClient.connect(running.url, running.token);
  const id = await openLong(running);
  venue.rise();
  await vi.waitFor(() => {
    expect(client.of('position_update').at(-1)).toStrictEqual({
      type: 'position_update',
      data: {
        ...{ position_id: id, ...LONG, current_price: 45_000.5 },
        ...{ pnl: 1000.5, pnl_percentage: 2.27, realized_pnl: 0, fees: 0, funding: 0 },
        ...{ net_pnl: 1000.5, status: 'open', timestamp: isoTime },
      },
      seq: aNumber,
    });
    expect(client.of('price_update').at(-1)?.data.price).toBe(45_000.5);
    expect(client.of('alert')).not.toEqual([]);
  }, SOON_MS);
  const data = {
    ...{ alert_id: aNumber, rule_id: aNumber, position_id: id, symbol: 'BTC/USDT' },
    ...{ alert_type: 'PROFIT_TARGET', severity: 'warning', price: 45_000.5 },
    message: 'Position BTC/USDT reached profit target of 2%',
    ...{ read: false, late: false, occurred_at: isoTime, timestamp: isoTime },
  };
  expect(client.of('alert')).toStrictEqual([{ type: 'alert', data, seq: aNumber }]);
  await expectSnapshot(id);
  await venue.stop();
  await vi.waitFor(() => expect(client.of('connection_status')).not.toEqual([]), SOON_MS);
  expectContractKeys();
});

/** A strict client takes all that was told: no key is missing, and none is there that it does not know. */
function expectContractKeys(): void {
  for (const name of Object.keys(KEYS) as Known[]) {
    const heard = client.of(name);
    expect(heard, name).not.toEqual([]);
    for (const envelope of heard) {
      expect(keysOf(envelope)).toEqual(['data', 'seq', 'type']);
      expect(keysOf(envelope.data), name).toEqual(sorted(KEYS[name]));
    }
  }
}

/** What the snapshot has of the contract's own; more lists, and more of a position, may come with it. */
async function expectSnapshot(positionId: number): Promise<void> {
  const reply = await client.ask('get_snapshot', {});
  const value = (reply.ok ? reply.value : {}) as Record<string, object[]>;
  const own = ['seq', 'prices', 'positions', 'alerts', 'signals', 'status'];
  expect(Object.keys(value)).toEqual(expect.arrayContaining(own));
  const listed = { prices: 'price_update', alerts: 'alert', status: 'connection_status' } as const;
  for (const [list, event] of Object.entries(listed)) {
    expect(value[list]?.map(keysOf), list).toEqual([sorted(KEYS[event])]);
  }
  expect(value['positions']).toMatchObject([{ position_id: positionId, pnl: 1000.5 }]);
  const [position = {}] = value['positions'] ?? [];
  expect(Object.keys(position)).toEqual(expect.arrayContaining([...KEYS.position_update]));
}
