import type { Clock, Timer } from '../../electron/services/clock';
import { FakeClock } from '../../electron/services/fake-clock';

/** A clock that stands still until told otherwise, whose wall can move without its monotonic side. */
export class SleepyClock extends FakeClock {
  #lead = 0;

  override now(): number {
    return super.now() + this.#lead;
  }

  /** Moves the wall clock alone, as sleep does and people who set it; negative sets it back. */
  moveWall(ms: number): void {
    this.#lead += ms;
  }
}

interface Pending {
  readonly run: () => void;
  readonly every: number | null;
  due: number;
}

/**
 * A clock that moves in leaps: whatever falls due within one runs at its end, once, as on a machine
 * that is late. It makes long times cheap, since a venue need not be exact to the millisecond.
 */
export class LeapClock implements Clock {
  readonly #pending = new Set<Pending>();
  #elapsed = 0;

  constructor(private readonly origin: number) {}

  now(): number {
    return this.origin + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  after(ms: number, run: () => void): Timer {
    return this.#add({ run, every: null, due: this.#elapsed + ms });
  }

  every(ms: number, run: () => void): Timer {
    return this.#add({ run, every: ms, due: this.#elapsed + ms });
  }

  /** Moves time on, then runs what has fallen due. */
  advance(ms: number): void {
    this.#elapsed += ms;
    for (const pending of [...this.#pending]) {
      if (pending.due > this.#elapsed || !this.#pending.has(pending)) continue;
      if (pending.every === null) this.#pending.delete(pending);
      else pending.due = this.#elapsed + pending.every;
      pending.run();
    }
  }

  #add(pending: Pending): Timer {
    this.#pending.add(pending);
    return { cancel: () => void this.#pending.delete(pending) };
  }
}
