import { z } from 'zod';
import { timeZone } from '../domain/alert-conditions';
import { alertRule } from '../domain/alert-rule';
import { timestamp } from './events';
import { define, nothing } from './request-spec';
import { outcomeBody } from './outcome-body';

/** The longest past a rule is tried on. */
const MAX_DAYS = 366;

const fire = z.object({
  symbol: z.string(),
  occurred_at: timestamp,
  price: z.number().nullable().describe('of what decided; null where no price did'),
  message: z.string(),
  direction: z.enum(['up', 'down']).nullable().describe('which way the price went'),
  level: z.number().nullable().describe('what was reached; null for conditions without one'),
  already_true: z.boolean().describe('true ever since the rule was armed'),
  mfe: z
    .number()
    .nullable()
    .describe('furthest rise within 4 h after it, percent, >= 0; counts whole minutes'),
  mae: z.number().nullable().describe('furthest fall within 4 h after it, percent, <= 0'),
  outcome: outcomeBody.nullable(),
  exact: z.boolean().describe('single trades decided, not a candle alone'),
});

const proposal = z.object({
  cooldown_s: z.number().int().positive().nullable().describe('a pause that does; null: none'),
  hysteresis_percent: z.number().positive().nullable().describe('a way back that does; null: none'),
});

/** Requests that try a rule on the past. */
export const backCastRequests = {
  backtest_alert_rule: define({
    summary:
      'When a rule would have fired, by the live engine over the exchange history. A client that ' +
      'asks again ends what it asked before.',
    scope: 'read',
    params: z.strictObject({
      rule: alertRule,
      days: z.number().positive().max(MAX_DAYS).describe('how far back'),
      zone: timeZone.optional().describe('of the night, 22:00 to 07:00; UTC when absent'),
      max_per_week: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .optional()
        .describe('proposes what keeps it to as many in any seven days'),
      run: z.string().max(64).optional().describe('comes back with each backtest_progress'),
    }),
    result: z.object({
      fires: z.array(fire).describe('oldest first; of very many the newest'),
      from: timestamp,
      to: timestamp,
      exact: z.boolean().describe('false where candles alone decided or could have'),
      count: z.number().int().nonnegative(),
      typical_gap_s: z.number().nullable().describe('median; null below two fires'),
      per_week: z.number(),
      per_week_at_night: z.number(),
      busiest_week: z.number().int().describe('the most in any seven days'),
      proposal: proposal.nullable().describe('null when none was asked for or none is needed'),
    }),
    rest: { method: 'POST', path: '/alert-rules/backtest' },
  }),
  cancel_backtest: define({
    summary: 'End the back-cast that this client has asked for; its answer is an error.',
    scope: 'read',
    params: nothing,
    result: z.object({ canceled: z.boolean() }),
  }),
} as const;
