import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startHeadless, type Headless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { makeTempFolder } from './support/temp-folder';

let server: Headless;
let secret: Uint8Array;
beforeAll(async () => {
  const folder = await makeTempFolder();
  server = await startHeadless(['--demo', '--data-dir', folder], { TICKWATCH_BURST: '1000' });
  secret = Buffer.from((await readFile(join(folder, 'auth-secret'), 'utf8')).trim(), 'hex');
});
afterAll(() => server.end());

const api = (method: string, path: string, token: string, body?: object): Promise<Response> =>
  fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const mint = async (scope: string, ttl: number): Promise<{ id: string; token: string }> => {
  const response = await api('POST', '/auth/tokens', server.token, {
    ...{ name: 'bot', scope, ttl_s: ttl },
  });
  expect(response.status).toBe(201);
  return (await response.json()) as { id: string; token: string };
};

/** The four ways in; each says what it was refused with. */
const ways: Record<string, (token: string) => Promise<unknown>> = {
  handshake: (token) => refusal(token, { transports: ['websocket'] }),
  polling: (token) => refusal(token, { transports: ['polling'] }),
  upgrade: (token) => {
    const extraHeaders = { Authorization: `Bearer ${token}` };
    return refusal(undefined, { transports: ['websocket'], extraHeaders });
  },
  REST: async (token) => (await api('GET', '/prices', token)).status,
};
const refusal = async (token: string | undefined, options: object): Promise<unknown> => {
  const client = await SocketClient.connect(server.url, token, options).catch(String);
  if (typeof client === 'string') return client;
  client.close();
  return 'let in';
};

type Claims = Record<string, unknown>;
const forge = (claims: Claims = {}, header: Claims = {}, key = secret): Promise<string> => {
  const now = Date.now() / 1000;
  const usual = { iss: 'tickwatch', aud: 'tickwatch-api', jti: 'x', scope: 'write', exp: now + 60 };
  const head = { alg: 'HS256', typ: 'JWT', kid: 'k1', ...header };
  return new SignJWT({ ...usual, ...claims }).setProtectedHeader(head).sign(key);
};

const bad: Record<string, () => Promise<string>> = {
  'alg none': () => Promise.resolve(new UnsecuredJWT({ jti: 'x', scope: 'write' }).encode()),
  'another algorithm': () => forge({}, { alg: 'HS512' }, new Uint8Array(64)),
  'another algorithm with our key': () => forge({}, { alg: 'HS384' }),
  'another key': () => forge({}, {}, new Uint8Array(32)),
  'an unknown key id': () => forge({}, { kid: 'k2' }),
  'a key id that is a path': () => forge({}, { kid: '../auth-secret' }),
  'a key id of every object': () => forge({}, { kid: 'constructor' }),
  'no key id': () => forge({}, { kid: undefined }),
  'another type': () => forge({}, { typ: 'at+jwt' }),
  'another issuer': () => forge({ iss: 'evil' }),
  'no issuer': () => forge({ iss: undefined }),
  'another audience': () => forge({ aud: 'evil' }),
  'no audience': () => forge({ aud: undefined }),
  'no expiry': () => forge({ exp: undefined }),
  'an expiry that is past': () => forge({ exp: Date.now() / 1000 - 1 }),
  'a beginning to come': () => forge({ nbf: Date.now() / 1000 + 60 }),
  'no id': () => forge({ jti: undefined }),
  'no scope': () => forge({ scope: undefined }),
  'another scope': () => forge({ scope: 'admin' }),
  'a signature cut short': async () => (await forge()).slice(0, -2),
  'other claims under a good signature': async () => {
    const [head, , signature] = (await forge()).split('.');
    return `${head}.${Buffer.from('{"scope":"write"}').toString('base64url')}.${signature}`;
  },
  revoked: async () => {
    const { id, token } = await mint('write', 60);
    await api('DELETE', `/auth/tokens/${id}`, server.token);
    return token;
  },
};

test('a token like the forged ones, but right, is let in all four ways', async () => {
  const good = await forge();
  for (const [way, enter] of Object.entries(ways)) {
    expect(await enter(good), way).toBe(way === 'REST' ? 200 : 'let in');
  }
});

test.each(Object.entries(bad))('refused all four ways: %s', async (_name, make) => {
  const token = await make();
  for (const [way, enter] of Object.entries(ways)) {
    expect(await enter(token), way).toBe(way === 'REST' ? 401 : 'Error: unauthorized');
  }
});

test('a revoked or expired token ends its connections within two seconds', async () => {
  const [revoked, expiring] = [await mint('read', 60), await mint('read', 2)];
  const mintedAt = performance.now();
  const clients = [
    await SocketClient.connect(server.url, revoked.token),
    await SocketClient.connect(server.url, expiring.token, { transports: ['polling'] }),
  ];
  expect((await api('DELETE', `/auth/tokens/${revoked.id}`, server.token)).status).toBe(200);
  await vi.waitFor(() => expect(clients[0]?.socket.connected).toBe(false), 2000);
  await vi.waitFor(() => expect(clients[1]?.socket.connected).toBe(false), 4000);
  expect(performance.now() - mintedAt).toBeGreaterThan(1500);
  expect((await api('GET', '/prices', expiring.token)).status).toBe(401);
});

test('a token that may read makes none and revokes none', async () => {
  const { token, id } = await mint('read', 60);
  const order = { name: 'more', scope: 'write', ttl_s: 60 };
  expect((await api('POST', '/auth/tokens', token, order)).status).toBe(403);
  expect((await api('DELETE', `/auth/tokens/${id}`, token)).status).toBe(403);
  const list = (await (await api('GET', '/auth/tokens', token)).json()) as { items: object[] };
  expect(list.items).toContainEqual(expect.objectContaining({ id, name: 'bot', current: true }));
  expect(list.items).toContainEqual(expect.objectContaining({ name: 'this session' }));
});
