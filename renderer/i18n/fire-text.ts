import { distance, evenly, lineText, plain, stepText } from '../../shared/domain/alert-message';
import type {
  AlertCondition,
  ConditionOf,
  ConditionType,
} from '../../shared/domain/alert-conditions';
import type { Events } from '../../shared/protocol/events';
import type { Locale, TextKey } from './i18n.svelte';

/** What the services tell of an alert besides its text. */
export type AlertParams = NonNullable<Events['alert_detail']['params']>;

/** The alert as far as its sentence tells of it. */
type Told = Pick<Events['alert'], 'symbol' | 'price' | 'message'>;

interface Facts {
  readonly symbol: string;
  /** As text; null when none is known. */
  readonly price: string | null;
  readonly params: AlertParams;
  readonly locale: Locale;
}

interface Sentence {
  readonly key: Extract<TextKey, `fire.${string}`>;
  readonly values?: Readonly<Record<string, string>>;
  /** How the price is added: `symbol` where the sentence does not name it. */
  readonly price?: 'none' | 'symbol';
}

type Say<T extends ConditionType> = (condition: ConditionOf<T>, facts: Facts) => Sentence;

const sentences: { readonly [T in ConditionType]: Say<T> } = {
  price_cross: ({ price }, { params: { direction } }) => ({
    key: `fire.price_cross.${direction ?? 'any'}`,
    // The price of the rule, and not the one that came.
    values: { price: plain(price) },
  }),
  price_above: ({ price }) => ({ key: 'fire.price_above', values: { price: plain(price) } }),
  price_below: ({ price }) => ({ key: 'fire.price_below', values: { price: plain(price) } }),
  channel: ({ low, high, when }) => ({
    key: `fire.channel.${when}`,
    values: { low: plain(low), high: plain(high) },
  }),
  change: (condition, facts) => ({
    key: facts.params.direction === 'down' ? 'fire.change.down' : 'fire.change.up',
    values: {
      distance: distance(condition, facts),
      duration: durationText(facts, condition.window_s),
    },
  }),
  step: (condition, { params: { level } }) => ({
    key: 'fire.step',
    values: { level: stepText(condition, level ?? 0) },
  }),
  trailing: (condition, facts) => ({
    key: `fire.trailing.${condition.from}`,
    values: { distance: distance(condition, facts) },
  }),
  new_extreme: ({ side, bars, interval }) => ({
    key: `fire.new_extreme.${side}`,
    values: { bars: String(bars), interval },
  }),
  volume_spike: ({ multiple, bars, interval }) => ({
    key: 'fire.volume_spike',
    values: { multiple: plain(multiple), bars: String(bars), interval },
  }),
  indicator: (condition) => {
    const { op, interval, other, value } = condition;
    const against = other ? lineText(other) : plain(value ?? 0);
    const values = { line: lineText(condition), other: against, interval };
    return { key: `fire.indicator.${op}`, values };
  },
  pnl_percent: ({ direction, value }) => ({
    key: `fire.pnl.${direction}`,
    values: { value: `${plain(value)}%` },
    price: 'none',
  }),
  pnl_amount: ({ direction, value }, facts) => ({
    key: `fire.pnl.${direction}`,
    values: { value: distance({ amount: value }, facts) },
    price: 'none',
  }),
  drawdown: ({ percent }) => ({
    key: 'fire.drawdown',
    values: { percent: plain(percent) },
    price: 'symbol',
  }),
  liquidation_distance: ({ percent }) => ({
    key: 'fire.liquidation_distance',
    values: { percent: plain(percent) },
  }),
  funding: ({ above, below }) => {
    if (above === undefined && below === undefined) {
      return { key: 'fire.funding.flips', price: 'none' };
    }
    return {
      key: above === undefined ? 'fire.funding.below' : 'fire.funding.above',
      values: { percent: plain(above ?? below ?? 0) },
      price: 'none',
    };
  },
  position_age: ({ hours }, { locale }) => ({
    key: 'fire.position_age',
    values: { duration: locale.t('age.hours', { value: plain(hours) }) },
    price: 'none',
  }),
  signal_reversal: ({ interval }) => ({ key: 'fire.signal_reversal', values: { interval } }),
  feed_stale: ({ after_s: after }, facts) => ({
    key: 'fire.feed_stale',
    values: { duration: durationText(facts, after) },
    price: 'none',
  }),
  time: (_, { price }) =>
    price === null
      ? { key: 'fire.time.unpriced', price: 'none' }
      : { key: 'fire.time', values: { price }, price: 'none' },
  all: ({ conditions }) => composite('fire.all', conditions.length),
  any: ({ conditions }) => composite('fire.any', conditions.length),
};

/**
 * What an alert says, in the language of the screen: the sentence of its condition, or its message
 * where that is the trader's own, or nothing more is known. In English the two are the same.
 */
export function fireText(locale: Locale, alert: Told, params: AlertParams | null): string {
  if (params === null || params.own_message) return alert.message;
  const { symbol } = alert;
  const price = alert.price === null ? null : plain(alert.price);
  const sentence = sentenceOf(params.condition, { symbol, price, params, locale });
  const text = locale.fill(sentence.key, { symbol, ...sentence.values });
  const now = sentence.price === 'none' || price === null ? '' : nowText(locale, sentence, alert);
  return `${text}${now}${params.already_true ? locale.t('fire.already') : ''}`;
}

function sentenceOf(condition: AlertCondition, facts: Facts): Sentence {
  // Each sentence takes the condition of its own name; the compiler cannot follow that pairing.
  const say = sentences[condition.type] as Say<ConditionType>;
  return say(condition, facts);
}

function nowText(locale: Locale, { price: how }: Sentence, { symbol, price }: Told): string {
  const text = plain(price ?? 0);
  if (how === 'symbol') return locale.t('fire.now.of', { symbol, price: text });
  return locale.t('fire.now', { price: text });
}

const composite = (key: 'fire.all' | 'fire.any', number: number): Sentence => ({
  key,
  values: { number: String(number) },
  price: 'symbol',
});

function durationText({ locale }: Facts, seconds: number): string {
  const { value, unit } = evenly(seconds);
  return locale.t(`age.${unit}`, { value: plain(value) });
}
