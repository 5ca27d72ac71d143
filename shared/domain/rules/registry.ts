import type { AlertCondition, ConditionOf, ConditionType } from '../alert-conditions';
import type { Cell, Owner } from './cell';
import { Composite } from './composite';
import { Channel } from './conditions/channel';
import { Drawdown } from './conditions/drawdown';
import { Excursion } from './conditions/excursion';
import { FeedStale } from './conditions/feed-stale';
import { Funding } from './conditions/funding';
import { IndicatorLine } from './conditions/indicator-line';
import { LiquidationDistance } from './conditions/liquidation-distance';
import { Moment } from './conditions/moment';
import { NewExtreme } from './conditions/new-extreme';
import { Pnl } from './conditions/pnl';
import { PositionAge } from './conditions/position-age';
import { PriceCross } from './conditions/price-cross';
import { PriceState } from './conditions/price-state';
import { SignalReversal } from './conditions/signal-reversal';
import { Step } from './conditions/step';
import { VolumeSpike } from './conditions/volume-spike';

/** Makes the evaluator of a condition. `depth`: how many composites it lies within. */
type CellMaker<T extends ConditionType> = (
  owner: Owner,
  condition: ConditionOf<T>,
  depth: number,
) => Cell;

/** Every condition of the contract and what evaluates it. */
const makers: { readonly [T in ConditionType]: CellMaker<T> } = {
  price_cross: (owner, condition) => new PriceCross(owner, condition),
  price_above: (owner, condition) => new PriceState(owner, condition),
  price_below: (owner, condition) => new PriceState(owner, condition),
  channel: (owner, condition) => new Channel(owner, condition),
  change: (owner, condition) => new Excursion(owner, condition),
  step: (owner, condition) => new Step(owner, condition),
  trailing: (owner, condition) => new Excursion(owner, condition),
  new_extreme: (owner, condition) => new NewExtreme(owner, condition),
  volume_spike: (owner, condition) => new VolumeSpike(owner, condition),
  indicator: (owner, condition) => new IndicatorLine(owner, condition),
  pnl_percent: (owner, condition) => new Pnl(owner, condition),
  pnl_amount: (owner, condition) => new Pnl(owner, condition),
  drawdown: (owner, condition) => new Drawdown(owner, condition),
  liquidation_distance: (owner, condition) => new LiquidationDistance(owner, condition),
  funding: (owner, condition) => new Funding(owner, condition),
  position_age: (owner, condition) => new PositionAge(owner, condition),
  signal_reversal: (owner, condition) => new SignalReversal(owner, condition),
  feed_stale: (owner, condition) => new FeedStale(owner, condition),
  time: (owner, condition) => new Moment(owner, condition),
  all: makeComposite,
  any: makeComposite,
};

/** The evaluator of a condition on its owner's symbol and position; to be started by the caller. */
export function makeCell(owner: Owner, condition: AlertCondition, depth = 0): Cell {
  // Each maker takes the condition of its own name; the compiler cannot follow that pairing.
  const make = makers[condition.type] as CellMaker<ConditionType>;
  return make(owner, condition, depth);
}

function makeComposite(owner: Owner, condition: ConditionOf<'all'>, depth: number): Cell {
  const composite = new Composite(owner, condition, depth);
  composite.take(condition.conditions.map((part) => makeCell(composite, part, depth + 1)));
  return composite;
}

/**
 * Whether a condition looks at one position: then a rule on symbols watches each open position of
 * theirs. A drawdown of all symbols is the portfolio's.
 */
export function needsPosition(condition: AlertCondition, isPortfolio: boolean): boolean {
  const { type } = condition;
  if (type === 'all' || type === 'any') {
    return condition.conditions.some((part) => needsPosition(part, isPortfolio));
  }
  return type === 'drawdown' ? !isPortfolio : ON_POSITIONS.has(type);
}

const ON_POSITIONS: ReadonlySet<ConditionType> = new Set<ConditionType>([
  'pnl_percent',
  'pnl_amount',
  'liquidation_distance',
  'position_age',
]);

/** Whether prices decide; what waits for a time or for the feed to fail needs none. */
export function needsPrice({ type }: AlertCondition): boolean {
  return type !== 'feed_stale' && type !== 'time' && type !== 'position_age';
}

/** Whether it waits while the feed is not live, as all do but those that wait for that very thing. */
export const needsFeed = ({ type }: AlertCondition): boolean => type !== 'feed_stale';
