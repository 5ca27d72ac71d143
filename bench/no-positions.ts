import type { Positions } from '../shared/domain/rules/ports';

/** A ledger without a position. */
export const NO_POSITIONS: Positions = {
  find: () => undefined,
  openOf: () => [],
  comparePnl: () => 0,
  priceOfPnl: () => null,
  compareDrawdown: () => null,
  drawdownSpan: () => null,
  liquidationPrice: () => null,
};
