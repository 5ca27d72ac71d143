import type { ConditionOf } from '../../alert-conditions';
import type { BarListener, BarSeries } from '../bar-series';
import { Cell, type Blindness, type CellState, type Owner } from '../cell';
import { nextDown, nextUp } from '../exact';

/**
 * Fires at the trade that goes beyond all of the last closed candles (the running one does not
 * count), once in each candle.
 */
export class NewExtreme extends Cell implements BarListener {
  readonly #series: BarSeries;
  #level: number | null = null;
  /** Open time of the candle in which it was last reached. */
  #reachedIn: number | null = null;

  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'new_extreme'>,
  ) {
    super(owner);
    this.#series = owner.book.series(condition.interval);
  }

  get barsNeeded(): number {
    return this.condition.bars;
  }

  override get level(): number | null {
    return this.#level;
  }

  override get blindness(): Blindness | null {
    return this.#level === null ? 'warming_up' : null;
  }

  override start(_at: number, saved: CellState): void {
    if (typeof saved === 'number') this.#reachedIn = saved;
    this.#series.listeners.add(this);
    this.onBars();
  }

  override save(): CellState {
    return this.#reachedIn;
  }

  override stop(): void {
    super.stop();
    this.#series.listeners.delete(this);
  }

  override wake(): void {
    const level = this.#level;
    const isHigh = this.condition.side === 'high';
    this.#reachedIn = this.#series.runningOpenTime;
    super.aim(Infinity, -Infinity);
    this.owner.occurred(this, level, isHigh ? 1 : -1);
  }

  onClose(): void {
    return;
  }

  onBars(): void {
    const running = this.#series.runningOpenTime;
    const bars = running === null ? null : this.#series.before(running, this.condition.bars);
    const isHigh = this.condition.side === 'high';
    if (!bars) this.#level = null;
    else if (isHigh) this.#level = Math.max(...bars.map(({ high }) => high));
    else this.#level = Math.min(...bars.map(({ low }) => low));
    const isOver = this.#level === null || running === this.#reachedIn;
    if (isOver || this.#level === null) this.aim(Infinity, -Infinity);
    else if (isHigh) this.aim(nextUp(this.#level), -Infinity);
    else this.aim(Infinity, nextDown(this.#level));
  }
}
