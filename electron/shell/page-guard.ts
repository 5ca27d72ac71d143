import type { WebContents } from 'electron';
import type { Clock, Timer } from '../services/clock';
import type { Logger } from '../services/logger';

/** Loads within this time at the most; a page that cannot live is not to eat the machine. */
const LOADS = 3;
const WINDOW_MS = 60_000;
/** A page that has not answered for this long is not waited for any more. */
const PATIENCE_MS = 10_000;

/** The part of a page that is guarded. */
export type GuardedPage = Pick<
  WebContents,
  'on' | 'reload' | 'isDestroyed' | 'forcefullyCrashRenderer'
>;

/**
 * Brings a page back that has crashed or hangs: at once, but at most three times a minute. The
 * services live in another process and do not notice.
 */
export class PageGuard {
  readonly #page: GuardedPage;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Monotonic moments of the last loads, planned ones too, oldest first. */
  #loads: number[] = [];
  #hang: Timer | null = null;

  constructor(page: GuardedPage, { clock, logger }: { clock: Clock; logger: Logger }) {
    this.#page = page;
    this.#clock = clock;
    this.#logger = logger;
    page.on('render-process-gone', (_event, { reason, exitCode }) => {
      this.#answers();
      if (reason !== 'clean-exit') this.#bringBack({ reason, exitCode });
    });
    page.on('unresponsive', () => this.#hangs());
    page.on('responsive', () => this.#answers());
  }

  #bringBack(fields: { reason: string; exitCode: number }): void {
    const inMs = this.#reserve();
    this.#logger.error('The page is gone and is loaded anew', { ...fields, inMs });
    // Never within the event itself: the page's process is still being taken down.
    this.#clock.after(inMs, () => {
      if (!this.#page.isDestroyed()) this.#page.reload();
    });
  }

  /** Takes a place among the loads of a minute. @returns ms until it may be used. */
  #reserve(): number {
    const now = this.#clock.monotonic();
    this.#loads = this.#loads.filter((at) => at > now - WINDOW_MS);
    const earliest = this.#loads.at(-LOADS);
    const at = earliest === undefined ? now : earliest + WINDOW_MS;
    this.#loads.push(at);
    return at - now;
  }

  #hangs(): void {
    this.#logger.warn('The page does not answer');
    this.#hang ??= this.#clock.after(PATIENCE_MS, () => {
      this.#hang = null;
      if (!this.#page.isDestroyed()) this.#page.forcefullyCrashRenderer();
    });
  }

  #answers(): void {
    this.#hang?.cancel();
    this.#hang = null;
  }
}
