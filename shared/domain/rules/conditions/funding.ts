import type { ConditionOf } from '../../alert-conditions';
import type { Blindness, CellState, Owner } from '../cell';
import { StateCell } from '../state-cell';

/** Compares the funding rate, in percent a period, with a bound (included), or sees its sign flip. */
export class Funding extends StateCell {
  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'funding'>,
  ) {
    super(owner);
  }

  /** The sign of the last rate that was not 0. */
  #sign = 0;

  override get isState(): boolean {
    return this.condition.flips === undefined;
  }

  override get blindness(): Blindness | null {
    return this.owner.book.fundingPercent === null ? 'no_mark_price' : null;
  }

  override start(_at: number, saved: CellState): void {
    const { fundingPercent } = this.owner.book;
    this.owner.book.onFunding.add(this);
    if (Array.isArray(saved)) {
      this.#sign = saved[0] as number;
      this.load(saved[1] as number);
      return;
    }
    this.#sign = Math.sign(fundingPercent ?? 0);
    this.presume(fundingPercent === null ? null : this.#holds(fundingPercent));
  }

  override save(): CellState {
    return [this.#sign, super.save()];
  }

  override stop(): void {
    this.owner.book.onFunding.delete(this);
  }

  override wake(): void {
    const rate = this.owner.book.fundingPercent ?? 0;
    const before = this.#sign;
    if (rate !== 0) this.#sign = Math.sign(rate);
    if (this.isState) this.settle(this.#holds(rate));
    else if (before !== 0 && this.#sign !== before) this.owner.occurred(this, null, 0);
  }

  #holds(rate: number): boolean {
    const { above, below } = this.condition;
    if (above !== undefined) return rate >= above;
    return below !== undefined && rate <= below;
  }
}
