import type { Clock } from '../../clock';
import type { VenueAudit } from './venue-audit';

/** A request this soon after a refusal may have been on its way already. */
const ON_ITS_WAY_MS = 250;
/** So many requests before a Retry-After is over get the address banned. */
const PATIENCE = 10;
const FIRST_BAN_MS = 120_000;
const LONGEST_BAN_MS = 3 * 86_400_000;

/** What a client's address has to sit out after a refusal, per limit pool. */
export class AddressPenalty {
  #since = 0;
  #until = 0;
  #rule: 'retryAfter' | 'ban' = 'retryAfter';
  #ignored = 0;
  #bannedUntil = 0;
  #banMs = FIRST_BAN_MS;

  constructor(
    private readonly clock: Clock,
    private readonly audit: VenueAudit,
  ) {}

  /** Counts a request. Returns the seconds left of a ban by the venue, null when there is none. */
  request(): number | null {
    const now = this.clock.monotonic();
    if (now < this.#until && now - this.#since >= ON_ITS_WAY_MS) this.#ignore(now);
    return now < this.#bannedUntil ? Math.ceil((this.#bannedUntil - now) / 1000) : null;
  }

  /** Takes note of a refusal that was sent. @param retryAfter the header; what is no number binds nobody. */
  refused(status: number, retryAfter: string | undefined): void {
    this.audit.refused();
    const seconds = Number(retryAfter);
    if (!(seconds > 0)) return;
    const now = this.clock.monotonic();
    const until = now + Math.min(seconds * 1000, LONGEST_BAN_MS);
    if (now >= this.#until) this.#since = now;
    this.#rule = status === 418 ? 'ban' : 'retryAfter';
    this.#until = Math.max(this.#until, until);
  }

  #ignore(now: number): void {
    this.audit.broke(this.#rule);
    this.#ignored += 1;
    if (this.#ignored < PATIENCE || now < this.#bannedUntil) return;
    this.#ignored = 0;
    this.#bannedUntil = now + this.#banMs;
    this.#banMs = Math.min(this.#banMs * 2, LONGEST_BAN_MS);
  }
}
