import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChannelName } from '../../../shared/domain/channel-name';
import type { Delivery } from './channel';
import { ChannelHarness, delivering, StandIn, TAKEN, TOKEN } from './channel-harness';

const REMOTE = ['telegram', 'discord', 'ntfy', 'webhook'] as const;
const never = new AbortController().signal;

let standIn: StandIn;
let harness: ChannelHarness;
let channels: Awaited<ReturnType<ChannelHarness['startReady']>>;

beforeEach(async () => {
  standIn = await StandIn.open();
  harness = await ChannelHarness.open();
  channels = await harness.startReady(standIn);
});
afterEach(async () => {
  await harness.close();
  await standIn.close();
});

const send = (name: ChannelName, delivery: Delivery = delivering()) =>
  channels.channels.channel(name).send(delivery, never);

test.each(REMOTE)('%s accepts a message, and its number there is known', async (name) => {
  standIn.answerWith(200, TAKEN[name]);
  expect(await send(name)).toEqual({
    kind: 'accepted',
    remoteId: name === 'webhook' ? null : '99',
  });
  expect(channels.channels.stateOf(name)).toBe('ready');
});

test.each(REMOTE)(
  'fault 53: %s down is a passing failure that names the host alone',
  async (name) => {
    await standIn.close();
    const answer = await send(name);
    expect(answer).toMatchObject({ kind: 'failed', isPermanent: false, retryAfterMs: null });
    expect(answer).toMatchObject({
      reason: expect.stringContaining('cannot be reached') as string,
    });
    expect(JSON.stringify(answer)).not.toContain('canary');
    standIn = await StandIn.open();
  },
);

test.each(REMOTE)('fault 53: %s may keep us waiting for ten seconds, no longer', async (name) => {
  standIn.answer = () => undefined;
  const arrived = standIn.next();
  const answer = send(name);
  await arrived;
  harness.clock.advance(10_000);
  expect(await answer).toMatchObject({
    reason: `${standIn.host} gave no answer within 10 s`,
    isPermanent: false,
  });
});

test.each(REMOTE)('fault 53: %s asking for a pause by header is given it', async (name) => {
  standIn.answerWith(429, {}, { 'Retry-After': '7' });
  expect(await send(name)).toMatchObject({ isPermanent: false, retryAfterMs: 7000 });
  const date = new Date(harness.clock.now() + 90_000).toUTCString();
  standIn.answerWith(503, {}, { 'Retry-After': date });
  expect(await send(name)).toMatchObject({ isPermanent: false, retryAfterMs: 90_000 });
  standIn.answerWith(429, {}, { 'Retry-After': '99999999' });
  expect(await send(name)).toMatchObject({ retryAfterMs: 24 * 3600 * 1000 });
  standIn.answerWith(429, '<html>');
  expect(await send(name)).toMatchObject({ isPermanent: false, retryAfterMs: null });
});

test.each(REMOTE)(
  'fault 53: %s in trouble may be tried again, one that refuses may not',
  async (name) => {
    for (const status of [500, 502, 503, 504, 408]) {
      standIn.answerWith(status, '<h1>Bad gateway</h1>');
      expect(await send(name), String(status)).toMatchObject({
        kind: 'failed',
        isPermanent: false,
      });
    }
    for (const status of [400, 401, 403, 404, 405, 410, 413]) {
      standIn.answerWith(status, 'no');
      expect(await send(name), String(status)).toMatchObject({ kind: 'failed', isPermanent: true });
    }
  },
);

test.each(REMOTE)('%s sending elsewhere is not followed', async (name) => {
  const inside = await StandIn.open();
  standIn.answer = (response) => response.writeHead(307, { Location: inside.url }).end();
  expect(await send(name)).toMatchObject({ isPermanent: true });
  expect(inside.received).toEqual([]);
  await inside.close();
});

test.each(['telegram', 'discord', 'ntfy'] as const)(
  'half an answer of %s is no proof, and neither is a page',
  async (name) => {
    standIn.answer = (response) => {
      response.writeHead(200, { 'Content-Length': '500' });
      response.write('{"ok":true,"id":"1"', () => response.destroy());
    };
    expect(await send(name)).toMatchObject({ kind: 'failed', isPermanent: false });
    standIn.answerWith(200, `{"ok":true,"id":"1","x":"${'x'.repeat(200_000)}"}`);
    expect(await send(name)).toMatchObject({ kind: 'failed', isPermanent: false });
    standIn.answerWith(200, '<html>Welcome to our hotel</html>');
    expect(await send(name)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('is the address right?') as string,
    });
  },
);

test('a webhook that has said 200 has the message, whatever becomes of the rest', async () => {
  standIn.answer = (response) => {
    response.writeHead(200, { 'Content-Length': '500' });
    response.write('half', () => response.destroy());
  };
  expect(await send('webhook')).toEqual({ kind: 'accepted', remoteId: null });
  standIn.answerWith(200, 'x'.repeat(1_000_000));
  expect(await send('webhook')).toEqual({ kind: 'accepted', remoteId: null });
});

test('a webhook that has said 200 and goes on for ever has the message within two seconds', async () => {
  standIn.answer = (response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    response.write('one moment');
  };
  const idle = harness.clock.pending;
  const answer = send('webhook');
  // One timer ends the attempt, another one the body of an answer that has begun.
  await vi.waitFor(() => expect(harness.clock.pending).toBe(idle + 2), { timeout: 15_000 });
  harness.clock.advance(2000);
  expect(await answer).toEqual({ kind: 'accepted', remoteId: null });
  expect(standIn.received).toHaveLength(1);
  expect(harness.clock.pending).toBe(idle);
});

test('what far sides say of us is quoted on one line, without the secrets they repeat', async () => {
  const said = `no \u001b[2J\r\nroute /bot${TOKEN}/ or ${encodeURIComponent(TOKEN)} \u202e${'x'.repeat(500)}`;
  standIn.answerWith(400, { ok: false, description: said });
  const answer = await send('telegram');
  const reason = answer.kind === 'failed' ? answer.reason : '';
  expect(reason).toContain('400: no [2J route /bot•••');
  expect(reason).not.toMatch(/canary|[\p{Cc}\u202e]/u);
  expect(reason.length).toBeLessThan(300);
});

test('a channel that is turned off or not set up fails for good, and says so', async () => {
  const server = standIn.url;
  await channels.put({ name: 'ntfy', enabled: false, server, allow_private: true });
  expect(await send('ntfy')).toMatchObject({
    isPermanent: true,
    reason: 'The channel ntfy is turned off.',
  });
  await channels.put({ name: 'telegram', token: null });
  expect(channels.channels.stateOf('telegram')).toBe('incomplete');
  expect(await send('telegram')).toMatchObject({
    isPermanent: true,
    reason: 'The token of a bot is missing.',
  });
  expect(await send('sound')).toMatchObject({ isPermanent: true });
  expect(await send('desktop')).toMatchObject({ isPermanent: true });
  expect(standIn.received).toEqual([]);
});

test('what cannot be sent at all is a passing failure, and no secret is in the log', async () => {
  standIn.answerWith(200, TAKEN.telegram);
  const answer = await send('telegram', delivering({ occurredAt: Number.NaN }));
  expect(answer).toMatchObject({ kind: 'failed', isPermanent: false });
  expect(harness.logged.join('\n')).toContain('A channel failed unexpectedly');
  expect(harness.logged.join('\n')).not.toContain('canary');
});
