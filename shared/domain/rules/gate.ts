import type { Owner } from './cell';
import { comparePercentMove, type Sign } from './exact';
import type { Wakeable } from './wakeable';

/** Triggers lie this part nearer than the level: they wake, exact arithmetic decides. */
const EARLY = 1e-11;

/** All that a gate remembers; plain data. */
export interface GateState {
  /** The level whose return opens it, by the way that is closed; null: open. */
  readonly up: number | null;
  readonly down: number | null;
  /** Closed by something that has no way of its own. */
  readonly isNeutral: boolean;
}

/**
 * Hysteresis. After a fire on the way up no other follows on the way up until the price has been
 * the given percent below the level; the mirror image on the way down. What has no way of its own
 * waits until the price has been that far away on either side.
 */
export class Gate implements Wakeable {
  risingSlot = -1;
  fallingSlot = -1;
  #state: GateState = { up: null, down: null, isNeutral: false };
  /** The moment of the fire that closed it: only a later price can be the way back. */
  #closedIn = -1;

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
    const { up, down, isNeutral } = this.#state;
    if (direction === 0 || isNeutral) return up === null && down === null;
    return (direction > 0 ? up : down) === null;
  }

  /** A fire at a level has passed. */
  close(level: number, direction: Sign): void {
    const { up, down } = this.#state;
    this.#closedIn = this.owner.book.moment;
    this.#state = {
      up: direction >= 0 ? level : up,
      down: direction <= 0 ? level : down,
      isNeutral: direction === 0,
    };
    this.#aim();
  }

  wake(): void {
    this.#open();
    this.#aim();
  }

  stop(): void {
    this.owner.book.aim(this, Infinity, -Infinity);
  }

  save(): GateState {
    return this.#state;
  }

  load(state: GateState): void {
    this.#state = state;
    this.#aim();
  }

  #open(): void {
    const { price, moment } = this.owner.book;
    if (price === null || moment === this.#closedIn) return;
    const { up, down, isNeutral } = this.#state;
    const isDown = up !== null && comparePercentMove(price, up, -this.percent) <= 0;
    const isUp = down !== null && comparePercentMove(price, down, this.percent) >= 0;
    if (isDown || isUp) {
      this.#state = this.#opened(isDown || isNeutral, isUp || isNeutral);
    }
  }

  #opened(up: boolean, down: boolean): GateState {
    const state = this.#state;
    return { ...state, up: up ? null : state.up, down: down ? null : state.down };
  }

  #aim(): void {
    const { up, down } = this.#state;
    const part = this.percent / 100;
    const upper = down === null ? Infinity : down * (1 + part) * (1 - EARLY);
    const lower = up === null ? -Infinity : up * (1 - part) * (1 + EARLY);
    this.owner.book.aim(this, upper, lower);
  }
}
