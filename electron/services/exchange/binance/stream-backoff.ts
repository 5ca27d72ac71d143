import { Backoff } from '../../backoff';
import type { Clock, Timer } from '../../clock';

const STABLE_AFTER_MS = 60_000;

/**
 * The waiting times of a venue, shared by all its connections. Attempts that fail together count as
 * one failure, so that ten connections lost at once do not drive each other's wait up.
 */
export class StreamBackoff {
  readonly #backoff: Backoff;
  #round = 0;
  #heldUntil = 0;
  #stable: Timer | null = null;
  #isRaised = false;

  constructor(
    private readonly clock: Clock,
    random: () => number,
  ) {
    this.#backoff = new Backoff(random);
  }

  /** The present round; to be kept by an attempt and handed in when it fails. */
  get round(): number {
    return this.#round;
  }

  /** Milliseconds the venue has asked to be left alone for; 0 when it has not. */
  get heldMs(): number {
    return Math.max(0, this.#heldUntil - this.clock.monotonic());
  }

  /** Notes the failure of an attempt of that round. Returns ms to wait before the next. */
  failed(round: number, holdMs: number): number {
    this.#heldUntil = Math.max(this.#heldUntil, this.clock.monotonic() + holdMs);
    this.unsettled();
    this.#isRaised = true;
    if (round === this.#round) {
      this.#round++;
      this.#backoff.advance();
    }
    return Math.max(this.heldMs, this.#backoff.wait());
  }

  /** All is well; a minute of it ends the episode. */
  settled(): void {
    if (!this.#isRaised || this.#stable) return;
    this.#stable = this.clock.after(STABLE_AFTER_MS, () => {
      this.unsettled();
      this.#isRaised = false;
      this.#backoff.reset();
    });
  }

  unsettled(): void {
    this.#stable?.cancel();
    this.#stable = null;
  }
}
