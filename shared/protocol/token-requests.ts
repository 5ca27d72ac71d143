import { z } from 'zod';
import { timestamp } from './events';
import { define, listOf, nothing } from './request-spec';

/** A leap year; whoever wants longer makes another one. */
const MAX_TTL_S = 366 * 86_400;

const id = z.string().min(1).max(64);
const scope = z.enum(['read', 'write']).describe('write includes read');
const name = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^\P{C}+$/u, 'must be plain text');

const knownToken = z.object({
  id,
  name: z.string().describe('"this session" for the token this run of the program began with'),
  scope,
  created_at: timestamp,
  expires_at: timestamp,
  last_used_at: timestamp.nullable().describe('to the minute; null before the first time'),
  revoked_at: timestamp.nullable(),
  current: z.boolean().describe('the one this very request is made with'),
});

/** Requests about the tokens that let programs in. */
export const tokenRequests = {
  create_token: define({
    summary: 'Make a token for a program; the token itself is told this once.',
    scope: 'write',
    params: z.strictObject({
      name,
      scope,
      ttl_s: z.number().int().min(1).max(MAX_TTL_S).describe('how long it is good for'),
    }),
    result: z.object({
      id,
      token: z.string(),
      name: z.string(),
      scope,
      expires_at: timestamp,
    }),
    rest: { method: 'POST', path: '/auth/tokens', status: 201 },
  }),
  list_tokens: define({
    summary: 'Tokens that have not expired, newest first.',
    scope: 'read',
    params: nothing,
    result: listOf(knownToken),
    rest: { method: 'GET', path: '/auth/tokens' },
  }),
  revoke_token: define({
    summary: 'Refuse a token from now on, and end the connections it has opened.',
    scope: 'write',
    params: z.strictObject({ id }),
    result: z.object({ id }),
    rest: { method: 'DELETE', path: '/auth/tokens/{id}' },
  }),
} as const;
