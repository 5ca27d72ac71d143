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
  /** What is to be passed in the candle that opens then; kept over a restart, unlike the candles. */
  #goal: { readonly openTime: number; readonly level: number } | null = null;
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

  get barsKept(): number {
    return this.condition.bars;
  }

  override get level(): number | null {
    return this.#goal?.level ?? null;
  }

  override get blindness(): Blindness | null {
    return this.#goal ? null : 'warming_up';
  }

  override start(_at: number, saved: CellState): void {
    if (Array.isArray(saved)) {
      const [reachedIn, openTime, level] = saved as readonly (number | null)[];
      this.#reachedIn = reachedIn ?? null;
      if (typeof openTime === 'number' && typeof level === 'number')
        this.#goal = { openTime, level };
    }
    this.#series.listeners.add(this);
    this.onBars();
  }

  override save(): CellState {
    return [this.#reachedIn, this.#goal?.openTime ?? null, this.level];
  }

  override stop(): void {
    super.stop();
    this.#series.listeners.delete(this);
  }

  override wake(): void {
    const { level } = this;
    const isHigh = this.condition.side === 'high';
    this.#reachedIn = this.#series.runningOpenTime;
    super.aim(Infinity, -Infinity);
    this.owner.occurred(this, level, isHigh ? 1 : -1);
  }

  canDecide(): boolean {
    return true;
  }

  onClose(): void {
    return;
  }

  onBars(): void {
    const running = this.#series.runningOpenTime;
    if (running !== this.#goal?.openTime) this.#goal = null;
    const bars = running === null ? null : this.#series.before(running, this.condition.bars);
    const isHigh = this.condition.side === 'high';
    if (bars && running !== null) {
      const level = isHigh
        ? Math.max(...bars.map(({ high }) => high))
        : Math.min(...bars.map(({ low }) => low));
      this.#goal = { openTime: running, level };
    }
    const { level } = this;
    if (level === null || running === this.#reachedIn) this.aim(Infinity, -Infinity);
    else if (isHigh) this.aim(nextUp(level), -Infinity);
    else this.aim(Infinity, nextDown(level));
  }
}
