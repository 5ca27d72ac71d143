import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Auth, bearerToken } from './auth';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';

const HOUR = 3_600_000;
let folder: string;
let auth: Auth;
let secret: Uint8Array;
const clock = new FakeClock(Date.UTC(2026, 5, 1));
const nowS = clock.now() / 1000;
const ports = { clock, logger: silentLogger, random: () => 0 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-auth-'));
  auth = await Auth.open(folder, ports);
  secret = Buffer.from((await readFile(join(folder, 'auth-secret'), 'utf8')).trim(), 'hex');
});
afterAll(() => rm(folder, { recursive: true }));

interface Forged {
  alg?: string;
  kid?: string;
  typ?: string;
  issuer?: string;
  audience?: string;
  key?: Uint8Array;
  claims?: Record<string, unknown>;
}

const forge = ({ key, claims, ...over }: Forged = {}): Promise<string> => {
  const header = { alg: over.alg ?? 'HS256', kid: over.kid ?? 'k1', typ: over.typ ?? 'JWT' };
  const payload = {
    iss: over.issuer ?? 'tickwatch',
    aud: over.audience ?? 'tickwatch-api',
    jti: 'x',
    scope: 'write',
    exp: nowS + 60,
    ...claims,
  };
  return new SignJWT(payload).setProtectedHeader(header).sign(key ?? secret);
};

test('a token we issued is good until it expires', async () => {
  const token = await auth.issue('read', HOUR);
  await expect(auth.verify(token)).resolves.toMatchObject({
    scope: 'read',
    expiresAt: clock.now() + HOUR,
  });
  const later = new FakeClock(clock.now() + HOUR);
  await expect(
    (await Auth.open(folder, { ...ports, clock: later })).verify(token),
  ).resolves.toBeNull();
});

test('a forged token with everything right would pass, so the table below tests what it says', async () => {
  await expect(auth.verify(await forge())).resolves.not.toBeNull();
});

test.each<[string, () => unknown]>([
  ['no token', () => undefined],
  ['a number', () => 7],
  ['an object', () => ({ toString: () => 'x' })],
  ['empty text', () => ''],
  ['garbage', () => 'a.b.c'],
  ['a megabyte', () => 'x'.repeat(1e6)],
  ['alg none', () => new UnsecuredJWT({ scope: 'write', jti: 'x', exp: nowS + 60 }).encode()],
  ['another algorithm', () => forge({ alg: 'HS512', key: new Uint8Array(64) })],
  ['another algorithm with our key', () => forge({ alg: 'HS384', key: secret })],
  ['another key', () => forge({ key: new Uint8Array(32) })],
  ['another key id', () => forge({ kid: '../../etc/passwd' })],
  ['another type', () => forge({ typ: 'at+jwt' })],
  ['another issuer', () => forge({ issuer: 'evil' })],
  ['another audience', () => forge({ audience: 'evil' })],
  ['no expiry', () => forge({ claims: { exp: undefined } })],
  ['expired just now', () => forge({ claims: { exp: nowS } })],
  ['expired', () => forge({ claims: { exp: nowS - 31 } })],
  ['no key id', () => forge({ kid: '' })],
  ['a key id of every object', () => forge({ kid: '__proto__' })],
  ['not yet valid', () => forge({ claims: { nbf: nowS + 3600 } })],
  ['no id', () => forge({ claims: { jti: undefined } })],
  ['no scope', () => forge({ claims: { scope: undefined } })],
  ['another scope', () => forge({ claims: { scope: 'admin' } })],
])('refused: %s', async (_name, make) => {
  await expect(auth.verify(await make())).resolves.toBeNull();
});

test('the secret is 256 bits, kept for its owner only, and lives through a restart', async () => {
  const file = join(folder, 'auth-secret');
  expect(secret).toHaveLength(32);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const token = await auth.issue('write', HOUR);
  await expect((await Auth.open(folder, ports)).verify(token)).resolves.not.toBeNull();
});

test('a damaged secret is replaced with a warning, a missing one without', async () => {
  const other = await mkdtemp(join(tmpdir(), 'tickwatch-auth-'));
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
  await Auth.open(other, { ...ports, logger });
  expect(warnings).toEqual([]);
  await writeFile(join(other, 'auth-secret'), 'not a secret');
  await Auth.open(other, { ...ports, logger });
  expect(warnings).toEqual([expect.stringMatching(/secret was damaged/)]);
  await rm(other, { recursive: true });
});

test('a bearer header gives its token and nothing else does', () => {
  expect(bearerToken('Bearer a.b.c')).toBe('a.b.c');
  for (const header of [undefined, '', 'Bearer', 'Basic a.b.c', 'Bearer a.b', 'Bearer a.b.c x']) {
    expect(bearerToken(header)).toBeNull();
  }
});
