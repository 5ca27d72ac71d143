import type {
  AlertCondition,
  CompositeCondition,
  ConditionOf,
} from '../../../shared/domain/alert-conditions';
import { INTERVALS } from '../../../shared/domain/interval';
import { asTheyAre, choice, type ConditionForm } from './condition-slot';
import { indicatorForm } from './indicator-form';

/** A condition that is no composite. */
export type PlainCondition = Exclude<AlertCondition, CompositeCondition>;
export type PlainType = PlainCondition['type'];

/** Whether a condition holds no others. */
export function isPlain(condition: AlertCondition): condition is PlainCondition {
  return condition.type !== 'all' && condition.type !== 'any';
}

const price = { kind: 'number', usual: '', isPrice: true } as const;
const number = (usual: string) => ({ kind: 'number', usual }) as const;
const interval = choice(asTheyAre(INTERVALS), '1h');
const measure = choice({ percent: 'rule.option.percent', amount: 'rule.option.amount' });
const moves = {
  up: 'rule.option.rises',
  down: 'rule.option.falls',
  any: 'rule.option.moves',
} as const;
const gains = choice({ up: 'rule.option.gain', down: 'rule.option.loss' });
/** Which of `percent` and `amount` is given, and how much. */
const given = ({
  percent,
  amount,
}: {
  percent?: number | undefined;
  amount?: number | undefined;
}) =>
  percent === undefined
    ? { measure: 'amount', value: amount }
    : { measure: 'percent', value: percent };
const shares = { percent: 'value', amount: 'value' } as const;

const prices = {
  price_cross: {
    slots: {
      direction: choice({
        up: 'rule.option.cross_up',
        down: 'rule.option.cross_down',
        any: 'rule.option.cross_any',
      }),
      price,
    },
  },
  price_above: { slots: { price } },
  price_below: { slots: { price } },
  channel: {
    slots: {
      when: choice({
        enter: 'rule.option.enters',
        exit: 'rule.option.leaves',
        inside: 'rule.option.inside',
        outside: 'rule.option.outside',
      }),
      low: price,
      high: price,
    },
  },
  change: {
    slots: {
      direction: choice(moves, 'any'),
      value: number('2'),
      measure,
      minutes: number('5'),
    },
    aliases: { ...shares, window_s: 'minutes' },
    write: ({ direction, value, measure: by, minutes }) => ({
      direction,
      [String(by)]: value,
      window_s: Number(minutes) * 60,
    }),
    read: ({ direction, window_s, ...size }: ConditionOf<'change'>) => ({
      direction,
      ...given(size),
      minutes: window_s / 60,
    }),
  },
  step: {
    slots: { value: number('1'), measure },
    aliases: { every_percent: 'value', every_amount: 'value' },
    write: ({ value, measure: by }) => ({ [`every_${String(by)}`]: value }),
    read: ({ every_percent: percent, every_amount: amount }: ConditionOf<'step'>) =>
      given({ percent, amount }),
  },
  trailing: {
    slots: {
      from: choice({ high: 'rule.option.from_high', low: 'rule.option.from_low' }),
      value: number('2'),
      measure,
    },
    aliases: shares,
    write: ({ from, value, measure: by }) => ({ from, [String(by)]: value }),
    read: ({ from, ...size }: ConditionOf<'trailing'>) => ({ from, ...given(size) }),
  },
} as const satisfies Partial<Record<PlainType, ConditionForm>>;

const candles = {
  new_extreme: {
    slots: {
      side: choice({ high: 'rule.option.high', low: 'rule.option.low' }),
      bars: number('20'),
      interval,
    },
  },
  volume_spike: { slots: { multiple: number('3'), bars: number('20'), interval } },
  indicator: indicatorForm,
  signal_reversal: {
    slots: { interval, percent: { kind: 'number', usual: '', isOptional: true } },
    aliases: { min_confidence: 'percent' },
    write: ({ interval: on, percent }) => ({
      interval: on,
      ...(percent === undefined ? {} : { min_confidence: Number(percent) / 100 }),
    }),
    read: ({ interval: on, min_confidence: min }: ConditionOf<'signal_reversal'>) => ({
      interval: on,
      percent: min === undefined ? undefined : min * 100,
    }),
  },
} as const satisfies Partial<Record<PlainType, ConditionForm>>;

const held = {
  pnl_percent: { slots: { direction: gains, value: number('5') } },
  pnl_amount: { slots: { direction: gains, value: number('100') } },
  drawdown: { slots: { percent: number('5') } },
  liquidation_distance: { slots: { percent: number('10') } },
  position_age: { slots: { hours: number('24') } },
  funding: {
    slots: {
      op: choice({
        above: 'rule.option.above',
        below: 'rule.option.below',
        flips: 'rule.option.flips',
      }),
      value: { kind: 'number', usual: '0.05', isSigned: true },
    },
    aliases: { above: 'value', below: 'value', flips: 'op' },
    isUsed: (slot, { op }) => slot === 'op' || op !== 'flips',
    write: ({ op, value }) => (op === 'flips' ? { flips: true } : { [String(op)]: value }),
    read: ({ above, below }: ConditionOf<'funding'>) => {
      if (above !== undefined) return { op: 'above', value: above };
      return below === undefined ? { op: 'flips' } : { op: 'below', value: below };
    },
  },
} as const satisfies Partial<Record<PlainType, ConditionForm>>;

const others = {
  feed_stale: {
    slots: { seconds: number('60') },
    aliases: { after_s: 'seconds' },
    write: ({ seconds }) => ({ after_s: seconds }),
    read: ({ after_s: seconds }: ConditionOf<'feed_stale'>) => ({ seconds }),
  },
  time: {
    slots: {
      how: choice({ at: 'rule.option.at', every: 'rule.option.every' }),
      at: { kind: 'text', usual: '09:30' },
      zone: { kind: 'text', usual: Intl.DateTimeFormat().resolvedOptions().timeZone },
      every: { kind: 'text', usual: '1h' },
    },
    isUsed: (slot, { how }) => slot === 'how' || (slot === 'every') === (how === 'every'),
    write: ({ how, at, zone, every }) => {
      if (how === 'every') return { every: /^\d+$/.test(String(every)) ? Number(every) : every };
      return { at, zone };
    },
    read: ({ at, zone, every }: ConditionOf<'time'>) =>
      every === undefined ? { how: 'at', at, zone: zone ?? 'UTC' } : { how: 'every', every },
  },
} as const satisfies Partial<Record<PlainType, ConditionForm>>;

/** The forms of all types, in the order in which they are offered. */
export const CONDITION_FORMS: Readonly<Record<PlainType, ConditionForm>> = {
  ...prices,
  ...candles,
  ...held,
  ...others,
};
export const CONDITION_TYPES = Object.keys(CONDITION_FORMS) as readonly PlainType[];
