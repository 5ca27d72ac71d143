import type { ConditionOf } from '../../alert-conditions';
import { NEXT_PRICE, type Blindness, type CellState, type Owner } from '../cell';
import { nextDown, nextUp, type Sign } from '../exact';
import { StateCell } from '../state-cell';

/** Which part of the scale the price is in: under, in or over the channel, or not known. */
type Zone = Sign | 2;

/**
 * `inside` and `outside` last; `enter` and `exit` happen between one price and the next. The bounds
 * belong to the channel. A jump right through it neither enters nor exits.
 */
export class Channel extends StateCell {
  #zone: Zone = 2;
  /** The bound passed last and the way it was passed. */
  #passed: { readonly level: number; readonly direction: Sign } | null = null;

  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'channel'>,
  ) {
    super(owner);
  }

  override get isState(): boolean {
    return this.condition.when === 'inside' || this.condition.when === 'outside';
  }

  override get level(): number | null {
    return this.#passed?.level ?? null;
  }

  override get direction(): Sign {
    return this.#passed?.direction ?? 0;
  }

  override get blindness(): Blindness | null {
    return this.#zone === 2 ? 'no_price' : null;
  }

  override start(_at: number, saved: CellState): void {
    const { price } = this.owner.book;
    if (Array.isArray(saved)) {
      this.#zone = saved[0] as Zone;
      this.load(saved[1] as number);
      if (saved[2] !== null) {
        this.#passed = { level: saved[2] as number, direction: saved[3] as Sign };
      }
    } else {
      if (price !== null) this.#zone = this.#zoneOf(price);
      this.presume(this.#zone === 2 ? null : this.#holds(this.#zone));
    }
    if (this.isState && this.isFresh) this.aim(NEXT_PRICE, -Infinity);
    else this.#aim();
  }

  override save(): CellState {
    return [this.#zone, super.save(), this.level, this.direction];
  }

  override wake(): void {
    const before = this.#zone;
    const zone = this.#zoneOf(this.owner.book.price ?? 0);
    this.#zone = zone;
    this.#aim();
    if (before !== 2 && before !== zone) this.#passed = this.#bound(before, zone);
    if (this.isState) this.settle(this.#holds(zone));
    else if (this.#happens(before, zone)) this.owner.occurred(this, this.level, this.direction);
  }

  #zoneOf(price: number): Sign {
    return price < this.condition.low ? -1 : price > this.condition.high ? 1 : 0;
  }

  #holds(zone: Zone): boolean {
    return (zone === 0) === (this.condition.when === 'inside');
  }

  #happens(before: Zone, zone: Zone): boolean {
    if (before === 2 || before === zone) return false;
    return this.condition.when === 'enter' ? zone === 0 : before === 0;
  }

  /** The last bound on the way from one zone to another. */
  #bound(before: Sign, zone: Sign): { level: number; direction: Sign } {
    const { low, high } = this.condition;
    const isUp = zone > before;
    const isOuter = zone !== 0;
    return { level: isUp === isOuter ? high : low, direction: isUp ? 1 : -1 };
  }

  #aim(): void {
    const { low, high } = this.condition;
    if (this.#zone === 2) this.aim(NEXT_PRICE, -Infinity);
    else if (this.#zone === 0) this.aim(nextUp(high), nextDown(low));
    else if (this.#zone < 0) this.aim(low, -Infinity);
    else this.aim(Infinity, high);
  }
}
