import { AppError } from '../../../shared/domain/errors';
import { assetsOf, type Fill } from '../../../shared/domain/fill';
import { applyFill } from '../../../shared/domain/ledger';
import { Exact } from '../../../shared/domain/money';
import { breakEvenPrice } from '../../../shared/domain/pnl';
import {
  directed,
  entryPrice,
  openQuantity,
  realizedPnl,
  type Position,
} from '../../../shared/domain/position';
import type { PositionInfo } from '../../state/position-register';
import type { FillValues } from './fill-fields.svelte';

/** What a fill would do to a position, by the ledger's own arithmetic; amounts in the quote asset. */
export interface FillPreview {
  /** Of this fill alone, before fees. */
  readonly realizedPnl: number;
  /** Of this fill alone; null when the fee's worth is not known here. */
  readonly fees: number | null;
  /** Left open, in the base asset. */
  readonly quantity: number;
  /** Average entry of what is left; null when nothing is. */
  readonly entryPrice: number | null;
  readonly breakEven: number | null;
}

/** Null when more would be taken off than is open, or the amounts make no fill. */
export function previewFill(
  info: PositionInfo,
  side: Fill['side'],
  values: FillValues,
): FillPreview | null {
  const before = positionOf(info);
  try {
    const after = applyFill(before, fillOf(info, side, values)).position;
    const isClosed = after.closedAt !== null;
    return {
      realizedPnl: realizedPnl(after).minus(realizedPnl(before)).toNumber(),
      fees: after.unvalued.length > 0 ? null : after.fees.minus(before.fees).toNumber(),
      quantity: openQuantity(after).toNumber(),
      entryPrice: isClosed ? null : entryPrice(after).toNumber(),
      breakEven: breakEvenPrice(after)?.toNumber() ?? null,
    };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** A position that stands as this one does, without its history: the sums are all that later fills need. */
function positionOf(info: PositionInfo): Position {
  const quantity = Exact.of(info.quantity);
  const openCost = quantity.times(Exact.of(info.entry_price));
  return {
    symbol: info.symbol,
    side: info.side,
    openedAt: 0,
    closedAt: null,
    updatedAt: 0,
    entryQuantity: quantity,
    entryValue: openCost,
    exitQuantity: Exact.zero,
    exitValue: directed(info.side, Exact.of(info.realized_pnl)),
    openCost,
    peakCost: openCost,
    fees: Exact.of(info.fees),
    funding: Exact.of(info.funding),
    unvalued: [],
    closedBy: null,
    leverage: info.leverage,
  };
}

function fillOf(info: PositionInfo, side: Fill['side'], values: FillValues): Fill {
  const { price, quantity, fee, fee_asset: asset } = values;
  const { quote } = assetsOf(info.symbol);
  const charge = { amount: Exact.of(fee ?? 0), asset: (asset ?? quote).toUpperCase(), rate: null };
  return {
    kind: 'fill',
    symbol: info.symbol,
    side,
    price: Exact.of(price),
    quantity: Exact.of(quantity),
    time: 0,
    fee: fee === undefined ? null : charge,
    feeFromQuantity: false,
    cause: 'trade',
    tradeId: null,
  };
}
