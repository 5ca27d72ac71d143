import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Envelope, Events } from '../shared/protocol/events';
import { EndpointHarness } from '../electron/services/endpoint/endpoint-harness';
import { repository, startHeadless, type Headless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { makeTempFolder } from './support/temp-folder';

/** The one Debian's packages are for. */
const PYTHON = '/usr/bin/python3';
let server: Headless;
beforeAll(async () => {
  server = await startHeadless(['--demo', '--data-dir', await makeTempFolder()]);
});
afterAll(() => server.end());

interface Run {
  readonly lines: () => Record<string, unknown>[];
  readonly ended: Promise<number | null>;
  readonly stop: () => void;
}

const run = (program: string, args: readonly string[]): Run => {
  const child = spawn(program, args, { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const lines = () =>
    out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { lines, ended, stop: () => void child.kill() };
};
const example = (path: string): string => join(repository, 'examples', path);

const position: Events['position_update'] = {
  ...{ position_id: 1, symbol: 'BTC/USDT', side: 'long', quantity: 1, entry_price: 44_000 },
  ...{ current_price: 45_000.5, pnl: 1000.5, pnl_percentage: 2.27, realized_pnl: 0, fees: 0 },
  ...{ funding: 0, net_pnl: 1000.5, status: 'open', timestamp: '2026-01-01T00:00:00.000Z' },
};

test.each(['websocket', 'polling'])(
  'Python by %s receives all four events, each as one argument and in order',
  async (transport) => {
    const service = await EndpointHarness.open();
    onTestFinished(() => service.close());
    const until = 'price_update,position_update,alert,signal_reversal';
    const flags = ['--transport', transport, '--until', until];
    const args = [example('python/follow.py'), service.url, await service.token(), ...flags];
    const python = run(PYTHON, args);
    await vi.waitFor(() => expect(python.lines()).toContainEqual({ ready: true }), 20_000);
    service.price('BTC/USDT', 45_000.5);
    service.hub.publish('everyone', 'position_update', position);
    service.alert();
    service.reversal('ETH/USDT');
    expect(await python.ended).toBe(0);
    const heard = python.lines().slice(1) as unknown as Envelope[];
    expect(heard.map(({ type }) => type)).toEqual(until.split(','));
    expect(heard[1]?.data).toEqual(position);
  },
);

test.each(['websocket', 'polling'])(
  'Python by %s manages rules of the server',
  async (transport) => {
    const flags = ['--transport', transport, '--until', 'price_update,alert', '--rule'];
    const args = [example('python/follow.py'), server.url, server.token, ...flags];
    const python = run(PYTHON, args);
    expect(await python.ended).toBe(0);
    const alert = python.lines().find(({ type }) => type === 'alert');
    expect(alert).toMatchObject({ data: { alert_type: 'PRICE_ABOVE', symbol: 'BTC/USDT' } });
    const client = await SocketClient.connect(server.url, server.token);
    expect(await client.ask('list_alert_rules', {})).toMatchObject({ value: { items: [] } });
    client.close();
  },
);

test('Node follows a symbol', async () => {
  const node = run(process.execPath, [example('node/follow.mjs'), server.url, server.token]);
  await vi.waitFor(
    () => expect(node.lines()).toContainEqual(expect.objectContaining({ type: 'price_update' })),
    20_000,
  );
  node.stop();
  await node.ended;
});

test('Node goes on by itself after a restart of the service', async () => {
  const flags = ['--demo', '--data-dir', await makeTempFolder()];
  const before = await startHeadless(flags);
  const node = run(process.execPath, [example('node/follow.mjs'), before.url, before.token]);
  const prices = () => node.lines().filter(({ type }) => type === 'price_update');
  await vi.waitFor(() => expect(prices()).not.toEqual([]), 20_000);
  await before.end();
  const known = prices().length;
  const after = await startHeadless([...flags, '--port', new URL(before.url).port]);
  await vi.waitFor(() => expect(prices().length).toBeGreaterThan(known + 1), 30_000);
  const numbers = node.lines().map(({ seq }) => Number(seq));
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  node.stop();
  await node.ended;
  await after.end();
});

test('Node ends when its token is revoked, instead of waiting in vain', async () => {
  const maker = await SocketClient.connect(server.url, server.token);
  const made = await maker.ask('create_token', { name: 'node', scope: 'read', ttl_s: 600 });
  const { id, token } = (made as unknown as { value: { id: string; token: string } }).value;
  const node = run(process.execPath, [example('node/follow.mjs'), server.url, token]);
  await vi.waitFor(() => expect(node.lines()).not.toEqual([]), 20_000);
  expect(await maker.ask('revoke_token', { id })).toMatchObject({ ok: true });
  expect(await node.ended).toBe(1);
  maker.close();
});

test('curl makes, lists and deletes a rule', async () => {
  const shell = run('sh', [example('curl/rules.sh'), server.url, server.token]);
  expect(await shell.ended).toBe(0);
  const [made, list, deleted] = shell.lines();
  expect(made).toMatchObject({ mode: 'once' });
  expect(list).toMatchObject({ items: [made] });
  expect(deleted).toEqual({ rule_id: made?.['rule_id'] });
});
