import { z } from 'zod';
import type { ChannelName } from './channel-name';

const enabled = z.boolean().default(true).describe('false turns the channel off');
const allowPrivate = z
  .boolean()
  .default(false)
  .describe('allows plain http and addresses of your own network, for the very host given here');
const server = (usual: string) =>
  z
    .string()
    .trim()
    .min(1)
    .max(500)
    .default(usual)
    .describe('base address, without a path of its own');

/** What a trader sets up of each channel, but for its secrets; as on the wire and as kept. */
export const channelSettings = {
  desktop: z.strictObject({ enabled }),
  sound: z.strictObject({ enabled }),
  telegram: z.strictObject({
    enabled,
    chat_id: z
      .union([z.string().trim(), z.number().int().transform(String)])
      .pipe(z.string().regex(/^(-?\d{1,20}|@\w{4,32})$/, 'must be a number or @channel'))
      .nullable()
      .default(null)
      .describe('number of the chat, or @name of a public channel'),
    server: server('https://api.telegram.org'),
    allow_private: allowPrivate,
  }),
  discord: z.strictObject({ enabled, allow_private: allowPrivate }),
  ntfy: z.strictObject({
    enabled,
    server: server('https://ntfy.sh'),
    allow_private: allowPrivate,
  }),
  webhook: z.strictObject({
    enabled,
    method: z.enum(['POST', 'PUT']).default('POST'),
    allow_private: allowPrivate,
    template: z
      .string()
      .trim()
      .min(1)
      .max(8192)
      .nullable()
      .default(null)
      .describe('JSON with {{placeholders}} in its strings; null sends everything there is'),
  }),
} as const satisfies Record<ChannelName, z.ZodType>;

/** The settings of one channel. */
export type ChannelSettings<N extends ChannelName = ChannelName> = z.output<
  (typeof channelSettings)[N]
>;
