import { AppError } from '../../../../shared/domain/errors';
import type { Clock, Timer } from '../../clock';

/** Who waits for an answer: a person, or the program for its own upkeep. */
export type Priority = 'user' | 'background';

const MINUTE_MS = 60_000;
/** Of spot; replaced by what exchangeInfo says. */
const USUAL_LIMIT = 6000;
/** Shares of the limit; the rest is left to other programs behind the same address. */
const SHARES: Readonly<Record<Priority, number>> = { user: 0.8, background: 0.5 };
const MAX_WAITING = 1000;

interface Waiting {
  readonly weight: number;
  readonly resolve: (minute: number) => void;
  readonly reject: (reason: AppError) => void;
}

export interface WeightGovernorOptions {
  readonly host: string;
  readonly clock: Clock;
  /** The venue's clock, ms UTC: its minutes are what it counts by. */
  readonly now: () => number;
}

/**
 * Keeps the requests to one host within what it allows. Weight is counted per UTC minute of the
 * venue; a request that does not fit waits for the next minute, people before the program's upkeep.
 */
export class WeightGovernor {
  readonly #options: WeightGovernorOptions;
  readonly #waiting: Readonly<Record<Priority, Waiting[]>> = { user: [], background: [] };
  #limit = USUAL_LIMIT;
  #minute = -1;
  #used = 0;
  #timer: Timer | null = null;
  /** Monotonic, so that a wall clock that jumps neither lifts a block nor prolongs it. */
  #blockedUntil = -Infinity;

  constructor(options: WeightGovernorOptions) {
    this.#options = options;
  }

  /** When the host may be asked again, ms UTC by our wall clock; null while it may. */
  get unavailableUntil(): number | null {
    const left = this.#blockedUntil - this.#options.clock.monotonic();
    return left > 0 ? this.#options.clock.now() + left : null;
  }

  /** Weight counted in the present minute. */
  get used(): number {
    this.#turnMinute();
    return this.#used;
  }

  /** Weight the venue allows in a minute. */
  get limit(): number {
    return this.#limit;
  }

  /** Requests that wait for a later minute. */
  get waiting(): number {
    return this.#waiting.user.length + this.#waiting.background.length;
  }

  /** Takes the venue's own figure, in weight a minute. */
  setLimit(limit: number): void {
    this.#limit = limit;
  }

  /**
   * Waits until a request of this weight fits and counts it.
   * @returns the minute it was counted in, for `observe`.
   * @throws {AppError} `UNAVAILABLE` while the host is blocked, or when too many wait already.
   */
  acquire(weight: number, priority: Priority): Promise<number> {
    const until = this.unavailableUntil;
    if (until !== null) return Promise.reject(blocked(this.#options.host, until));
    this.#turnMinute();
    if (!this.#isBehindOthers(priority) && this.#fits(weight, priority)) {
      this.#used += weight;
      return Promise.resolve(this.#minute);
    }
    const queue = this.#waiting[priority];
    if (queue.length >= MAX_WAITING) {
      return Promise.reject(new AppError('UNAVAILABLE', 'Too many requests wait for the exchange'));
    }
    return new Promise((resolve, reject) => {
      queue.push({ weight, resolve, reject });
      this.#wakeNextMinute();
    });
  }

  /** Takes the venue's count for a request of that minute; the larger of both counts holds. */
  observe(minute: number, used: number): void {
    this.#turnMinute();
    if (minute === this.#minute && used > this.#used) this.#used = used;
  }

  /** Lets nothing through for that long; what waits is refused. Never shortens a block. */
  block(ms: number): void {
    const { clock, host } = this.#options;
    this.#blockedUntil = Math.max(this.#blockedUntil, clock.monotonic() + ms);
    this.#refuseAll(blocked(host, this.unavailableUntil ?? clock.now()));
  }

  /** Refuses what waits and leaves no timer. */
  stop(): void {
    this.#refuseAll(new AppError('UNAVAILABLE', 'Tickwatch is stopping'));
  }

  #isBehindOthers(priority: Priority): boolean {
    const { user, background } = this.#waiting;
    return user.length > 0 || (priority === 'background' && background.length > 0);
  }

  /** The first of a minute always fits, or what is dearer than the whole share would wait for ever. */
  #fits(weight: number, priority: Priority): boolean {
    return this.#used === 0 || this.#used + weight <= this.#limit * SHARES[priority];
  }

  #turnMinute(): void {
    const minute = Math.floor(this.#options.now() / MINUTE_MS);
    // A new reading of the clock may step back over the turn of a minute, which begins it only once.
    if (minute === this.#minute || minute === this.#minute - 1) return;
    this.#minute = minute;
    this.#used = 0;
  }

  #wakeNextMinute(): void {
    const { clock, now } = this.#options;
    this.#timer ??= clock.after(MINUTE_MS - (now() % MINUTE_MS), () => {
      this.#timer = null;
      this.#admit();
    });
  }

  #admit(): void {
    this.#turnMinute();
    const { user, background } = this.#waiting;
    this.#admitFrom(user, 'user');
    if (user.length === 0) this.#admitFrom(background, 'background');
    if (user.length + background.length > 0) this.#wakeNextMinute();
  }

  #admitFrom(queue: Waiting[], priority: Priority): void {
    for (let next = queue[0]; next && this.#fits(next.weight, priority); next = queue[0]) {
      queue.shift();
      this.#used += next.weight;
      next.resolve(this.#minute);
    }
  }

  #refuseAll(reason: AppError): void {
    this.#timer?.cancel();
    this.#timer = null;
    const { user, background } = this.#waiting;
    for (const { reject } of [...user.splice(0), ...background.splice(0)]) reject(reason);
  }
}

function blocked(host: string, until: number): AppError {
  const info = { until: new Date(until).toISOString() };
  return new AppError('UNAVAILABLE', pauseText(host, until), { info });
}

/** What a block is called for people. @param until ms UTC. */
export function pauseText(host: string, until: number): string {
  return `${host} asked us to pause until ${new Date(until).toISOString()}`;
}
