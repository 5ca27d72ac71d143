import type { FeedState } from '../../../shared/domain/feed-status';
import type { LedgerEntry } from '../../../shared/domain/fill';
import type { MarkPrice } from '../../../shared/domain/mark-price';
import { Exact } from '../../../shared/domain/money';
import { breakEvenPrice, roiPercent, toFigures, valuePosition } from '../../../shared/domain/pnl';
import {
  entryPrice,
  exitPrice,
  openQuantity,
  realizedNet,
  realizedPnl,
} from '../../../shared/domain/position';
import type { Excursion } from '../../../shared/domain/position-excursion';
import type { Events } from '../../../shared/protocol/events';
import type { RequestResult } from '../../../shared/protocol/requests';
import { isOpen, type TrackedPosition } from './position-book';
import { liquidationOf } from './position-liquidation';

type Figures = Events['position_update'];
type Body = RequestResult<'create_position'>;
type EntryBody = RequestResult<'get_position'>['fills'][number];

const iso = (time: number): string => new Date(time).toISOString();
const isoOrNull = (time: number | null): string | null => (time === null ? null : iso(time));

/** A price and when it was made, ms UTC. */
interface TimedPrice {
  readonly price: number;
  readonly time: number;
}

/** What surrounds a position at the moment it is told. */
export interface PositionSetting {
  /** Null while none is known. */
  readonly price: TimedPrice | null;
  readonly priceStatus: FeedState;
  /** Futures only. */
  readonly mark: MarkPrice | null;
  readonly excursion: Excursion;
}

/** An open position at a price, exactly. */
export function openFigures(tracked: TrackedPosition, price: TimedPrice): Figures {
  const { position } = tracked.record;
  const figures = toFigures(valuePosition(position, Exact.of(price.price)));
  return {
    position_id: tracked.id,
    symbol: position.symbol,
    side: position.side,
    quantity: figures.quantity,
    entry_price: figures.entryPrice,
    current_price: price.price,
    pnl: figures.pnl,
    pnl_percentage: figures.pnlPercentage,
    realized_pnl: figures.realizedPnl,
    fees: figures.fees,
    funding: figures.funding,
    net_pnl: figures.netPnl,
    status: 'open',
    timestamp: iso(Math.max(price.time, position.updatedAt)),
  };
}

/** A closed position: nothing is open any more, and the price is what it was left at. */
export function closedFigures(tracked: TrackedPosition): Figures {
  const { position } = tracked.record;
  return {
    ...settledFigures(tracked),
    current_price: (exitPrice(position) ?? Exact.zero).toNumber(),
    pnl: 0,
    pnl_percentage: 0,
    net_pnl: realizedNet(position).toNumber(),
  };
}

/** A position as requests answer it. */
export function positionBody(tracked: TrackedPosition, setting: PositionSetting): Body {
  const { position } = tracked.record;
  const { price, priceStatus } = setting;
  return {
    ...(isOpen(tracked) ? openOrUnpriced(tracked, price) : closedFigures(tracked)),
    price_status: priceStatus,
    mark: isOpen(tracked) && setting.mark ? markFigures(tracked, setting.mark) : null,
    opened_at: iso(position.openedAt),
    closed_at: isoOrNull(position.closedAt),
    closed_by: position.closedBy,
    entry_quantity: position.entryQuantity.toNumber(),
    exit_price: exitPrice(position)?.toNumber() ?? null,
    break_even_price: breakEvenPrice(position)?.toNumber() ?? null,
    roi_percent: roiOf(tracked, price),
    ...notesBody(tracked),
    ...liquidationBody(tracked),
    excursion: excursionBody(setting.excursion),
    unvalued: position.unvalued.map((each) => ({ ...each, amount: each.amount.toNumber() })),
  };
}

/** All that happened to a position, oldest first. */
export function entryBodies({ record, entryIds }: TrackedPosition): EntryBody[] {
  return record.entries.map((entry, place) => ({
    fill_id: entryIds[place] ?? 0,
    kind: entry.kind,
    symbol: entry.symbol,
    ...amountsOf(entry),
    time: iso(entry.time),
  }));
}

function settledFigures({ id, record: { position } }: TrackedPosition) {
  return {
    position_id: id,
    symbol: position.symbol,
    side: position.side,
    quantity: openQuantity(position).toNumber(),
    entry_price: entryPrice(position).toNumber(),
    realized_pnl: realizedPnl(position).toNumber(),
    fees: position.fees.toNumber(),
    funding: position.funding.toNumber(),
    status: position.closedAt === null ? ('open' as const) : ('closed' as const),
    timestamp: iso(position.updatedAt),
  };
}

function openOrUnpriced(tracked: TrackedPosition, price: TimedPrice | null) {
  if (price) return openFigures(tracked, price);
  const unknown = { current_price: null, pnl: null, pnl_percentage: null, net_pnl: null };
  return { ...settledFigures(tracked), ...unknown };
}

function markFigures({ record }: TrackedPosition, { markPrice }: MarkPrice) {
  const { pnl, pnlPercentage } = toFigures(valuePosition(record.position, Exact.of(markPrice)));
  return { mark_price: markPrice, pnl, pnl_percentage: pnlPercentage };
}

function roiOf({ record: { position } }: TrackedPosition, price: TimedPrice | null): number | null {
  const isClosed = position.closedAt !== null;
  const at = isClosed ? exitPrice(position) : price && Exact.of(price.price);
  if (at === null) return null;
  return roiPercent(position, valuePosition(position, at)).rounded(2).toNumber();
}

function notesBody({ notes }: TrackedPosition) {
  return {
    leverage: notes.leverage,
    profit_target_percent: notes.profitTargetPercent,
    stop_loss_percent: notes.stopLossPercent,
    note: notes.note,
    tags: [...notes.tags],
  };
}

function liquidationBody(tracked: TrackedPosition) {
  const { margin, price } = liquidationOf(tracked);
  const { maintenancePercent } = tracked.notes;
  return {
    margin: margin?.toNumber() ?? null,
    maintenance_percent: maintenancePercent,
    maintenance_source: maintenancePercent === null ? null : ('noted' as const),
    liquidation_price: price?.toNumber() ?? null,
  };
}

function excursionBody({ best, bestTime, worst, worstTime }: Excursion) {
  return { best, best_at: isoOrNull(bestTime), worst, worst_at: isoOrNull(worstTime) };
}

function amountsOf(entry: LedgerEntry) {
  const none = { side: null, price: null, quantity: null, fee: null, fee_asset: null };
  const nothing = { ...none, amount: null, asset: null };
  if (entry.kind === 'renaming') return { ...nothing, quantity: entry.ratio.toNumber() };
  if (entry.kind === 'funding') {
    return { ...nothing, amount: entry.amount.amount.toNumber(), asset: entry.amount.asset };
  }
  return {
    ...nothing,
    side: entry.side,
    price: entry.price.toNumber(),
    quantity: entry.quantity.toNumber(),
    fee: entry.fee?.amount.toNumber() ?? null,
    fee_asset: entry.fee?.asset ?? null,
  };
}
