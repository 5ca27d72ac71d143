import { z } from 'zod';
import { checkIndicator, type IndicatorChoice } from './indicators/check-indicator';
import { INTERVALS } from './interval';

/** Parameters of a condition, as people and programs write them; prices in the quote asset. */
const price = z.number().positive('must be a price above 0').max(1e15);
const percent = z.number().positive('must be above 0').max(10_000);
const fraction = z.number().positive('must be above 0').lt(100, 'must be below 100');
const amount = z.number().positive('must be above 0').max(1e15);
const interval = z.enum(INTERVALS);
const anyWay = z.enum(['up', 'down', 'any']);
const bars = z.number().int().min(1).max(1000);
/** A week; a longer window would hold more prices than an alert is worth. */
const MAX_WINDOW_S = 7 * 86_400;
const windowS = z.number().positive('must be above 0').max(MAX_WINDOW_S);

/** Exactly one of the named fields is given. */
function oneOf<T extends object>(...names: (keyof T & string)[]) {
  const list = names.map((name) => `"${name}"`).join(' or ');
  return (value: T, context: z.RefinementCtx) => {
    const given = names.filter((name) => value[name] !== undefined);
    if (given.length === 1) return;
    const message = given.length === 0 ? `give ${list}` : `give only one of ${list}`;
    context.addIssue({ code: 'custom', path: [given[1] ?? names[0] ?? ''], message });
  };
}

const priceCross = z.strictObject({ type: z.literal('price_cross'), price, direction: anyWay });
const priceAbove = z.strictObject({ type: z.literal('price_above'), price });
const priceBelow = z.strictObject({ type: z.literal('price_below'), price });
const channel = z
  .strictObject({
    type: z.literal('channel'),
    low: price,
    high: price,
    when: z.enum(['enter', 'exit', 'inside', 'outside']),
  })
  .refine(({ low, high }) => low < high, { path: ['high'], message: 'must be above "low"' });

const change = z
  .strictObject({
    type: z.literal('change'),
    percent: percent.optional(),
    amount: amount.optional(),
    window_s: windowS,
    direction: anyWay,
  })
  .superRefine(oneOf('percent', 'amount'));
const step = z
  .strictObject({
    type: z.literal('step'),
    every_percent: fraction.optional(),
    every_amount: amount.optional(),
  })
  .superRefine(oneOf('every_percent', 'every_amount'));
const trailing = z
  .strictObject({
    type: z.literal('trailing'),
    percent: percent.optional(),
    amount: amount.optional(),
    from: z.enum(['high', 'low']),
  })
  .superRefine(oneOf('percent', 'amount'))
  .refine((it) => it.from === 'low' || (it.percent ?? 0) < 100, {
    path: ['percent'],
    message: 'must be below 100: no price falls further',
  });

const newExtreme = z.strictObject({
  type: z.literal('new_extreme'),
  bars,
  interval,
  side: z.enum(['high', 'low']),
});
const volumeSpike = z.strictObject({
  type: z.literal('volume_spike'),
  multiple: z.number().positive('must be above 0').max(1e6),
  bars,
  interval,
});

const indicatorName = z.string().trim().toLowerCase().min(1).max(40);
const indicatorParams = z.record(z.string().max(40), z.number());
/** There is such an indicator, and it takes these parameters. */
function known(choice: IndicatorChoice, context: z.RefinementCtx): void {
  const fault = checkIndicator(choice);
  if (fault) context.addIssue({ code: 'custom', path: [...fault.path], message: fault.message });
}

/** One line of an indicator: which one, with which parameters, and which of its outputs. */
const indicatorSpec = z
  .strictObject({
    indicator: indicatorName,
    params: indicatorParams.default({}),
    output: z.string().max(40).optional(),
  })
  .superRefine(known);
const indicator = z
  .strictObject({
    type: z.literal('indicator'),
    indicator: indicatorName,
    params: indicatorParams.default({}),
    output: z.string().max(40).optional(),
    interval,
    op: z.enum(['cross_up', 'cross_down', 'above', 'below']),
    value: z.number().optional(),
    other: indicatorSpec.optional(),
  })
  .superRefine(oneOf('value', 'other'))
  .superRefine(known);

const pnl = { value: amount, direction: z.enum(['up', 'down']) };
const pnlPercent = z.strictObject({ type: z.literal('pnl_percent'), ...pnl });
const pnlAmount = z.strictObject({ type: z.literal('pnl_amount'), ...pnl });
const drawdown = z.strictObject({ type: z.literal('drawdown'), percent });
const liquidationDistance = z.strictObject({ type: z.literal('liquidation_distance'), percent });
const positionAge = z.strictObject({
  type: z.literal('position_age'),
  hours: z.number().positive('must be above 0').max(100_000),
});

/** Percent of the notional for one funding period: 0.05 means 0.05 %. */
const rate = z.number().min(-100).max(100);
const funding = z
  .strictObject({
    type: z.literal('funding'),
    above: rate.optional(),
    below: rate.optional(),
    flips: z.literal(true).optional(),
  })
  .superRefine(oneOf('above', 'below', 'flips'));
const signalReversal = z.strictObject({
  type: z.literal('signal_reversal'),
  interval,
  min_confidence: z.number().min(0).max(1).optional(),
});
const feedStale = z.strictObject({
  type: z.literal('feed_stale'),
  after_s: z.number().positive('must be above 0').max(86_400),
});

/** A time of day, 24 hours. */
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must look like 09:30');
/** A zone that this runtime knows, e.g. `Asia/Bangkok`. */
export const timeZone = z.string().min(1).max(64).refine(isZone, 'must be an IANA time zone');

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const time = z
  .strictObject({
    type: z.literal('time'),
    at: z
      .union([clockTime, z.iso.datetime({ offset: true })], {
        error: 'must be a time of day (09:30, each day) or an ISO-8601 time (once)',
      })
      .optional(),
    every: z
      .union([z.enum(INTERVALS), z.number().int().min(1).max(31_536_000)], {
        error: 'must be an interval such as 15m or a number of seconds',
      })
      .optional(),
    zone: timeZone.optional().describe('of a time of day; UTC when absent'),
  })
  .superRefine(oneOf('at', 'every'));

const plain = [
  ...[priceCross, priceAbove, priceBelow, channel, change, step, trailing],
  ...[newExtreme, volumeSpike, indicator, pnlPercent, pnlAmount, drawdown],
  ...[liquidationDistance, funding, positionAge, signalReversal, feedStale, time],
] as const;
const withinS = z.number().min(0).max(MAX_WINDOW_S).optional();

/** A composite within a composite: its parts are plain. */
const inner = z.strictObject({
  type: z.enum(['all', 'any']),
  conditions: z.array(z.discriminatedUnion('type', plain)).min(2).max(5),
  within_s: withinS,
});
const outer = inner.extend({
  conditions: z
    .array(z.discriminatedUnion('type', [...plain, inner]))
    .min(2)
    .max(5),
});

/**
 * What a rule waits for, in the contract's own shape. Composites hold two to five conditions and
 * nest once.
 */
export const alertCondition = z.discriminatedUnion('type', [...plain, outer]);

export type AlertCondition = z.infer<typeof alertCondition>;
export type ConditionType = AlertCondition['type'];
export type CompositeCondition = z.infer<typeof outer>;
export type ConditionOf<T extends ConditionType> = T extends CompositeCondition['type']
  ? CompositeCondition
  : Extract<AlertCondition, { type: T }>;
export type IndicatorSpec = z.infer<typeof indicatorSpec>;
