import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requests } from '../../../shared/protocol/requests';
import { ChannelHarness, StandIn, TOKEN } from './channel-harness';

let standIn: StandIn;
let harness: ChannelHarness;
let channels: Awaited<ReturnType<ChannelHarness['start']>>;

beforeEach(async () => {
  standIn = await StandIn.open();
  harness = await ChannelHarness.open();
  channels = await harness.start();
});
afterEach(async () => {
  await harness.close();
  await standIn.close();
});

const hook = () => ({
  name: 'webhook' as const,
  allow_private: true,
  url: `${standIn.url}/hook/canary-path-0123456789`,
  signing_secret: 'canary-signing-secret',
  headers: { Authorization: 'Bearer canary-header', 'X-Short': 'canary1' },
});
const bound = (extra: object) => ({ name: 'ntfy' as const, allow_private: true, ...extra });

test('at first the machine itself is on, everything else is off', () => {
  const { items } = channels.list();
  expect(items.map(({ name, state }) => [name, state])).toEqual([
    ['desktop', 'incomplete'],
    ['sound', 'incomplete'],
    ['telegram', 'off'],
    ['discord', 'off'],
    ['ntfy', 'off'],
    ['webhook', 'off'],
  ]);
  expect(items[1]?.reason).toBe('A server makes no sound; the desktop app does.');
});

test('a secret is written and never read: answers, state, export and log know its end at most', async () => {
  const answers = [await channels.put(hook())];
  answers.push(await channels.put({ name: 'telegram', chat_id: '-1', token: TOKEN }));
  const list = channels.list();
  const written = requests.list_channels.result.parse(list);
  expect(written).toEqual(list);
  expect(answers[0]).toMatchObject({
    state: 'ready',
    url: { configured: true, hint: '…6789' },
    headers: {
      Authorization: { configured: true, hint: '…ader' },
      'X-Short': { configured: true, hint: null },
    },
  });
  expect(answers[1]).toMatchObject({ chat_id: '-1', token: { configured: true, hint: '…jjKK' } });
  const seen = JSON.stringify([answers, list, channels.store.state, harness.logged]);
  expect(seen).not.toContain('canary');
  expect(await readFile(join(harness.folder, 'state.json'), 'utf8')).not.toContain('canary');
});

test('secrets outlive a restart, in a file of their own that only its owner can read', async () => {
  await channels.put(hook());
  expect((await stat(join(harness.folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
  channels = await harness.start();
  expect(await channels.test('webhook')).toMatchObject({ outcome: 'accepted' });
  expect(standIn.received[0]?.headers.authorization).toBe('Bearer canary-header');
  expect(standIn.received[0]?.headers['webhook-signature']).toMatch(/^v1,/);
});

test('left out a secret stays, null clears it', async () => {
  await channels.put(hook());
  const { name } = hook();
  expect(await channels.put({ name, allow_private: true })).toMatchObject({ state: 'ready' });
  const cleared = await channels.put({ name, allow_private: true, headers: null, url: null });
  expect(cleared).toMatchObject({
    state: 'incomplete',
    reason: 'The address is missing.',
    headers: {},
    signing_secret: { configured: true },
  });
  expect(await readFile(join(harness.folder, 'secrets.json'), 'utf8')).not.toContain('canary-path');
});

test('a secret goes to the server it was given for, and to no other', async () => {
  const server = standIn.url;
  await channels.put(bound({ server, topic: 'canary-topic', token: 'canary-token' }));
  const elsewhere = await StandIn.open();
  await expect(channels.put(bound({ server: elsewhere.url }))).rejects.toThrow(
    'topic: belongs to another server; give it again, or null to clear it',
  );
  // Settings may come from elsewhere, too: an import, an edited file.
  await channels.store.update(({ channels: all }) => ({
    channels: { ...all, ntfy: { ...all.ntfy, server: elsewhere.url } },
  }));
  expect(channels.channels.stateOf('ntfy')).toBe('incomplete');
  expect(await channels.test('ntfy')).toMatchObject({ outcome: 'failed' });
  const moved = bound({ server: elsewhere.url, topic: 'other-topic', token: null });
  expect(await channels.put(moved)).toMatchObject({ state: 'ready', token: { configured: false } });
  await channels.test('ntfy');
  expect(elsewhere.received[0]?.headers.authorization).toBeUndefined();
  expect(JSON.stringify(elsewhere.received)).not.toContain('canary');
  await elsewhere.close();
});

test.each([
  ['an address without https', { ...hookOf('http://example.com/x'), allow_private: false }, 'url'],
  ['a private address', { ...hookOf('https://10.0.0.1/x'), allow_private: false }, 'url'],
  ['localhost', { ...hookOf('https://localhost/x'), allow_private: false }, 'url'],
  ['the keys of a cloud', hookOf('http://169.254.169.254/x'), 'url'],
  ['a password in the address', hookOf('https://me:canary@example.com/x'), 'url'],
  ['a file', hookOf('file:///etc/passwd'), 'url'],
  ['nonsense', hookOf('not-an-address'), 'url'],
  ['a template that is no JSON', { name: 'webhook', template: '{"a": {{price}}}' }, 'template'],
  ['an unknown placeholder', { name: 'webhook', template: '{"a":"{{prize}}"}' }, 'template'],
  ['half a placeholder', { name: 'webhook', template: '{"a":"{{price"}' }, 'template'],
  ['a placeholder for a name', { name: 'webhook', template: '{"{{price}}":1}' }, 'template'],
  ['a header of ours', { name: 'webhook', headers: { Host: 'x.example' } }, 'headers'],
  ['a header of two lines', { name: 'webhook', headers: { A: 'x\r\nB: y' } }, 'headers.A'],
  ['a header without a name', { name: 'webhook', headers: { 'a b': 'x' } }, 'headers.a b'],
  [
    'broken base64',
    { name: 'webhook', signing_secret: 'whsec_!!!!!!!!!!!!!!!!' },
    'signing_secret',
  ],
  ['a short signing secret', { name: 'webhook', signing_secret: 'short' }, 'signing_secret'],
  ['a page of Discord', { name: 'discord', url: 'https://discord.com/channels/1/2' }, 'url'],
  ['a token that is none', { name: 'telegram', token: 'canary-that-is-no-token' }, 'token'],
  ['a chat that is none', { name: 'telegram', chat_id: 'my chat' }, 'chat_id'],
  ['a topic with a slash', { name: 'ntfy', topic: 'a/b' }, 'topic'],
  ['a server that is none', { name: 'ntfy', server: 'ntfy' }, 'server'],
])('%s is refused when it is saved, and nothing is changed', async (_name, params, field) => {
  const before = channels.list();
  const parsed = requests.put_channel.params.safeParse(params);
  const error: unknown = parsed.success
    ? await channels.channels.put(parsed.data).catch((thrown: unknown) => thrown)
    : parsed.error;
  const text = parsed.success
    ? (error as Error).message
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join();
  expect(text).toMatch(new RegExp(`^${field}: `));
  expect(text).not.toContain('canary');
  expect(channels.list()).toEqual(before);
});

function hookOf(url: string) {
  return { name: 'webhook', allow_private: true, url };
}

test('the test button tells what came of it in words, also while the channel is off', async () => {
  await channels.put({ ...hook(), enabled: false });
  expect(await channels.test('webhook')).toEqual({
    name: 'webhook',
    outcome: 'accepted',
    message: 'The webhook has taken the message.',
    ...{ remote_id: null, retry_after_ms: null },
  });
  expect(standIn.lastBody()).toMatchObject({ type: 'test', test: true, alert_ids: [] });
  standIn.answerWith(429, { secret: hook().url }, { 'Retry-After': '3' });
  const refused = await channels.test('webhook');
  expect(refused).toMatchObject({ outcome: 'failed', retry_after_ms: 3000 });
  expect(refused.message).toContain('asks for a pause (429');
  expect(refused.message).not.toContain('canary');
  const { items } = channels.list();
  expect(items.find(({ name }) => name === 'webhook')).toMatchObject({
    state: 'off',
    last: { outcome: 'failed', test: true, reason: refused.message },
  });
});

test('a test that still waits ends with the program', async () => {
  await channels.put(hook());
  standIn.answer = () => undefined;
  const arrived = standIn.next();
  const result = channels.test('webhook');
  await arrived;
  channels.channels.stop();
  expect(await result).toMatchObject({ outcome: 'failed' });
});

test('a damaged file of secrets is set aside, and the channels say what they miss', async () => {
  await channels.put(hook());
  await writeFile(join(harness.folder, 'secrets.json'), '{"version":1,"secr');
  channels = await harness.start();
  expect(channels.channels.stateOf('webhook')).toBe('incomplete');
  await channels.put(hook());
  const names = await readdir(harness.folder);
  expect(names.filter((name) => name.startsWith('secrets.json.corrupt-'))).toHaveLength(1);
  expect(harness.logged.join()).toContain('damaged');
});

test('what cannot be saved is as it was before, the secrets too', async () => {
  await channels.put(hook());
  const before = channels.list();
  const real = channels.store.update.bind(channels.store);
  channels.store.update = () => Promise.reject(new Error('ENOSPC'));
  await expect(
    channels.put({ ...hook(), enabled: false, url: `${standIn.url}/other` }),
  ).rejects.toThrow('The channel could not be saved; it is as it was before.');
  channels.store.update = real;
  expect(channels.list()).toEqual(before);
  await channels.test('webhook');
  expect(standIn.received[0]?.path).toBe('/hook/canary-path-0123456789');
});
