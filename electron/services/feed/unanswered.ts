import { AppError } from '../../../shared/domain/errors';
import { RefusedError } from '../exchange/refused-error';

/**
 * So long, or until so many trades wait behind the hole, before the tape goes on without what
 * history may still bring: a trade that was missed is worse than a price that is told to be old.
 */
export const GIVE_UP_MS = 30 * 60_000;
export const GIVE_UP_WAITING = 10_000;
/** A question refused so often, over so long, is not answered later either. */
const REFUSALS = 3;
const REFUSED_MS = 60_000;

/** What the failures of history since its last answer say. Moments are monotonic, in ms. */
export class Unanswered {
  #since: number | null = null;
  #refusedSince: number | null = null;
  #refusals = 0;

  /** To be called at an answer, and where another matter begins. */
  reset(): void {
    this.#since = this.#refusedSince = null;
    this.#refusals = 0;
  }

  failed(error: unknown, now: number): void {
    this.#since ??= now;
    if (isRefusal(error)) {
      this.#refusedSince ??= now;
      this.#refusals++;
    } else {
      this.#refusedSince = null;
      this.#refusals = 0;
    }
  }

  /** Whether nothing is to be waited for any more. @param waiting Trades that wait behind the hole. */
  isHopeless(waiting: number, now: number): boolean {
    if (this.#since === null) return false;
    const isRefused = this.#refusals >= REFUSALS && now - (this.#refusedSince ?? now) >= REFUSED_MS;
    return isRefused || waiting >= GIVE_UP_WAITING || now - this.#since >= GIVE_UP_MS;
  }
}

function isRefusal(error: unknown): boolean {
  if (error instanceof RefusedError) return true;
  return error instanceof AppError && error.code === 'UNKNOWN_SYMBOL';
}
