import { afterEach, expect, test, vi } from 'vitest';
import type { Events } from '../shared/protocol/events';
import { startHeadless, type Headless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

let server: Headless;
const clients: SocketClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.end('SIGKILL');
});

async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function connect(): Promise<SocketClient> {
  const client = await SocketClient.connect(server.url, server.token);
  clients.push(client);
  return client;
}

const alertsOf = async (): Promise<Events['alert'][]> =>
  (await call('GET', '/alerts?limit=1000')).body['items'] as Events['alert'][];

/** The present price, once the demo venue is live. */
const livePrice = () =>
  vi.waitFor(async () => {
    const { body } = await call('GET', '/prices/BTC-USDT');
    expect(body).toMatchObject({ status: 'live' });
    return body['price'] as number;
  }, 15_000);

const rule = (condition: object, more: object = {}) => ({
  ...{ symbol: 'btcusdt', condition, mode: 'every_time', severity: 'warning' },
  ...more,
});

test('a rule made over REST fires to every client, and is on record', async () => {
  server = await startHeadless(['--demo=alerts', '--data-dir', await tempFolder()]);
  const [one, other] = [await connect(), await connect()];
  const price = await livePrice();
  const made = await call(
    'POST',
    '/alert-rules',
    rule({ type: 'price_above', price: Math.floor(price / 2) }, { mode: 'once', name: 'half' }),
  );
  expect(made).toMatchObject({ status: 201, body: { symbol: 'BTC/USDT', name: 'half' } });
  for (const client of [one, other]) {
    await vi.waitFor(() => expect(client.of('alert')).toHaveLength(1), 15_000);
    expect(client.of('alert')[0]?.data).toMatchObject({
      ...{ rule_id: made.body['rule_id'], symbol: 'BTC/USDT', alert_type: 'PRICE_ABOVE' },
      ...{ severity: 'warning', read: false, late: false, position_id: null },
      message: expect.stringMatching(/\(already true when armed\)$/) as string,
    });
  }
  expect(one.argumentCounts).toEqual(new Set([1]));
  const snapshot = await one.ask('get_snapshot', {});
  expect(snapshot).toMatchObject({ ok: true, value: { alerts: [{ read: false }] } });
  const [alert] = await alertsOf();
  expect(await call('POST', `/alerts/${alert?.alert_id ?? 0}/read`, {})).toMatchObject({
    ...{ status: 200, body: { read: true } },
  });
  expect((await call('GET', '/alerts?unread=true')).body).toMatchObject({ items: [] });
  expect(await call('POST', '/alert-rules', rule({ type: 'price_above' }))).toMatchObject({
    ...{ status: 400, body: { error: { code: 'INVALID' } } },
  });
});

test('a server killed again and again fires once for each step, none of them lost', async () => {
  const folder = await tempFolder();
  let id = 0;
  for (let round = 0; round < 4; round++) {
    server = await startHeadless(['--demo=alerts', '--data-dir', folder]);
    const price = await livePrice();
    if (round === 0) {
      const step = rule({ type: 'step', every_amount: Number((price * 0.00002).toPrecision(1)) });
      id = (await call('POST', '/alert-rules', step)).body['rule_id'] as number;
    }
    const client = await connect();
    await vi.waitFor(() => expect(client.of('alert').length).toBeGreaterThan(0), 20_000);
    await server.end('SIGKILL');
  }
  server = await startHeadless(['--demo=alerts', '--data-dir', folder]);
  await livePrice();
  const alerts = (await alertsOf()).reverse();
  expect(alerts.every(({ rule_id }) => rule_id === id)).toBe(true);
  expect(alerts.some(({ late }) => late)).toBe(true);
  const keys = alerts.map(({ occurred_at, message }) => `${occurred_at} ${message}`);
  expect(new Set(keys).size).toBe(keys.length);
  const ids = alerts.map(({ alert_id }) => alert_id);
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  // Each step is the neighbor of the one before: nothing between them was missed.
  const steps = alerts.map(({ message }) => Number(/step at ([\d.]+)/.exec(message)?.[1]));
  const every = Math.min(
    ...steps
      .slice(1)
      .map((step, n) => Math.abs(step - (steps[n] ?? 0)))
      .filter((gap) => gap > 0),
  );
  for (const [n, step] of steps.slice(1).entries()) {
    expect(Math.abs(step - (steps[n] ?? 0)) / every).toBeCloseTo(1, 3);
  }
});
