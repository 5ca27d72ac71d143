import type { Reply } from '../../shared/protocol/reply';

/** The pace the services allow one client, with some room left for a second tab's manners. */
export interface Pace {
  /** Requests that may wait for their answer at the same time. */
  readonly maxInFlight: number;
  readonly perSecond: number;
  /** Requests that may go out at once after a quiet time. */
  readonly burst: number;
}

type Send<T> = () => Promise<Reply<T>>;

const PACE: Pace = { maxInFlight: 10, perSecond: 16, burst: 32 };
const MAX_TRIES = 5;

/** Sends requests in order and no faster than the services allow; what is refused for speed goes again. */
export class RequestQueue {
  readonly #waiting: (() => void)[] = [];
  #inFlight = 0;
  #credit: number;
  #creditAt = performance.now();
  #notBefore = 0;
  #willWake = false;

  constructor(private readonly pace: Pace = PACE) {
    this.#credit = pace.burst;
  }

  /** Resolves with the answer; `RATE_LIMITED` only after several patient tries. */
  async run<T>(send: Send<T>): Promise<Reply<T>> {
    for (let tries = 1; ; tries += 1) {
      const reply = await this.#inTurn(send, tries > 1);
      if (reply.ok || reply.error.code !== 'RATE_LIMITED' || tries === MAX_TRIES) return reply;
      this.#notBefore = performance.now() + (reply.error.retry_after_ms ?? 1000);
    }
  }

  async #inTurn<T>(send: Send<T>, isRetry: boolean): Promise<Reply<T>> {
    await new Promise<void>((go) => {
      if (isRetry) this.#waiting.unshift(go);
      else this.#waiting.push(go);
      this.#pump();
    });
    try {
      return await send();
    } finally {
      this.#inFlight -= 1;
      this.#pump();
    }
  }

  #pump(): void {
    while (this.#waiting.length > 0 && this.#inFlight < this.pace.maxInFlight) {
      const wait = this.#waitMs();
      if (wait > 0) {
        this.#wakeIn(wait);
        return;
      }
      this.#credit -= 1;
      this.#inFlight += 1;
      this.#waiting.shift()?.();
    }
  }

  #waitMs(): number {
    const now = performance.now();
    const earned = ((now - this.#creditAt) / 1000) * this.pace.perSecond;
    this.#credit = Math.min(this.pace.burst, this.#credit + earned);
    this.#creditAt = now;
    const forCredit = this.#credit >= 1 ? 0 : ((1 - this.#credit) / this.pace.perSecond) * 1000;
    return Math.max(forCredit, this.#notBefore - now);
  }

  #wakeIn(ms: number): void {
    if (this.#willWake) return;
    this.#willWake = true;
    setTimeout(() => {
      this.#willWake = false;
      this.#pump();
    }, Math.ceil(ms));
  }
}
