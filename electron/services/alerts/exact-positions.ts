import { Exact } from '../../../shared/domain/money';
import { PnlMark } from '../../../shared/domain/pnl-mark';
import { triggerOf } from '../../../shared/domain/pnl-trigger';
import { valuePosition } from '../../../shared/domain/pnl';
import { realizedNet, type Position } from '../../../shared/domain/position';
import type { Sign } from '../../../shared/domain/rules/exact';
import type {
  OpenPosition,
  PnlUnit,
  Positions,
  PriceSpan,
} from '../../../shared/domain/rules/ports';
import { isOpen, type TrackedPosition } from '../positions/position-book';
import { liquidationOf } from '../positions/position-liquidation';

const HUNDRED = Exact.of(100);
/** A span ends this part before a threshold that doubles know only so well. */
const MARGIN = 1e-9;

export interface ExactPositionsOptions {
  readonly all: () => Iterable<TrackedPosition>;
  /** One of them, open or not. */
  readonly find: (id: number) => TrackedPosition | undefined;
  /** The best net PnL a position has ever had, ≥ 0, in the quote asset. */
  readonly bestOf: (position: TrackedPosition) => number;
  /** The portfolio's equity now and its highest so far; null while either is not known. */
  readonly equity: () => { readonly now: Exact; readonly peak: Exact } | null;
}

/** The positions as alert rules see them: exact to the last digit, straight from the ledger. */
export class ExactPositions implements Positions {
  readonly #options: ExactPositionsOptions;

  constructor(options: ExactPositionsOptions) {
    this.#options = options;
  }

  find(id: number): OpenPosition | undefined {
    const tracked = this.#find(id);
    if (!tracked) return undefined;
    const { symbol, side, openedAt } = tracked.record.position;
    return { id, symbol, side, openedAt };
  }

  openOf(symbol: string): readonly number[] {
    const ids: number[] = [];
    for (const tracked of this.#options.all()) {
      if (isOpen(tracked) && tracked.record.position.symbol === symbol) ids.push(tracked.id);
    }
    return ids.sort((a, b) => a - b);
  }

  comparePnl(id: number, unit: PnlUnit, value: number, price: number): Sign {
    const { pnl, pnlPercentage } = valuePosition(this.#get(id).record.position, Exact.of(price));
    return signOf((unit === 'percent' ? pnlPercentage : pnl).compare(Exact.of(value)));
  }

  priceOfPnl(id: number, unit: PnlUnit, value: number): number | null {
    const direction = value < 0 ? 'down' : 'up';
    const threshold = { unit, direction, value: Exact.of(Math.abs(value)) } as const;
    const tracked = this.#find(id);
    const price = (tracked && triggerOf(tracked.record.position, threshold)?.price) ?? 0;
    return price > 0 ? price : null;
  }

  /**
   * A position is worth the most capital it has needed and its net PnL. The portfolio is worth its
   * equity.
   */
  compareDrawdown(id: number | null, percent: number, _symbol: string, price: number): Sign | null {
    const stand = id === null ? this.#options.equity() : this.#standOf(id, price);
    if (!stand || stand.peak.sign <= 0) return null;
    const lost = stand.peak.minus(stand.now).times(HUNDRED);
    return signOf(lost.compare(stand.peak.times(Exact.of(percent))));
  }

  drawdownSpan(id: number | null, percent: number, _symbol: string, price: number) {
    const tracked = id === null ? undefined : this.#find(id);
    return tracked ? this.#spanOf(tracked, percent, price) : null;
  }

  liquidationPrice(id: number): number | null {
    const tracked = this.#find(id);
    return (tracked && liquidationOf(tracked).price?.toNumber()) ?? null;
  }

  #standOf(id: number, price: number): { now: Exact; peak: Exact } | null {
    const tracked = this.#find(id);
    if (!tracked) return null;
    const { position } = tracked.record;
    const best = Exact.of(this.#options.bestOf(tracked));
    const { netPnl } = valuePosition(position, Exact.of(price));
    const now = position.peakCost.plus(netPnl);
    const peak = position.peakCost.plus(best);
    return { now, peak: now.compare(peak) > 0 ? now : peak };
  }

  #spanOf(tracked: TrackedPosition, percent: number, price: number): PriceSpan | null {
    const { position } = tracked.record;
    const best = this.#options.bestOf(tracked);
    const peak = position.peakCost.toNumber() + best;
    const threshold = (peak * percent) / 100;
    const atBest = priceAt(position, best);
    const atThreshold = priceAt(position, best - threshold);
    if (atBest === null || atThreshold === null) return null;
    const isDown = this.compareDrawdown(tracked.id, percent, position.symbol, price) !== -1;
    const isLong = position.side === 'long';
    const far = isLong ? 0 : Infinity;
    const [one, other] = isDown ? [far, atThreshold] : [atThreshold, atBest];
    const [low, high] = isLong ? [one, other] : [other, one];
    return { low: low * (1 + MARGIN), high: high * (1 - MARGIN) };
  }

  #find(id: number): TrackedPosition | undefined {
    const tracked = this.#options.find(id);
    return tracked && isOpen(tracked) ? tracked : undefined;
  }

  #get(id: number): TrackedPosition {
    const tracked = this.#find(id);
    if (!tracked) throw new Error(`position ${id} is not open`);
    return tracked;
  }
}

/** The price at which a position's net PnL is `net`, about; null when no price is. */
function priceAt(position: Position, net: number): number | null {
  const mark = new PnlMark(position);
  const quantity = mark.exposureAt(1);
  if (quantity === 0) return null;
  const settled = realizedNet(position).toNumber();
  const entry = -mark.pnlAt(0) / quantity;
  return entry + (net - settled) / quantity;
}

const signOf = (order: number): Sign => Math.sign(order) as Sign;
