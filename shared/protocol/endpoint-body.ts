import { z } from 'zod';

/** What can be chosen about the local endpoint. */
export const endpointChoice = z.strictObject({
  enabled: z.boolean().describe('whether programs and browsers may connect at all'),
  port: z.number().int().min(0).max(65_535).describe('0 takes any free one'),
  lan: z.boolean().describe('whether other devices of the local network may connect'),
});

/** What is so at the moment, whatever was chosen. */
export const endpointState = z.object({
  state: z.enum(['open', 'off', 'failed']).describe('failed is tried again every few seconds'),
  fault: z
    .enum(['port_in_use', 'port_not_allowed', 'address'])
    .nullable()
    .describe('why it failed'),
  url: z.string().nullable().describe('where this machine finds it; null unless it is open'),
  lan_urls: z.array(z.string()).describe('where other devices find it; empty unless they may'),
});

/** The endpoint among the settings. */
export const endpointSettings = endpointChoice.extend({
  fixed: z
    .array(endpointChoice.keyof())
    .describe('decided by a flag, or because a server without a window has no other way in'),
  ...endpointState.shape,
});

export type EndpointChoice = Readonly<z.infer<typeof endpointChoice>>;
export type EndpointState = Readonly<z.infer<typeof endpointState>>;
export type EndpointFault = NonNullable<EndpointState['fault']>;
