import { z } from 'zod';
import { portfolioFigures, timestamp } from './events';
import { define, historicTime, symbol } from './request-spec';

const amounts = z.array(z.object({ asset: z.string(), amount: z.number() }));
const exposure = portfolioFigures.shape.exposure;
const asset = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[\p{L}\p{N}]{1,20}$/u, 'must be the name of an asset, such as USDT');

const portfolio = portfolioFigures.extend({
  exposure_by_symbol: z.record(z.string(), exposure),
  capital: amounts.describe('what was put in, less what was taken out'),
  unconverted: amounts.describe('parts of the equity without a known rate: not in any figure'),
  unvalued: amounts.describe('charges of unknown worth: not in any figure'),
  unpriced: z.array(z.string()).describe('open symbols without a price: not in any figure'),
  not_live: z.array(z.string()).describe('open symbols whose price is not the present one'),
  day_zone: z.string(),
  day_starts_at: z.string().describe('HH:MM in that zone'),
});

const statistics = z.array(
  z.object({
    currency: z.string(),
    count: z.number().int(),
    wins: z.number().int(),
    losses: z.number().int(),
    win_rate: z.number().describe('percent'),
    net: z.number(),
    average_win: z.number().nullable(),
    average_loss: z.number().nullable(),
    profit_factor: z.number().nullable().describe('null when nothing was lost'),
    expectancy: z.number(),
    best: z.number(),
    worst: z.number(),
    average_duration_ms: z.number(),
    incomplete: z.number().int().describe('positions with charges of unknown worth'),
  }),
);

/** Requests about all positions together. */
export const portfolioRequests = {
  get_portfolio: define({
    summary: 'Equity, profit, exposure and drawdown of all positions together.',
    scope: 'read',
    params: z.strictObject({}),
    result: portfolio,
    rest: { method: 'GET', path: '/portfolio' },
  }),
  patch_portfolio: define({
    summary:
      'Choose the currency of the totals and when the day begins. A new currency begins a new equity curve.',
    scope: 'write',
    params: z.strictObject({
      currency: asset.optional(),
      day_zone: z.string().max(64).optional().describe('IANA time zone'),
      day_starts_at: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM')
        .optional(),
    }),
    result: portfolio,
    rest: { method: 'PATCH', path: '/portfolio' },
  }),
  add_transfer: define({
    summary: 'Put money in or take it out: it changes the equity and is no profit.',
    scope: 'write',
    params: z.strictObject({ amount: z.number().min(-1e13).max(1e13), asset: asset.optional() }),
    result: portfolio,
    rest: { method: 'POST', path: '/portfolio/transfers', status: 201 },
  }),
  get_equity: define({
    summary:
      'What the portfolio was worth: every five minutes of the last week, and at the end of each of the trader’s own days before.',
    scope: 'read',
    params: z.strictObject({
      from: historicTime.optional().describe('points at or after'),
      to: historicTime.optional().describe('points before'),
    }),
    result: z.object({
      currency: z.string(),
      items: z.array(z.object({ equity: z.number(), timestamp })).describe('oldest first'),
      days: z
        .array(
          z.object({
            from: timestamp,
            to: timestamp,
            pnl: z.number().describe('without what was put in or taken out'),
            percent: z.number().nullable().describe('of the equity the day began with'),
          }),
        )
        .describe('results of the trader’s own days among the items, oldest first'),
      next: z.null(),
    }),
    rest: { method: 'GET', path: '/portfolio/equity' },
  }),
  get_journal: define({
    summary: 'Statistics of closed positions by net result, one item a currency.',
    scope: 'read',
    params: z.strictObject({
      symbol: symbol.optional(),
      tag: z.string().max(40).optional(),
      side: z.enum(['long', 'short']).optional(),
      from: historicTime.optional().describe('closed at or after'),
      to: historicTime.optional().describe('closed before'),
    }),
    result: z.object({
      all: statistics,
      by_symbol: z.record(z.string(), statistics),
      by_tag: z.record(z.string(), statistics),
    }),
    rest: { method: 'GET', path: '/journal' },
  }),
} as const;
