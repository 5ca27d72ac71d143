import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { PlainCondition } from './condition-forms';

/** What many traders want to be told of. */
export const TEMPLATES = [
  'price',
  'move',
  'trailing',
  'high',
  'rsi',
  'funding',
  'target',
  'stop',
  'stale',
] as const;
export type TemplateName = (typeof TEMPLATES)[number];

export interface Template {
  readonly condition: PlainCondition;
  readonly mode: AlertRule['mode'];
  /** It is about a position instead of a symbol. */
  readonly isOfPosition: boolean;
}

const CONDITIONS: Readonly<Record<Exclude<TemplateName, 'price'>, PlainCondition>> = {
  move: { type: 'change', percent: 2, window_s: 300, direction: 'any' },
  trailing: { type: 'trailing', percent: 3, from: 'high' },
  high: { type: 'new_extreme', bars: 24, interval: '1h', side: 'high' },
  rsi: {
    type: 'indicator',
    indicator: 'rsi',
    params: { length: 14 },
    interval: '1h',
    op: 'cross_down',
    value: 30,
  },
  funding: { type: 'funding', above: 0.05 },
  target: { type: 'pnl_percent', value: 5, direction: 'up' },
  stop: { type: 'pnl_percent', value: 3, direction: 'down' },
  stale: { type: 'feed_stale', after_s: 60 },
};
/** They go on after the first time. */
const REPEATING: ReadonlySet<TemplateName> = new Set(['move', 'rsi', 'funding', 'stale']);

/** What a template fills in. @param price The price now, in the quote asset; null when unknown. */
export function templateOf(name: TemplateName, price: number | null): Template {
  const condition: PlainCondition =
    name === 'price'
      ? { type: 'price_cross', price: price ?? 1, direction: 'up' }
      : CONDITIONS[name];
  return {
    condition,
    mode: REPEATING.has(name) ? 'every_time' : 'once',
    isOfPosition: name === 'target' || name === 'stop',
  };
}
