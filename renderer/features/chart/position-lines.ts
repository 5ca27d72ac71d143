import { Exact } from '../../../shared/domain/money';
import { directed } from '../../../shared/domain/position';
import { percentAtPrice, priceAtPercent } from '../../../shared/domain/target-price';
import type { Exit } from '../../state/position-desk';
import type { PositionInfo } from '../../state/position-register';

const KINDS = ['entry', 'target', 'stop', 'even', 'liquidation'] as const;

/** A level of a position on a price chart. */
export interface PositionLine {
  /** The same for the same level of the same position. */
  readonly key: string;
  readonly kind: (typeof KINDS)[number];
  readonly price: number;
  readonly position: PositionInfo;
}

/** More would bury the candles; the newest positions are the ones looked at. */
export const MOST_POSITIONS = 4;

/** The levels of a symbol's newest open positions: entry, target, stop, break-even where it is not the entry, liquidation. */
export function linesOf(positions: readonly PositionInfo[], symbol: string): PositionLine[] {
  return positions
    .filter((position) => position.symbol === symbol)
    .slice(0, MOST_POSITIONS)
    .flatMap(linesOfOne);
}

function linesOfOne(position: PositionInfo): PositionLine[] {
  const { side, entry_price: entry, break_even_price: even } = position;
  const { profit_target_percent: target, stop_loss_percent: stop } = position;
  const prices = {
    entry,
    target: target === null ? null : priceAtPercent(side, entry, target),
    stop: stop === null ? null : priceAtPercent(side, entry, -stop),
    even: even === entry ? null : even,
    liquidation: position.liquidation_price,
  };
  return KINDS.flatMap((kind) => {
    const price = prices[kind];
    return price === null
      ? []
      : [{ key: `${position.position_id} ${kind}`, kind, price, position }];
  });
}

/** True for the levels at which a trader wants to be told to leave. */
export const isExit = (kind: PositionLine['kind']): kind is Exit =>
  kind === 'target' || kind === 'stop';

/**
 * The percent that a target or stop at a price is kept as, above 0; null where it would be none: on
 * the wrong side of the entry.
 */
export function exitPercent(position: PositionInfo, exit: Exit, price: number): number | null {
  const percent = percentAtPrice(position.side, position.entry_price, price);
  const gain = exit === 'target' ? percent : -percent;
  return gain > 0 ? gain : null;
}

/** What a position is won or lost by at a price, before fees, in the quote asset. */
export function pnlAt({ side, quantity, entry_price: entry }: PositionInfo, price: number): number {
  const move = directed(side, Exact.of(price).minus(Exact.of(entry)));
  return move.times(Exact.of(quantity)).toNumber();
}
