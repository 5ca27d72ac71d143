import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../../shared/domain/errors';
import type { Limits } from '../config';

/** Requests over the limit within ten seconds after which a client is shown the door. */
const STRIKES = 100;
/** Bad tokens a minute from one address, after which it is told to wait. No program needs so many. */
const BAD_TOKENS = 200;
const MINUTE_S = 60;

/** Holds every client to the same pace: so many requests a second, and a burst on top. */
export class RateLimit {
  readonly #requests: BurstyRateLimiter;
  readonly #strikes: RateLimiterMemory;
  readonly #badTokens: RateLimiterMemory;

  constructor({ rate, burst }: Limits) {
    this.#requests = new BurstyRateLimiter(
      new RateLimiterMemory({ keyPrefix: 'rate', points: rate, duration: 1 }),
      new RateLimiterMemory({
        keyPrefix: 'burst',
        points: burst,
        // The burst fills up again as fast as the rate allows.
        duration: Math.max(1, Math.ceil(burst / rate)),
      }),
    );
    this.#strikes = new RateLimiterMemory({ keyPrefix: 'strike', points: STRIKES, duration: 10 });
    this.#badTokens = new RateLimiterMemory({
      ...{ keyPrefix: 'bad-token', points: BAD_TOKENS, duration: MINUTE_S },
    });
  }

  /**
   * Counts one request.
   * @throws {AppError} `RATE_LIMITED` with `retry_after_ms`.
   */
  async spend(key: string): Promise<void> {
    await consume(this.#requests, key, 'Too many requests; slow down');
  }

  /**
   * Counts a bad token. Good ones are never counted, so that nobody can lock out their owner.
   * @param key What the peer counts as, see `addressKey`.
   * @throws {AppError} `RATE_LIMITED` with `retry_after_ms`.
   */
  async spendBadToken(key: string): Promise<void> {
    await consume(this.#badTokens, key, 'Too many bad tokens from here; wait');
  }

  /** Notes that a client broke the limit; false once it has done so too often. */
  async strike(key: string): Promise<boolean> {
    try {
      await this.#strikes.consume(key);
      return true;
    } catch {
      return false;
    }
  }
}

async function consume(
  limiter: BurstyRateLimiter | RateLimiterMemory,
  key: string,
  message: string,
): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new AppError('RATE_LIMITED', message, {
      info: { retry_after_ms: Math.max(1, Math.ceil(error.msBeforeNext)) },
    });
  }
}
