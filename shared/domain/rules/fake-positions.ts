import { compareAmountMove, comparePercentMove, type Sign } from './exact';
import type { OpenPosition, PnlUnit, Positions, PriceSpan } from './ports';

/** A position of quantity 1, so that its pnl is the move of the price. */
export interface FakePosition extends OpenPosition {
  readonly entryPrice: number;
  readonly liquidationPrice?: number;
}

/** A small exact ledger for tests: positions of quantity 1, drawdowns as they are told. */
export class FakePositions implements Positions {
  readonly open = new Map<number, FakePosition>();
  /** Best price since the opening by position; 0 is the portfolio. */
  readonly best = new Map<number, number>();
  #isFailing = false;

  /** Opens a long of BTC/USDT at 44000, or what is given instead. */
  add(position: Partial<FakePosition> & { readonly id: number }): void {
    const usual = { symbol: 'BTC/USDT', side: 'long', openedAt: 0, entryPrice: 44_000 } as const;
    this.open.set(position.id, { ...usual, ...position });
  }

  /** From now on every question throws, until the function it gives is called. */
  fail(): () => void {
    this.#isFailing = true;
    return () => {
      this.#isFailing = false;
    };
  }

  find(id: number): FakePosition | undefined {
    this.#check();
    return this.open.get(id);
  }

  openOf(symbol: string): readonly number[] {
    this.#check();
    return [...this.open.values()].filter((each) => each.symbol === symbol).map(({ id }) => id);
  }

  comparePnl(id: number, unit: PnlUnit, value: number, price: number): Sign {
    const { entryPrice, side } = this.#get(id);
    const compare = unit === 'percent' ? comparePercentMove : compareAmountMove;
    if (side === 'long') return compare(price, entryPrice, value);
    return -compare(price, entryPrice, -value) as Sign;
  }

  priceOfPnl(id: number, unit: PnlUnit, value: number): number | null {
    const position = this.find(id);
    if (!position) return null;
    const { entryPrice, side } = position;
    const move =
      (unit === 'percent' ? (entryPrice * value) / 100 : value) * (side === 'long' ? 1 : -1);
    return entryPrice + move > 0 ? entryPrice + move : null;
  }

  compareDrawdown(id: number | null, percent: number, _symbol: string, price: number): Sign | null {
    this.#check();
    const best = this.best.get(id ?? 0);
    return best === undefined ? null : (-comparePercentMove(price, best, -percent) as Sign);
  }

  drawdownSpan(
    id: number | null,
    percent: number,
    _symbol: string,
    price: number,
  ): PriceSpan | null {
    const best = this.best.get(id ?? 0);
    if (best === undefined) return null;
    const threshold = best * (1 - percent / 100);
    if (price < threshold) return { low: 0, high: threshold * (1 - 1e-9) };
    return { low: threshold * (1 + 1e-9), high: best };
  }

  liquidationPrice(id: number): number | null {
    this.#check();
    return this.open.get(id)?.liquidationPrice ?? null;
  }

  #check(): void {
    if (this.#isFailing) throw new Error('the ledger fails');
  }

  #get(id: number): FakePosition {
    this.#check();
    const position = this.open.get(id);
    if (!position) throw new Error(`position ${id} is not open`);
    return position;
  }
}
