import type { Owner } from './cell';
import { comparePercentMove, type Sign } from './exact';
import type { Wakeable } from './wakeable';

/** Triggers lie this part nearer than the level: they wake, exact arithmetic decides. */
const EARLY = 1e-11;

/** After a fire at a level: which way it must not fire again until the price has gone back. */
type Closed = readonly [up: number | null, down: number | null];

/**
 * Hysteresis. After a fire on the way up no other follows on the way up until the price has been
 * the given percent below the level; the mirror image on the way down. What has no way of its own
 * waits until the price has been that far away on either side.
 */
export class Gate implements Wakeable {
  risingSlot = -1;
  fallingSlot = -1;
  /** The level whose return opens it, by the way that is closed; null: open. */
  #up: number | null = null;
  #down: number | null = null;
  #isNeutral = false;

  constructor(
    private readonly owner: Owner,
    private readonly percent: number,
  ) {}

  get isDone(): boolean {
    return this.owner.isDone;
  }

  /** Whether a fire that way may pass. */
  allows(direction: Sign): boolean {
    this.#open();
    if (direction === 0 || this.#isNeutral) return this.#up === null && this.#down === null;
    return (direction > 0 ? this.#up : this.#down) === null;
  }

  /** A fire at a level has passed. */
  close(level: number, direction: Sign): void {
    if (direction >= 0) this.#up = level;
    if (direction <= 0) this.#down = level;
    this.#isNeutral = direction === 0;
    this.#aim();
  }

  wake(): void {
    this.#open();
    this.#aim();
  }

  stop(): void {
    this.owner.book.aim(this, Infinity, -Infinity);
  }

  save(): readonly (number | null)[] {
    const state: Closed = [this.#up, this.#down];
    return [...state, this.#isNeutral ? 1 : 0];
  }

  load([up = null, down = null, isNeutral]: readonly (number | null)[]): void {
    this.#up = up;
    this.#down = down;
    this.#isNeutral = isNeutral === 1;
    this.#aim();
  }

  #open(): void {
    const { price } = this.owner.book;
    if (price === null) return;
    const isDown = this.#up !== null && comparePercentMove(price, this.#up, -this.percent) <= 0;
    const isUp = this.#down !== null && comparePercentMove(price, this.#down, this.percent) >= 0;
    if (isDown || (this.#isNeutral && isUp)) this.#up = null;
    if (isUp || (this.#isNeutral && isDown)) this.#down = null;
  }

  #aim(): void {
    const part = this.percent / 100;
    const upper = this.#down === null ? Infinity : this.#down * (1 + part) * (1 - EARLY);
    const lower = this.#up === null ? -Infinity : this.#up * (1 - part) * (1 + EARLY);
    this.owner.book.aim(this, upper, lower);
  }
}
