import { Backoff } from '../backoff';
import type { Clock, Timer } from '../clock';
import type { Logger } from '../logger';
import { Unanswered } from './unanswered';

/** The least wait before a question is repeated. */
const LEAST_MS = 250;
/** The most wait for history that merely trails, and after so many tries for one that is far behind. */
const LAG_CEILING_MS = 4000;
const LONG_AFTER_TRIES = 30;
const LONG_CEILING_MS = 30_000;

export interface PatienceOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Asks for history, and waits before it is asked again. */
export class Patience {
  /** What its failures since the last answer say. */
  readonly unanswered = new Unanswered();
  readonly #backoff: Backoff;
  #isStopped = false;
  #timer: Timer | null = null;
  #wake: (() => void) | null = null;

  constructor(private readonly options: PatienceOptions) {
    this.#backoff = new Backoff(options.random);
  }

  /** Resolves to null after a failure, when it has waited for the next try. */
  async ask<T>(question: () => Promise<T>): Promise<T | null> {
    try {
      const answer = await question();
      this.#backoff.reset();
      this.unanswered.reset();
      return answer;
    } catch (error) {
      if (this.#isStopped) return null;
      this.unanswered.failed(error, this.options.clock.monotonic());
      this.options.logger.warn('Missed trades not fetched yet', { error: String(error) });
      await this.#pause(Math.max(LEAST_MS, this.#backoff.next()));
      return null;
    }
  }

  /**
   * Waits for history to catch up: twice as long at each try, up to 4 s, and up to 30 s after two
   * minutes. @param tries From 0.
   */
  waitForLag(tries: number): Promise<void> {
    const ceiling = tries < LONG_AFTER_TRIES ? LAG_CEILING_MS : LONG_CEILING_MS;
    return this.#pause(Math.min(ceiling, LEAST_MS * 2 ** tries));
  }

  /** Ends a wait, for good. */
  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#wake?.();
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#timer = this.options.clock.after(ms, resolve);
    });
  }
}
