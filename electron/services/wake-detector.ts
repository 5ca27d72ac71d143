import type { Clock, Timer } from './clock';

const CHECK_EVERY_MS = 1000;
/** Wall time that may pass unseen by the monotonic clock before it counts as sleep. */
const TOLERANCE_MS = 5000;

/**
 * Notices that the machine has slept, or that its wall clock was set: the monotonic clock stands
 * still in sleep, so the two drift apart. Both leave sockets that look open and are dead.
 */
export class WakeDetector {
  #timer: Timer | null = null;
  #drift: number;

  /** @param onWake Gets how far the wall clock moved on its own, in ms; negative when it was set back. */
  constructor(
    private readonly clock: Clock,
    private readonly onWake: (jumpMs: number) => void,
  ) {
    this.#drift = clock.now() - clock.monotonic();
  }

  start(): void {
    this.#timer = this.clock.every(CHECK_EVERY_MS, () => this.#check());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #check(): void {
    const drift = this.clock.now() - this.clock.monotonic();
    const jump = drift - this.#drift;
    // Followed also when it is small, so that a slowly corrected clock never adds up to a jump.
    this.#drift = drift;
    if (Math.abs(jump) > TOLERANCE_MS) this.onWake(jump);
  }
}
