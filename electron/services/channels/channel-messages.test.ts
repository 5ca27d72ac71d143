import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChannelName } from '../../../shared/domain/channel-name';
import type { Delivery } from './channel';
import { ChannelHarness, delivering, StandIn, TAKEN, TOKEN } from './channel-harness';

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

const NASTY =
  '@everyone <@123> **b** _i_ `c` [x](http://evil.example) <b>&amp; ||s|| #top :x: \\ \u202egnp';

test('Telegram gets plain text: only the title is bold, and mark-up stays what it is', async () => {
  standIn.answerWith(200, TAKEN.telegram);
  await send('telegram', delivering({ title: '<b>A_B', lines: [NASTY, 'two'], isLate: true }));
  const { method, path } = standIn.received[0]!;
  expect([method, path]).toEqual(['POST', `/bot${TOKEN}/sendMessage`]);
  const body = standIn.lastBody();
  expect(body).toMatchObject({ chat_id: '-100123', disable_notification: false });
  expect(body).not.toHaveProperty('parse_mode');
  expect(body['entities']).toEqual([{ type: 'bold', offset: 0, length: 6 }]);
  expect(body['text']).toBe(
    `<b>A_B\n• ${NASTY.replace('\u202e', ' ')}\n• two\nFound afterwards; it happened 2026-01-02 03:04:05 UTC`,
  );
});

test.each([
  [401, 'Unauthorized', /does not know this bot token/],
  [403, 'Forbidden: bot was blocked by the user', /start a chat with it.*blocked by the user/],
  [400, 'Bad Request: chat not found', /does not know this chat.*write to the bot first/],
])('Telegram saying %i %s is explained, for good', async (status, description, words) => {
  standIn.answerWith(status, { ok: false, error_code: status, description });
  const answer = await send('telegram');
  expect(answer).toMatchObject({ isPermanent: true });
  expect(answer).toMatchObject({ reason: expect.stringMatching(words) as string });
});

test('Telegram tells its pause in the body, and the new number of a chat that has moved', async () => {
  standIn.answerWith(429, { ok: false, parameters: { retry_after: 35 } });
  expect(await send('telegram')).toMatchObject({ isPermanent: false, retryAfterMs: 35_000 });
  standIn.answerWith(400, { ok: false, parameters: { migrate_to_chat_id: -1009 } });
  expect(await send('telegram')).toMatchObject({
    isPermanent: true,
    reason: expect.stringContaining('-1009') as string,
  });
});

test('Discord pings nobody, shows mark-up as text and is asked for proof', async () => {
  standIn.answerWith(200, TAKEN.discord);
  await send('discord', delivering({ lines: [NASTY], link: 'https://example.com/a b' }));
  expect(standIn.received[0]?.path).toBe(
    '/api/webhooks/42/canary-discord-token-0123456789?wait=true',
  );
  const { content, allowed_mentions, flags } = standIn.lastBody();
  expect({ allowed_mentions, flags }).toEqual({ allowed_mentions: { parse: [] }, flags: 4 });
  expect(content).toBe(
    [
      '**BTC/USDT**',
      String.raw`\@everyone \<\@123\> \*\*b\*\* \_i\_ \`c\` \[x\](http\://evil.example) \<b\>&amp; \|\|s\|\| \#top \:x\: \\  gnp`,
      String.raw`2026-01-02 03\:04\:05 UTC`,
      '<https://example.com/a%20b>',
    ].join('\n'),
  );
});

test('Discord tells its pause in seconds, old versions in milliseconds', async () => {
  standIn.answerWith(429, { message: 'You are being rate limited.', retry_after: 2.5 });
  expect(await send('discord')).toMatchObject({ isPermanent: false, retryAfterMs: 2500 });
  standIn.answerWith(429, { retry_after: 64_000 });
  expect(await send('discord')).toMatchObject({ retryAfterMs: 64_000 });
  standIn.answerWith(429, { retry_after: 9 }, { 'X-RateLimit-Reset-After': '1.5' });
  expect(await send('discord')).toMatchObject({ retryAfterMs: 1500 });
});

test('a webhook of Discord that is gone is gone for good', async () => {
  standIn.answerWith(404, { message: 'Unknown Webhook', code: 10015 });
  expect(await send('discord')).toMatchObject({
    isPermanent: true,
    reason: `${standIn.host} has no such webhook (any more): make a new one (404: Unknown Webhook)`,
  });
});

test('ntfy gets topic, priority, tags, link and token, and knows a second try by its number', async () => {
  standIn.answerWith(200, TAKEN.ntfy);
  await send('ntfy', delivering({ severity: 'critical', link: 'https://example.com/x' }));
  const { method, path, headers } = standIn.received[0]!;
  expect([method, path, headers.authorization]).toEqual(['POST', '/', 'Bearer tk_canary1']);
  expect(standIn.lastBody()).toEqual({
    topic: 'canary-topic',
    title: 'BTC/USDT',
    message: 'BTC/USDT crossed up through 45000\n2026-01-02 03:04:05 UTC',
    ...{ priority: 5, tags: ['rotating_light'], click: 'https://example.com/x' },
    sequence_id: 'd-17',
  });
});

test.each([
  ['telegram', 'text', 4096],
  ['discord', 'content', 2000],
  ['ntfy', 'message', 4096],
] as const)(
  'a digest too long for %s is shortened, and says by how much',
  async (name, field, limit) => {
    const lines = Array.from(
      { length: 1000 },
      (_, n) => `ราคา ★ ${n} <@${n}> ${'*'.repeat(n % 40)}`,
    );
    standIn.answerWith(200, TAKEN[name]);
    expect(await send(name, delivering({ lines }))).toMatchObject({ kind: 'accepted' });
    const text = String(standIn.lastBody()[field]);
    const size = name === 'ntfy' ? Buffer.byteLength(text) : text.length;
    expect(size).toBeLessThanOrEqual(limit);
    const shown = text.split('\n').filter((line) => line.startsWith('• ')).length;
    expect(shown).toBeGreaterThan(5);
    expect(text).toContain(`… and ${1000 - shown} more\n`);
  },
);

test.each(['telegram', 'discord', 'ntfy'] as const)(
  'the longest single line fits into %s',
  async (name) => {
    const lines = ['*😀'.repeat(5000)];
    standIn.answerWith(200, TAKEN[name]);
    await send(
      name,
      delivering({ title: '_'.repeat(5000), lines, link: `https://x.example/${'y'.repeat(460)}` }),
    );
    const field = { telegram: 'text', discord: 'content', ntfy: 'message' }[name];
    const text = String(standIn.lastBody()[field]);
    expect(name === 'ntfy' ? Buffer.byteLength(text) : text.length).toBeLessThanOrEqual(
      name === 'discord' ? 2000 : 4096,
    );
    expect(text).toContain('…');
  },
);

test('a webhook gets everything there is, with a key that stays the same', async () => {
  await send('webhook');
  await send('webhook');
  const [first, second] = standIn.received;
  expect(first?.headers['idempotency-key']).toBe('d-17');
  expect(second?.headers['idempotency-key']).toBe('d-17');
  expect(first?.headers['webhook-signature']).toBeUndefined();
  expect(standIn.lastBody()).toEqual({
    type: 'alert',
    idempotency_key: 'd-17',
    title: 'BTC/USDT',
    message: 'BTC/USDT crossed up through 45000',
    lines: ['BTC/USDT crossed up through 45000'],
    ...{ severity: 'warning', alert_ids: [17], symbol: 'BTC/USDT', price: 45000.5 },
    occurred_at: '2026-01-02T03:04:05.000Z',
    ...{ late: false, link: null, test: false },
  });
});

test.each([
  ['canary-plain-secret', Buffer.from('canary-plain-secret')],
  ['whsec_AAECAwQFBgcICQoLDA0ODw==', Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')],
])(
  'a webhook with the secret %s is signed as Standard Webhooks are',
  async (signing_secret, key) => {
    const url = `${standIn.url}/hook`;
    const headers = { Authorization: 'Bearer canary-header-0123' };
    await channels.put({
      name: 'webhook',
      method: 'PUT',
      allow_private: true,
      url,
      signing_secret,
      headers,
    });
    await send('webhook', delivering({ lines: ['ราคา "45000"'] }));
    const { method, headers: sent, body } = standIn.received[0]!;
    expect([method, sent.authorization]).toEqual(['PUT', 'Bearer canary-header-0123']);
    const timestamp = String(harness.clock.now() / 1000);
    expect(sent['webhook-timestamp']).toBe(timestamp);
    const expected = createHmac('sha256', key).update(`d-17.${timestamp}.${body}`).digest('base64');
    expect(sent['webhook-signature']).toBe(`v1,${expected}`);
  },
);

test('a template decides what a webhook gets, and nothing can break out of it', async () => {
  const template =
    '{"text":"{{title}}: {{ message }} at {{price}}","price":"{{price}}","ids":"{{alert_ids}}","__proto__":1,"n":[1,null]}';
  const url = `${standIn.url}/hook`;
  await channels.put({ name: 'webhook', allow_private: true, url, template });
  await send('webhook', delivering({ title: '"},{"{{link}}', price: 1e-7 }));
  expect(standIn.received[0]?.body).toBe(
    JSON.stringify({
      text: '"},{"{{link}}: BTC/USDT crossed up through 45000 at 0.0000001',
      price: 1e-7,
      ids: [17],
      ['__proto__']: 1,
      n: [1, null],
    }),
  );
});
