import { z } from 'zod';
import { CHANNELS, CHANNEL_STATES } from '../domain/channel-name';
import { channelSettings } from '../domain/channel-settings';
import { timestamp } from './events';
import { define, listOf, nothing } from './request-spec';

const WRITE_ONLY = 'write-only: left out it stays as it is, null clears it';

/** Nobody has to type a line break, and in a header it would begin another one. */
const secret = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(/^[\x21-\x7e]+$/, 'must be plain characters without spaces')
    .nullish()
    .describe(WRITE_ONLY);

const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, 'is no name of a header');
const headerValue = z
  .string()
  .trim()
  .min(1)
  .max(2048)
  .regex(/^[\x20-\x7e]*$/, 'must be plain characters on one line');
const headers = z
  .record(headerName, headerValue)
  .refine((given) => Object.keys(given).length <= 10, 'must be 10 at most')
  .nullish()
  .describe(`sent with each message, all replaced at once; ${WRITE_ONLY}`);

const { desktop, sound, telegram, discord, ntfy, webhook } = channelSettings;

const changes = z.discriminatedUnion('name', [
  desktop.extend({ name: z.literal('desktop') }),
  sound.extend({ name: z.literal('sound') }),
  telegram.extend({
    name: z.literal('telegram'),
    token: secret(20, 200).describe(`of the bot, as @BotFather gave it; ${WRITE_ONLY}`),
  }),
  discord.extend({
    name: z.literal('discord'),
    url: secret(10, 500).describe(`of the webhook, as Discord shows it; ${WRITE_ONLY}`),
  }),
  ntfy.extend({
    name: z.literal('ntfy'),
    topic: z
      .string()
      .regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -')
      .nullish()
      .describe(`who knows it can read along; ${WRITE_ONLY}`),
    token: secret(8, 200).describe(`access token, where the server asks for one; ${WRITE_ONLY}`),
  }),
  webhook.extend({
    name: z.literal('webhook'),
    url: secret(8, 2000).describe(WRITE_ONLY),
    signing_secret: secret(16, 200).describe(
      `signs messages as Standard Webhooks do; "whsec_" and base64, or plain text; ${WRITE_ONLY}`,
    ),
    headers,
  }),
]);

const secretState = z
  .object({
    configured: z.boolean(),
    hint: z.string().nullable().describe('its end, where it is long enough to show that'),
  })
  .describe('what is known of a secret');

const lastResult = z.object({
  outcome: z.enum(['accepted', 'unknown', 'failed']),
  reason: z.string().nullable().describe('why it failed'),
  test: z.boolean(),
  timestamp,
});

const common = {
  state: z.enum(CHANNEL_STATES),
  reason: z.string().nullable().describe('what is missing; null when nothing is'),
  last: lastResult.nullable().describe('of the newest message since the start'),
};

const channel = z.discriminatedUnion('name', [
  desktop.extend({ name: z.literal('desktop'), ...common }),
  sound.extend({ name: z.literal('sound'), ...common }),
  telegram.extend({ name: z.literal('telegram'), ...common, token: secretState }),
  discord.extend({ name: z.literal('discord'), ...common, url: secretState }),
  ntfy.extend({ name: z.literal('ntfy'), ...common, topic: secretState, token: secretState }),
  webhook.extend({
    name: z.literal('webhook'),
    ...common,
    url: secretState,
    signing_secret: secretState,
    headers: z.record(z.string(), secretState),
  }),
]);

/** Requests about where alerts go. */
export const channelRequests = {
  list_channels: define({
    summary: 'Where alerts can go, and whether each way is set up. Secrets are never shown.',
    scope: 'read',
    params: nothing,
    result: listOf(channel),
    rest: { method: 'GET', path: '/channels' },
  }),
  put_channel: define({
    summary:
      'Set up a channel. Settings left out take their usual value; secrets left out stay as they are, null clears them.',
    scope: 'write',
    params: changes,
    result: channel,
    rest: { method: 'PUT', path: '/channels/{name}' },
  }),
  test_channel: define({
    summary:
      'Send a test message now, also over a channel that is turned off, and say what came of it.',
    scope: 'write',
    params: z.strictObject({ name: z.enum(CHANNELS) }),
    result: z.object({
      name: z.enum(CHANNELS),
      outcome: z
        .enum(['accepted', 'unknown', 'failed'])
        .describe('unknown: handed over to something that gives no proof'),
      message: z.string().describe('for people'),
      remote_id: z.string().nullable().describe("the far side's own number of the message"),
      retry_after_ms: z.number().int().nullable().describe('the pause the far side asks for'),
    }),
    rest: { method: 'POST', path: '/channels/{name}/test' },
  }),
} as const;
