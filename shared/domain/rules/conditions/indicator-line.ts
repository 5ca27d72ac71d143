import type { ConditionOf } from '../../alert-conditions';
import type { BarListener, BarSeries } from '../bar-series';
import type { Blindness, CellState, Owner } from '../cell';
import type { Sign } from '../exact';
import type { Indicator } from '../ports';
import { StateCell } from '../state-cell';
import { crossingOf, nextStand, NOWHERE, type Stand } from './crossing';

/** More candles than these are fetched again after a restart rather than kept. */
const MOST_KEPT = 300;

/**
 * Compares an indicator with a value or another indicator whenever a candle closes; the unfinished
 * candle never counts. `above` is ≥ and `below` ≤, as for prices; crossings follow the same rules as
 * those of prices.
 */
export class IndicatorLine extends StateCell implements BarListener {
  readonly #series: BarSeries;
  #stand: Stand = NOWHERE;

  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'indicator'>,
  ) {
    super(owner);
    this.#series = owner.book.series(condition.interval);
    this.presume(null);
  }

  get barsKept(): number {
    return this.barsNeeded <= MOST_KEPT ? this.barsNeeded : 0;
  }

  get barsNeeded(): number {
    return Math.max(this.#line.warmUp, this.#other?.warmUp ?? 0) + 1;
  }

  override get isState(): boolean {
    return this.condition.op === 'above' || this.condition.op === 'below';
  }

  override get blindness(): Blindness | null {
    return this.#side === null ? 'warming_up' : null;
  }

  override start(_at: number, saved: CellState): void {
    if (Array.isArray(saved)) {
      this.#stand = saved[0] as Stand;
      this.load(saved[1] as number);
    }
    this.#series.listeners.add(this);
    this.#look();
  }

  override save(): CellState {
    return [this.#stand, super.save()];
  }

  override stop(): void {
    this.#series.listeners.delete(this);
  }

  canDecide(): boolean {
    return this.#side !== null;
  }

  onClose(): void {
    const side = this.#side;
    if (side === null) return;
    const crossing = crossingOf(this.#stand, side);
    this.#stand = nextStand(this.#stand, side);
    if (this.isState) this.settle(this.#holds(side));
    else if (crossing === (this.condition.op === 'cross_up' ? 1 : -1)) {
      this.owner.occurred(this, null, 0);
    }
  }

  onBars(): void {
    this.#look();
  }

  /** The value that history gives counts as the one when armed. */
  #look(): void {
    const side = this.#side;
    if (side === null || this.#stand !== NOWHERE) return;
    this.#stand = nextStand(NOWHERE, side);
    this.presume(this.#holds(side));
  }

  #holds(side: Sign): boolean {
    return side === 0 || side > 0 === (this.condition.op === 'above');
  }

  get #line(): Indicator {
    return this.#series.indicator(this.condition);
  }

  get #other(): Indicator | null {
    const { other } = this.condition;
    return other ? this.#series.indicator(other) : null;
  }

  get #side(): Sign | null {
    const line = this.#line.value;
    const other = this.condition.other ? this.#other?.value : this.condition.value;
    if (line === null || other === null || other === undefined) return null;
    return Math.sign(line - other) as Sign;
  }
}
