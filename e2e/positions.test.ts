import { afterEach, expect, test, vi } from 'vitest';
import { startHeadless, type Headless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

let server: Headless;
const clients: SocketClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.end('SIGKILL');
});

interface Body {
  readonly position_id: number;
  readonly status: string;
  readonly [field: string]: unknown;
}

async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

async function connect(): Promise<SocketClient> {
  const client = await SocketClient.connect(server.url, server.token);
  clients.push(client);
  return client;
}

/** Creates once the demo venue has listed its symbols. */
async function create(more: object = {}): Promise<Body> {
  const long = { symbol: 'BTC/USDT', side: 'long', quantity: 1, entry_price: 44_000 };
  return vi.waitFor(async () => {
    const { status, body } = await call('POST', '/positions', { ...long, ...more });
    expect(status).toBe(201);
    return body;
  }, 15_000);
}

test('a position lives from its creation over fills and a flip to its end, on every screen', async () => {
  server = await startHeadless(['--demo=positions', '--data-dir', await tempFolder()]);
  const [one, other] = [await connect(), await connect()];
  const { position_id: id } = await create({ tags: ['e2e'] });
  const updates = (client: SocketClient) =>
    client.of('position_update').filter(({ data }) => data.position_id === id);
  for (const client of [one, other]) {
    await vi.waitFor(() => expect(updates(client).length).toBeGreaterThan(2), 15_000);
  }
  for (const { data } of updates(one)) {
    const exact = Math.round((data.current_price - 44_000) * 100) / 100;
    expect(data.pnl).toBeCloseTo(exact, 8);
    expect(data.pnl_percentage).toBe(Math.round((exact / 44_000) * 10_000) / 100);
  }
  const added = await call('POST', `/positions/${id}/fills`, {
    ...{ side: 'buy', price: 46_000, quantity: 1 },
  });
  expect(added).toMatchObject({ status: 201, body: { quantity: 2, entry_price: 45_000 } });
  const flip = await call('POST', `/positions/${id}/fills`, {
    ...{ side: 'sell', price: 47_000, quantity: 3, allow_flip: true },
  });
  expect(flip.body).toMatchObject({ status: 'closed', realized_pnl: 4000 });
  const short = flip.body['flipped_to'] as Body;
  const closing = await call('POST', `/positions/${short.position_id}/close`, {});
  expect(closing).toMatchObject({ status: 200, body: { status: 'closed', side: 'short' } });
  await vi.waitFor(() => expect(updates(other).at(-1)?.data.status).toBe('closed'));
  expect(one.argumentCounts).toEqual(new Set([1]));
  const snapshot = await one.ask('get_snapshot', {});
  expect(snapshot).toMatchObject({ ok: true, value: { positions: [] } });
});

test('a server killed between two answers has all it had said', async () => {
  const folder = await tempFolder();
  let open: Body | null = null;
  let closed: Body | null = null;
  for (let round = 0; round < 3; round++) {
    server = await startHeadless(['--demo=positions', '--data-dir', folder]);
    if (open && closed) {
      expect((await call('GET', `/positions/${open.position_id}`)).body).toMatchObject({
        ...{ status: 'open', quantity: 2, note: `round ${round - 1}` },
      });
      expect((await call('GET', `/positions/${closed.position_id}`)).body).toMatchObject({
        ...{ status: 'closed', realized_pnl: 1000 },
      });
    }
    const before = open?.position_id ?? 0;
    open = await create({ note: `round ${round}` });
    expect(open.position_id).toBeGreaterThan(before);
    closed = await create();
    await call('POST', `/positions/${closed.position_id}/close`, { price: 45_000 });
    await call('POST', `/positions/${open.position_id}/fills`, {
      ...{ side: 'buy', price: 44_000, quantity: 1 },
    });
    await server.end('SIGKILL');
  }
});

test('two clients that close one position at once close it once', async () => {
  server = await startHeadless(['--demo=positions', '--data-dir', await tempFolder()]);
  const { position_id: id } = await create();
  const close = () => call('POST', `/positions/${id}/close`, { price: 45_000 });
  const statuses = (await Promise.all([close(), close()])).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, 400]);
  expect((await call('GET', `/positions/${id}`)).body).toMatchObject({ realized_pnl: 1000 });
});
