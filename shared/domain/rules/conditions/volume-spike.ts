import type { ConditionOf } from '../../alert-conditions';
import type { BarListener, BarSeries } from '../bar-series';
import { Cell, type Blindness, type CellState, type Owner } from '../cell';
import { tidy } from '../exact';
import { closeTimeOf } from '../../interval';
import type { Kline } from '../../kline';

/** Fires when a candle closes with so many times the average volume of the candles before it. */
export class VolumeSpike extends Cell implements BarListener {
  readonly #series: BarSeries;
  /** Candles that were over by then are none of its business, ms UTC. */
  #from = -Infinity;

  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'volume_spike'>,
  ) {
    super(owner);
    this.#series = owner.book.series(condition.interval);
  }

  get barsNeeded(): number {
    return this.condition.bars + 1;
  }

  get barsKept(): number {
    return this.barsNeeded;
  }

  override get blindness(): Blindness | null {
    const running = this.#series.runningOpenTime;
    return running !== null && this.#series.before(running, this.condition.bars)
      ? null
      : 'warming_up';
  }

  override start(at: number): void {
    this.#from = at;
    this.#series.decideFrom(at);
    this.#series.listeners.add(this);
  }

  override save(): CellState {
    return null;
  }

  override stop(): void {
    this.#series.listeners.delete(this);
  }

  canDecide(openTime: number): boolean {
    return this.#before(openTime) !== null;
  }

  onClose(kline: Kline): void {
    const { bars, multiple, interval } = this.condition;
    if (closeTimeOf(interval, kline.openTime) < this.#from) return;
    const before = this.#before(kline.openTime);
    if (!before) return;
    const sum = tidy(before.reduce((total, { volume }) => total + volume, 0));
    if (sum > 0 && tidy(kline.volume * bars) >= tidy(sum * multiple)) {
      this.owner.occurred(this, null, 0);
    }
  }

  onBars(): void {
    return;
  }

  /** The candles before one, if the volumes of all of them are known. */
  #before(openTime: number) {
    const before = this.#series.before(openTime, this.condition.bars);
    return before?.some(({ volume }) => Number.isNaN(volume)) === false ? before : null;
  }
}
