import { z } from 'zod';
import { VENUES } from '../domain/feed-status';
import { timestamp } from './events';
import { define, nothing } from './request-spec';

const count = z.number().int().nonnegative();

const latency = z.number().nonnegative();
const figures = z.object({
  mean_ms: latency,
  p99_ms: latency.nullable().describe('99 of 100 took at most so long; null beyond 65 s'),
});

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
          latency_ms: latency.nullable().describe('there and back at the last ping, every 10 s'),
        }),
      ),
      event_loop: figures
        .extend({ max_ms: latency })
        .nullable()
        .describe('how late the service turns to its next task, since the request before this one'),
      feeds: z.array(
        z.object({
          venue: z.enum(VENUES),
          delay: figures
            .nullable()
            .describe('from the time a message of the venue carries to its receipt, since then'),
        }),
      ),
      timestamp,
    }),
    rest: { method: 'GET', path: '/diagnostics' },
  }),
} as const;
