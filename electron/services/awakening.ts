import type { Clock } from './clock';
import type { Logger } from './logger';
import { WakeDetector } from './wake-detector';

/** One awakening is told of more than once: by the system, often twice, and by the clocks. */
const SAME_WITHIN_MS = 5000;

export interface AwakeningOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Takes every connection for dead and makes new ones. */
  readonly restart: (reason: string) => void;
}

/** Has the connections made anew when the machine has slept, once for each sleep. */
export class Awakening {
  readonly #options: AwakeningOptions;
  readonly #detector: WakeDetector;
  #wokeAt = -Infinity;

  constructor(options: AwakeningOptions) {
    this.#options = options;
    this.#detector = new WakeDetector(options.clock, (jumpMs) => {
      options.logger.warn('The machine slept or its clock was set', { jumpMs });
      this.wake('The machine has slept');
    });
  }

  start(): void {
    this.#detector.start();
  }

  stop(): void {
    this.#detector.stop();
  }

  /** The machine goes to sleep: what wakes it is another awakening, however soon. */
  sleep(): void {
    this.#wokeAt = -Infinity;
  }

  /** The machine is awake again. @param reason For people. */
  wake(reason: string): void {
    const { clock, logger, restart } = this.#options;
    const now = clock.monotonic();
    if (now - this.#wokeAt < SAME_WITHIN_MS) return;
    this.#wokeAt = now;
    logger.info('Connecting anew', { reason });
    restart(reason);
  }
}
