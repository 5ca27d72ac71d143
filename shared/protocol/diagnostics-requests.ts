import { z } from 'zod';
import { timestamp } from './events';
import { define, nothing } from './request-spec';

const count = z.number().int().nonnegative();

/** Requests about how the service itself is. */
export const diagnosticsRequests = {
  get_diagnostics: define({
    summary: 'The programs that are connected, and how each keeps up.',
    scope: 'read',
    params: nothing,
    result: z.object({
      connections: z.array(
        z.object({
          name: z.string().describe('what its token is called'),
          program: z.string().describe('what it calls itself; nobody checks it'),
          transport: z.string().describe('websocket or polling'),
          address: z.string(),
          scope: z.enum(['read', 'write']),
          since: timestamp,
          following: count.describe('symbols, candles and signals it follows'),
          received: count.describe('requests since then'),
          sent: count.describe('messages since then'),
          waiting: count.describe('messages that wait to be sent'),
          waiting_bytes: count,
        }),
      ),
      timestamp,
    }),
    rest: { method: 'GET', path: '/diagnostics' },
  }),
} as const;
