import { priceAtPercent } from '../../../shared/domain/target-price';
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
const MOST_POSITIONS = 4;

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
