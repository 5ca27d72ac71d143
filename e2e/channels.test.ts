import { createHmac } from 'node:crypto';
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StandIn } from '../electron/services/channels/channel-harness';
import { startHeadless, type Headless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { makeTempFolder } from './support/temp-folder';

const SECRET = 'canary-signing-secret';
const PATH = '/hook/canary-path-0123456789';

let standIn: StandIn;
let server: Headless;
let dataDir: string;
/** All that any run has answered or written. */
const told: string[] = [];

const start = () => startHeadless(['--demo', '--data-dir', dataDir, '--log-level', 'debug']);

beforeEach(async () => {
  standIn = await StandIn.open();
  dataDir = await makeTempFolder();
  server = await start();
});
afterEach(async () => {
  await server.end();
  await standIn.close();
  await rm(dataDir, { recursive: true });
});

async function request(method: string, path: string, body?: unknown) {
  const headers = { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${server.url}/api/v1${path}`, { method, headers, ...sent });
  const text = await answer.text();
  told.push(text);
  return { status: answer.status, value: JSON.parse(text) as Record<string, unknown> };
}

function expectSigned(): void {
  const { headers, body, path } = standIn.received.at(-1)!;
  const id = String(headers['webhook-id']);
  const signed = `${id}.${String(headers['webhook-timestamp'])}.${body}`;
  const signature = createHmac('sha256', SECRET).update(signed).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${signature}`);
  expect(path).toBe(PATH);
  expect(JSON.parse(body)).toMatchObject({ type: 'test', test: true, idempotency_key: id });
}

test('a webhook is set up, tested, still works after a restart, and its secrets are shown nowhere', async () => {
  const setup = { url: standIn.url + PATH, allow_private: true, signing_secret: SECRET };
  const saved = await request('PUT', '/channels/webhook', setup);
  expect(saved).toMatchObject({ status: 200, value: { name: 'webhook', state: 'ready' } });
  expect((await request('POST', '/channels/webhook/test', {})).value).toMatchObject({
    outcome: 'accepted',
    message: 'The webhook has taken the message.',
  });
  expectSigned();
  told.push((await server.end()).stderr);

  server = await start();
  const client = await SocketClient.connect(server.url, server.token);
  expect(await client.ask('test_channel', { name: 'webhook' })).toMatchObject({
    ok: true,
    value: { outcome: 'accepted' },
  });
  client.close();
  expectSigned();
  standIn.answerWith(400, { message: `no ${standIn.url}${PATH}` });
  const refused = await request('POST', '/channels/webhook/test', {});
  expect(refused.value).toMatchObject({ outcome: 'failed' });
  const list = await request('GET', '/channels');
  expect(JSON.stringify(list.value)).toContain('…cret');
  await request('GET', '/export');
  told.push((await server.end()).stderr);

  expect(told.join('\n')).not.toContain('canary');
  for (const name of await readdir(dataDir)) {
    const file = join(dataDir, name);
    const { mode } = await stat(file);
    if (name === 'secrets.json') expect(mode & 0o777).toBe(0o600);
    else if ((await stat(file)).isFile()) {
      expect(await readFile(file, 'utf8'), name).not.toContain('canary');
    }
  }
});

test('a webhook into the own network is refused unless that is allowed', async () => {
  const refused = await request('PUT', '/channels/webhook', { url: `https://${standIn.host}/x` });
  expect(refused).toMatchObject({ status: 400, value: { error: { code: 'INVALID' } } });
  expect(JSON.stringify(refused.value)).toContain('allow_private');
  expect((await request('POST', '/channels/webhook/test', {})).value).toMatchObject({
    outcome: 'failed',
    message: 'The address is missing.',
  });
  expect((await request('POST', '/channels/sound/test', {})).value).toMatchObject({
    outcome: 'failed',
    message: 'A server makes no sound; the desktop app does.',
  });
});
