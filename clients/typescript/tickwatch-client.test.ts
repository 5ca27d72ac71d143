import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EndpointHarness } from '../../electron/services/endpoint/endpoint-harness';
import { TickwatchClient, type Snapshot } from './tickwatch-client';

const patient = { timeout: 20_000 };
let service: EndpointHarness;
const clients: TickwatchClient[] = [];

beforeEach(async () => {
  service = await EndpointHarness.open({
    dispatch: (name) =>
      Promise.resolve(
        name === 'get_snapshot'
          ? { ok: true, value: { alerts: [] } }
          : { ok: false, error: { code: 'NOT_FOUND', message: 'There is no such thing' } },
      ),
  });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await service.close();
});

function open(token: string, over: { session?: string; lastSeq?: number } = {}): TickwatchClient {
  const client = new TickwatchClient({ url: service.url, token, ...over });
  clients.push(client);
  return client;
}

const alertsOf = (client: TickwatchClient): number[] => {
  const heard: number[] = [];
  client.on('alert', ({ data }) => heard.push(data.alert_id));
  return heard;
};

test('it asks, follows and hears what it follows', async () => {
  const client = open(await service.token());
  const prices: number[] = [];
  const stop = client.on('price_update', ({ data }) => prices.push(data.price));
  await client.request('subscribe_symbol', { symbol: 'BTC/USDT' });
  service.price('BTC/USDT', 44_000);
  service.price('ETH/USDT', 2000);
  await vi.waitFor(() => expect(prices).toEqual([44_000]), patient);
  stop();
  const alerts = alertsOf(client);
  service.price('BTC/USDT', 45_000);
  service.alert();
  await vi.waitFor(() => expect(alerts).toEqual([1]), patient);
  expect(prices).toEqual([44_000]);
});

test('a refused request is an error with its code', async () => {
  const client = open(await service.token());
  await expect(client.request('get_price', { symbol: 'NO/SUCH' })).rejects.toMatchObject({
    ...{ name: 'TickwatchError', code: 'NOT_FOUND', message: 'There is no such thing' },
  });
});

test('a bad token is told once and not tried again', async () => {
  const client = open('a.b.c');
  const states: string[] = [];
  client.onState((state) => states.push(state));
  await vi.waitFor(() => expect(states).toEqual(['connecting', 'unauthorized']), patient);
});

test('another program with its session and number goes on where it was', async () => {
  const token = await service.token();
  const first = open(token);
  const before = alertsOf(first);
  await vi.waitFor(() => expect(first.state).toBe('connected'), patient);
  service.alert();
  await vi.waitFor(() => expect(before).toEqual([1]), patient);
  first.close();
  await vi.waitFor(
    () => expect(service.traffic.clients().connections['websocket']).toBe(0),
    patient,
  );
  service.alert();
  service.reversal('ETH/USDT');
  service.alert();
  const { session, lastSeq = 0 } = first;
  const after = alertsOf(open(token, { session, lastSeq }));
  await vi.waitFor(() => expect(after).toEqual([2, 4]), patient);
});

test('what it cannot be told one by one it gets as a snapshot, and goes on', async () => {
  for (let n = 1; n <= 10; n++) service.alert();
  await service.told();
  const client = open(await service.token(), { lastSeq: 7 });
  const snapshots: Snapshot[] = [];
  client.onSnapshot((snapshot) => snapshots.push(snapshot));
  // A number without a session that the service knows: it has forgotten it.
  await vi.waitFor(() => expect(snapshots).toHaveLength(1), patient);
  const alerts = alertsOf(client);
  service.alert();
  await vi.waitFor(() => expect(alerts).toEqual([11]), patient);
});
