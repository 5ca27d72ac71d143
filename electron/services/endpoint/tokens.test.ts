import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ClientSession } from '../client-session';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { Auth } from './auth';
import { tokenHandlers } from './token-handlers';

const HOUR = 3_600_000;
let folder: string;
let clock: FakeClock;
let auth: Auth;
let warnings: string[];

const open = (): Promise<Auth> => {
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
  return Auth.open(folder, { clock, logger, random: () => 0 });
};
const mint = async (name = 'bot') =>
  auth.mint({ name, scope: 'read', ttlMs: HOUR }).then(({ token, known }) => ({
    token,
    id: known.id,
  }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-tokens-'));
  clock = new FakeClock();
  warnings = [];
  auth = await open();
});
afterEach(async () => {
  await auth.close();
  await rm(folder, { recursive: true });
});

test('a token that is made is good, listed by name, and never written down', async () => {
  const { token, id } = await mint('Wolfram’s bot');
  await expect(auth.verify(token)).resolves.toMatchObject({ scope: 'read', tokenId: id });
  expect(auth.list()).toMatchObject([{ id, name: 'Wolfram’s bot', lastUsedAt: clock.now() }]);
  const file = join(folder, 'auth-tokens');
  const text = await readFile(file, 'utf8');
  expect(text).toContain(id);
  expect(text).not.toContain(token.split('.')[2]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a revoked token is refused at once and after a restart, and whoever listens is told', async () => {
  const { token, id } = await mint();
  const told: string[] = [];
  auth.onRevoked((each) => told.push(each));
  const saving = auth.revoke(id);
  expect(told).toEqual([id]);
  await expect(auth.verify(token)).resolves.toBeNull();
  await saving;
  auth = await open();
  await expect(auth.verify(token)).resolves.toBeNull();
  expect(auth.list()).toMatchObject([{ id, revokedAt: clock.now() }]);
});

test('the list lives through a restart, with the last use to the minute', async () => {
  const { token } = await mint();
  clock.advance(90_000);
  await auth.verify(token);
  const before = auth.list();
  await auth.close();
  auth = await open();
  expect(auth.list()).toEqual(before);
  expect(before).toMatchObject([{ lastUsedAt: clock.now() }]);
});

test('a token without a name is this session, later an earlier one, and can be revoked as well', async () => {
  const token = await auth.issue('write', HOUR);
  expect(auth.list()).toMatchObject([{ name: 'this session', scope: 'write' }]);
  auth = await open();
  expect(auth.list()).toEqual([]);
  await expect(auth.verify(token)).resolves.not.toBeNull();
  const [earlier] = auth.list();
  expect(earlier).toMatchObject({ name: 'an earlier session', createdAt: clock.now() });
  await auth.revoke(earlier?.id ?? '');
  auth = await open();
  await expect(auth.verify(token)).resolves.toBeNull();
});

test('an expired token is refused to the millisecond and leaves the list', async () => {
  const { token } = await mint();
  clock.advance(HOUR - 1);
  await expect(auth.verify(token)).resolves.not.toBeNull();
  clock.advance(1);
  await expect(auth.verify(token)).resolves.toBeNull();
  expect(auth.list()).toEqual([]);
});

test('there is no token to revoke where there is none', async () => {
  await expect(auth.revoke('nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('with a damaged list, nobody knows what was revoked: all older tokens are void', async () => {
  const { token } = await mint();
  await writeFile(join(folder, 'auth-tokens'), '{"version":1,"tok');
  auth = await open();
  expect(warnings).toEqual([expect.stringMatching(/list of tokens was damaged/)]);
  await expect(auth.verify(token)).resolves.toBeNull();
  const fresh = await mint();
  auth = await open();
  await expect(auth.verify(fresh.token)).resolves.not.toBeNull();
  await expect(auth.verify(token)).resolves.toBeNull();
});

test('a new key above the old one signs, and what the old one signed stays good', async () => {
  const { token } = await mint();
  const file = join(folder, 'auth-secret');
  const old = (await readFile(file, 'utf8')).trim();
  await writeFile(file, `k2 ${'ab'.repeat(32)}\nk1 ${old}\n`);
  auth = await open();
  await expect(auth.verify(token)).resolves.not.toBeNull();
  const fresh = await mint();
  const [header = ''] = fresh.token.split('.');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ kid: 'k2' });
  await writeFile(file, `k2 ${'ab'.repeat(32)}\n`);
  auth = await open();
  await expect(auth.verify(fresh.token)).resolves.not.toBeNull();
  await expect(auth.verify(token)).resolves.toBeNull();
});

test('a token is told once, and the list says which one asks', async () => {
  const handlers = tokenHandlers({ auth });
  const made = await handlers.create_token({ name: 'bot', scope: 'write', ttl_s: 60 });
  expect(made).toMatchObject({ name: 'bot', scope: 'write' });
  expect(Date.parse(made.expires_at)).toBe(clock.now() + 60_000);
  const hooks = { join: () => undefined, leave: () => undefined };
  const client = new ClientSession('write', 0, hooks, made.id);
  const { items } = handlers.list_tokens({}, client);
  expect(items).toMatchObject([{ id: made.id, current: true, revoked_at: null }]);
  expect(JSON.stringify(items)).not.toContain(made.token);
});
