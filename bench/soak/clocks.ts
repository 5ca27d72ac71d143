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

/**
 * A clock that moves in leaps: whatever falls due within one runs at its end, once, as on a machine
 * that is late. It makes long times cheap, since a venue need not be exact to the millisecond.
 */
export class LeapClock extends FakeClock {
  /** Moves time on, then runs what has fallen due. */
  override advance(ms: number): void {
    this.elapsed += ms;
    for (const pending of [...this.waiting]) {
      if (pending.due <= this.elapsed && this.waiting.has(pending)) this.fire(pending);
    }
  }
}
