import { z } from 'zod';
import {
  alertCondition,
  clockTime,
  timeZone,
  type AlertCondition,
  type ConditionType,
} from './alert-conditions';
import { CHANNELS } from './channel-name';
import { INTERVALS } from './interval';
import { WEEKDAYS } from './weekday';

const MODES = ['once', 'every_time', 'once_per_bar', 'once_per_minute'] as const;

/**
 * When a rule may fire, by the wall clock of a zone; `to` itself is outside. A span that passes
 * midnight belongs to the day it begins on. Without `days`: every day.
 */
export const activeHours = z
  .strictObject({
    zone: timeZone,
    from: clockTime,
    to: clockTime,
    days: z.array(z.enum(WEEKDAYS)).min(1).max(7).optional(),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    message: 'must differ from "from"; leave active_hours out for the whole day',
  });

const seconds = (max: number) => z.number().positive('must be above 0').max(max);
const YEAR_S = 366 * 86_400;

const scope = z.union(
  [z.string().trim().min(1).max(64), z.strictObject({ watchlist: z.string().min(1).max(64) })],
  { error: 'must be a symbol, "*" or {"watchlist": name}' },
);

/**
 * An alert rule as the contract writes it. Prices are JSON numbers. Rules and trades turn the same
 * decimal text into the same double, so equal prices compare equal.
 */
export const alertRule = z
  .strictObject({
    name: z.string().trim().max(100).optional(),
    symbol: scope.optional(),
    position_id: z.number().int().positive().optional(),
    condition: alertCondition,
    mode: z.enum(MODES),
    bar: z.enum(INTERVALS).optional().describe('for once_per_bar; 1m when absent'),
    for_s: seconds(YEAR_S).optional(),
    hysteresis_percent: z.number().positive('must be above 0').lt(100).optional(),
    cooldown_s: seconds(YEAR_S).optional(),
    expires_at: z.iso.datetime({ offset: true }).optional(),
    active_hours: activeHours.optional(),
    severity: z.enum(['info', 'warning', 'critical']),
    channels: z.array(z.enum(CHANNELS)).max(CHANNELS.length).optional(),
    sound: z.string().max(200).optional(),
    message: z.string().trim().min(1).max(500).optional(),
  })
  .superRefine(({ symbol, position_id, condition, for_s }, context) => {
    if ((symbol === undefined) === (position_id === undefined)) {
      const message =
        symbol === undefined
          ? 'give "symbol" or "position_id"'
          : 'give only one of "symbol" and "position_id"';
      context.addIssue({ code: 'custom', path: ['symbol'], message });
    }
    if (for_s !== undefined && !canLast(condition)) {
      const message = `cannot go with "${condition.type}", which is over at once`;
      context.addIssue({ code: 'custom', path: ['for_s'], message });
    }
  });

export type AlertRule = z.infer<typeof alertRule>;
export type ActiveHours = z.infer<typeof activeHours>;

/** Whether there is a price or a state that `for_s` could see last. */
function canLast(condition: AlertCondition): boolean {
  if (condition.type === 'funding') return condition.flips === undefined;
  if (condition.type === 'indicator') return condition.op === 'above' || condition.op === 'below';
  return !PASSING.has(condition.type);
}

const PASSING: ReadonlySet<ConditionType> = new Set<ConditionType>([
  'volume_spike',
  'signal_reversal',
  'time',
]);

const TYPE_NAMES = {
  price_cross: 'PRICE_CROSS',
  price_above: 'PRICE_ABOVE',
  price_below: 'PRICE_BELOW',
  channel: 'PRICE_CHANNEL',
  change: 'PRICE_CHANGE',
  step: 'PRICE_STEP',
  trailing: 'TRAILING',
  volume_spike: 'VOLUME_SPIKE',
  indicator: 'INDICATOR',
  drawdown: 'DRAWDOWN',
  liquidation_distance: 'LIQUIDATION_NEAR',
  funding: 'FUNDING',
  position_age: 'POSITION_AGE',
  signal_reversal: 'SIGNAL_REVERSAL',
  feed_stale: 'FEED_STALE',
  time: 'TIME',
  all: 'COMPOSITE',
  any: 'COMPOSITE',
} as const;

/** Names of alerts on the wire. */
export type AlertType =
  | (typeof TYPE_NAMES)[keyof typeof TYPE_NAMES]
  | 'PROFIT_TARGET'
  | 'STOP_LOSS'
  | 'NEW_HIGH'
  | 'NEW_LOW';

/** The `alert_type` of what a condition fires. */
export function alertTypeOf(condition: AlertCondition): AlertType {
  const { type } = condition;
  if (type === 'pnl_percent' || type === 'pnl_amount') {
    return condition.direction === 'up' ? 'PROFIT_TARGET' : 'STOP_LOSS';
  }
  if (type === 'new_extreme') return condition.side === 'high' ? 'NEW_HIGH' : 'NEW_LOW';
  return TYPE_NAMES[type];
}
