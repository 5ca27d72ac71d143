import type { AlertCondition, ConditionOf, ConditionType } from './alert-conditions';
import type { AlertRule } from './alert-rule';

/** What a message may tell of a fire. */
export interface FireFacts {
  readonly symbol: string;
  /** Null when no price is known. */
  readonly price: number | null;
  /** The level that was reached; null for conditions without one. */
  readonly level: number | null;
  /** Which way the price went; 0 when that says nothing. */
  readonly direction: -1 | 0 | 1;
  readonly alreadyTrue: boolean;
}

type Sentence<T extends ConditionType> = (condition: ConditionOf<T>, facts: FireFacts) => string;

/** What each condition says when it fires. */
const sentences: { readonly [T in ConditionType]: Sentence<T> } = {
  price_cross: ({ price }, facts) =>
    `${facts.symbol} crossed ${way(facts)}through ${plain(price)}${now(facts)}`,
  price_above: ({ price }, facts) => `${facts.symbol} is at or above ${plain(price)}${now(facts)}`,
  price_below: ({ price }, facts) => `${facts.symbol} is at or below ${plain(price)}${now(facts)}`,
  channel: ({ low, high, when }, facts) =>
    `${facts.symbol} ${CHANNEL_VERBS[when]} ${plain(low)} to ${plain(high)}${now(facts)}`,
  change: (condition, facts) =>
    `${facts.symbol} ${facts.direction < 0 ? 'fell' : 'rose'} by ${distance(condition, facts)} ` +
    `within ${duration(condition.window_s)}${now(facts)}`,
  step: (condition, facts) =>
    `${facts.symbol} reached the step at ${stepText(condition, facts.level ?? 0)}${now(facts)}`,
  trailing: (condition, facts) =>
    `${facts.symbol} ${condition.from === 'high' ? 'fell' : 'rose'} by ` +
    `${distance(condition, facts)} from its ${condition.from}${now(facts)}`,
  new_extreme: ({ side, bars, interval }, facts) =>
    `${facts.symbol} made a new ${side} of ${bars} × ${interval}${now(facts)}`,
  volume_spike: ({ multiple, bars, interval }, facts) =>
    `${facts.symbol} traded ${plain(multiple)} times its average volume of ${bars} × ${interval}` +
    now(facts),
  indicator: (condition, facts) =>
    `${facts.symbol} ${lineText(condition)} ${INDICATOR_VERBS[condition.op]} ` +
    `${condition.other ? lineText(condition.other) : plain(condition.value ?? 0)} ` +
    `on ${condition.interval}${now(facts)}`,
  pnl_percent: (condition, facts) => position(condition, facts, `${plain(condition.value)}%`),
  pnl_amount: (condition, facts) =>
    position(condition, facts, distance({ amount: condition.value }, facts)),
  drawdown: ({ percent }, facts) =>
    `Drawdown reached ${plain(percent)}% from the best${known(facts)}`,
  liquidation_distance: ({ percent }, facts) =>
    `Position ${facts.symbol} is within ${plain(percent)}% of liquidation${now(facts)}`,
  funding: ({ above, below }, facts) =>
    above === undefined && below === undefined
      ? `Funding of ${facts.symbol} changed its sign`
      : `Funding of ${facts.symbol} is at or ${above === undefined ? 'below' : 'above'} ` +
        `${plain(above ?? below ?? 0)}%`,
  position_age: ({ hours }, { symbol }) => `Position ${symbol} has been open for ${plain(hours)} h`,
  signal_reversal: ({ interval }, facts) =>
    `The signal of ${facts.symbol} on ${interval} has turned${now(facts)}`,
  feed_stale: ({ after_s }, { symbol }) => `No fresh data of ${symbol} for ${duration(after_s)}`,
  time: (_condition, facts) =>
    facts.price === null
      ? `It is time: ${facts.symbol}`
      : `${facts.symbol} is at ${plain(facts.price)}`,
  all: ({ conditions }, facts) =>
    `${facts.symbol}: all of ${conditions.length} conditions hold${known(facts)}`,
  any: ({ conditions }, facts) =>
    `${facts.symbol}: one of ${conditions.length} conditions has come true${known(facts)}`,
};

const CHANNEL_VERBS = {
  enter: 'entered',
  exit: 'left',
  inside: 'is inside',
  outside: 'is outside',
} as const;
const INDICATOR_VERBS = {
  cross_up: 'crossed up through',
  cross_down: 'crossed down through',
  above: 'is at or above',
  below: 'is at or below',
} as const;

/** Significant digits that tell prices of any size apart. */
const PRICE_DIGITS = 7;

const ALREADY = ' (already true when armed)';

/** The text of a fire without the remark that it was true when the rule was armed. */
export const withoutAlready = (text: string): string =>
  text.endsWith(ALREADY) ? text.slice(0, -ALREADY.length) : text;

/** The text of a fire: the rule's own message, or a sentence that says what happened. */
export function describeFire(rule: AlertRule, facts: FireFacts): string {
  const text = rule.message ?? sentenceOf(rule.condition, facts);
  return facts.alreadyTrue ? `${text}${ALREADY}` : text;
}

function sentenceOf(condition: AlertCondition, facts: FireFacts): string {
  // Each sentence takes the condition of its own name; the compiler cannot follow that pairing.
  const make = sentences[condition.type] as Sentence<ConditionType>;
  return make(condition, facts);
}

/** A number as people write it: at most 12 significant digits, no exponent, no binary noise. */
export function plain(value: number): string {
  const rounded = Number(value.toPrecision(12));
  const text = String(rounded);
  if (!text.includes('e')) return text;
  if (Math.abs(rounded) >= 1) return String(BigInt(rounded));
  return rounded.toFixed(20).replace(/0+$/, '');
}

/** A step's level; one that was worked out of percents has as many digits as a price. */
export function stepText({ every_percent: percent }: ConditionOf<'step'>, level: number): string {
  return plain(percent === undefined ? level : Number(level.toPrecision(PRICE_DIGITS)));
}

/** Seconds in the largest unit, up to hours, that fits evenly. */
export function evenly(seconds: number): {
  readonly value: number;
  readonly unit: 'hours' | 'minutes' | 'seconds';
} {
  if (seconds % 3600 === 0) return { value: seconds / 3600, unit: 'hours' };
  if (seconds % 60 === 0) return { value: seconds / 60, unit: 'minutes' };
  return { value: seconds, unit: 'seconds' };
}

const UNIT_SIGNS = { hours: 'h', minutes: 'min', seconds: 's' } as const;

function duration(seconds: number): string {
  const { value, unit } = evenly(seconds);
  return `${plain(value)} ${UNIT_SIGNS[unit]}`;
}

const way = ({ direction }: FireFacts): string =>
  direction === 0 ? '' : direction > 0 ? 'up ' : 'down ';

const now = ({ price }: FireFacts): string => (price === null ? '' : `, now ${plain(price)}`);

/** The price with its symbol, where the sentence does not name that. */
const known = ({ symbol, price }: FireFacts): string =>
  price === null ? '' : `, ${symbol} now ${plain(price)}`;

/** `BTC/USDT` → `USDT`; `BTC/USDT:USDT` → `USDT`. */
const quoteOf = (symbol: string): string => symbol.split('/')[1]?.split(':')[0] ?? '';

/** How far, in percent or in the quote asset. */
export function distance(
  { percent, amount }: { percent?: number | undefined; amount?: number | undefined },
  { symbol }: Pick<FireFacts, 'symbol'>,
): string {
  if (percent !== undefined) return `${plain(percent)}%`;
  return `${plain(amount ?? 0)} ${quoteOf(symbol)}`.trimEnd();
}

function position(
  { direction }: ConditionOf<'pnl_percent' | 'pnl_amount'>,
  { symbol }: FireFacts,
  value: string,
): string {
  return `Position ${symbol} reached ${direction === 'up' ? 'profit target' : 'stop loss'} of ${value}`;
}

/** `RSI(14)`: the name, its parameters in the order given, and the output when there is a choice. */
export function lineText(line: {
  readonly indicator: string;
  readonly params: Readonly<Record<string, number>>;
  readonly output?: string | undefined;
}): string {
  const values = Object.values(line.params).map(plain).join(', ');
  const name = line.indicator.toUpperCase();
  return [values === '' ? name : `${name}(${values})`, line.output].filter(Boolean).join(' ');
}
