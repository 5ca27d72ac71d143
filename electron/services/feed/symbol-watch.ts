import type { FeedState, FeedStatus } from '../../../shared/domain/feed-status';
import type { Trade } from '../../../shared/domain/trade';
import type { Tape } from './tape';
import { TradeRhythm } from './trade-rhythm';

/** The shortest silence that is looked into. */
const MIN_LIMIT_MS = 60_000;
/** A symbol may be silent for so many of its usual gaps. */
const USUAL_GAPS = 10;
/** The question is asked this long before the limit, so that its answer is there in time. */
const LEAD_MS = 5000;
/** A summary that shows an unknown trade is sent along with it: so long the trade may take. */
const DISPROOF_MS = 2000;
/** A subscription is agreed to this long after it is asked for, and only then brings trades. */
const SETTLING_MS = 3000;
/** A price that no trade has confirmed is held against history once, this long after it came. */
const FIRST_CHECK_MS = 10_000;
/** Between two questions about the same symbol: without an answer, and about a stream that is dead. */
const RETRY_MS = 15_000;
const FAULT_CHECK_MS = 30_000;
/** A symbol without a price is asked about less often: it may never have been traded. */
const UNPRICED_RETRY_MS = 60_000;
/** So long the first price may take before its lack is told. */
const FIRST_PRICE_MS = 30_000;
/** The same about a price that is disproved: its next trade may have been too young to tell. */
const DISPROVED_RETRY_MS = 5000;
/** A dead stream that a new subscription does not mend gets another connection, but rarely. */
const CONNECTION_EVERY_MS = 10 * 60_000;

const UNPRICED = 'No price of this symbol has come yet; the exchange is being asked for one';
const FETCHING = 'Missed trades are being fetched';
const BEHIND =
  'The history of the exchange is behind; missed trades are waited for before newer ones count';
const FOREIGN = 'The price is that of the source chosen before';
const UNCONFIRMED = 'Whether trades were missed is being checked';
const UNANSWERED = 'No trades come and the exchange does not answer whether there were any';
const DISPROVED =
  'The exchange shows another price and no trade for it; whether trades were missed is being checked';
const UNHEARD = 'The exchange has not agreed to send the trades of this symbol yet';
const DEAD = 'Trades no longer arrive although the exchange has newer ones; subscribing anew';

/** What is known of a symbol at one moment. */
export interface Observation {
  /** Monotonic, ms. */
  readonly now: number;
  readonly tape: Tape;
  readonly feed: FeedStatus;
  /** Why the venue does not trade it; null when it does. */
  readonly suspension: string | null;
  /** Whether the venue has agreed to send its trades. */
  readonly isHeard: boolean;
}

/** A state with its reason for people. */
export interface Judgment {
  readonly state: FeedState;
  readonly reason: string | null;
}

/**
 * Judges one symbol: it is live while what it shows was heard or confirmed within its limit. Silence
 * alone never makes it dead, and a feed that seems well never makes it live.
 */
export class SymbolWatch {
  readonly #rhythm = new TradeRhythm();
  #last: Observation;
  /** Monotonic moment as of which no trade is missing; null while that is not known. */
  #confirmedAt: number | null = null;
  /** The first price that comes counts as confirmed; after a break of the feed none does by itself. */
  #isUnsure = false;
  #askedAt = -Infinity;
  #isDead = false;
  /** Monotonic moment of the first summary that no trade explains and no answer has. */
  #disprovedAt: number | null = null;
  /** Since when its stream can have brought trades, by the venue's clock, ms UTC. */
  #hearsSince: number;
  #connectionAt = -Infinity;
  /** Trades heard when the suspension was learned of. */
  #heardAtSuspension = 0;
  #suspendedAt: number;
  readonly #watchedAt: number;

  /** @param startedAt Since when its trades are waited for, by the venue's clock, ms UTC. */
  constructor(
    first: Observation,
    readonly startedAt: number,
  ) {
    this.#last = first;
    this.#hearsSince = startedAt;
    this.#heardAtSuspension = first.tape.heard;
    this.#suspendedAt = this.#watchedAt = first.now;
    this.#confirmedAt = pricedAt(first.tape);
  }

  /** What the newest look showed. */
  get tape(): Tape {
    return this.#last.tape;
  }

  /** Monotonic moment at which the newest suspension was learned of; the watch's first before any. */
  get suspendedAt(): number {
    return this.#suspendedAt;
  }

  /** The venue's list says that it does not trade, and no trade has proven it wrong. */
  get isSuspended(): boolean {
    const { suspension, tape } = this.#last;
    return suspension !== null && tape.heard === this.#heardAtSuspension;
  }

  /**
   * Trades arrive, or a summary has shown a new price, although the venue's list says that it does
   * not trade: the list is old.
   * @param listedAt Monotonic moment at which the list was last read.
   */
  contradictsList(listedAt: number): boolean {
    const { suspension, tape } = this.#last;
    if (suspension === null) return false;
    const newsAt = tape.disprovedAt ?? -Infinity;
    return !this.isSuspended || newsAt > Math.max(listedAt, this.#suspendedAt);
  }

  /** How old its price is, ms; null before the first. */
  get dataAgeMs(): number | null {
    const { now, tape } = this.#last;
    return tape.asOf === null ? null : Math.max(0, now - tape.asOf);
  }

  /** Silence the symbol is allowed, ms. */
  get #limitMs(): number {
    return Math.max(MIN_LIMIT_MS, USUAL_GAPS * (this.#rhythm.medianGap ?? 0));
  }

  /** A summary shows a price that no trade explains, for longer than a trade may take. */
  get isDisproved(): boolean {
    return this.#disprovedAt !== null && this.#last.now - this.#disprovedAt >= DISPROOF_MS;
  }

  /**
   * Whether a stream that works would have brought a trade of the venue's history: a first one may
   * have happened before the subscription held.
   */
  shouldHaveHeard({ time }: Trade): boolean {
    return this.#last.tape.last !== null || time >= this.#hearsSince + SETTLING_MS;
  }

  /**
   * Takes a newer look.
   * @param venueNow Now by the venue's clock, ms UTC.
   */
  observe(seen: Observation, venueNow: number): void {
    const before = this.#last;
    this.#last = seen;
    if (seen.suspension !== null && before.suspension === null) {
      this.#heardAtSuspension = seen.tape.heard;
      this.#suspendedAt = seen.now;
    }
    const isBack = before.suspension !== null && seen.suspension === null;
    if (before.feed.state !== 'live') this.#hearsSince = venueNow;
    const isCut = before.feed.state === 'live' && seen.feed.state !== 'live';
    this.#listen(before.tape, seen);
    if (isBack || isCut) this.#doubt();
  }

  /** The venue was asked at that monotonic moment and had nothing that is missing here. */
  confirm(askedAt: number): void {
    this.#confirmedAt = Math.max(askedAt, this.#confirmedAt ?? askedAt);
    this.#isUnsure = false;
    this.#disprovedAt = null;
  }

  /**
   * The venue has trades that never arrived: it is dead until the stream brings one.
   * @returns what to try next; null while the last remedy may still work.
   */
  declareDead(now: number): 'stream' | 'connection' | null {
    if (!this.#isDead) {
      this.#isDead = true;
      return 'stream';
    }
    if (now - this.#connectionAt < CONNECTION_EVERY_MS) return null;
    this.#connectionAt = now;
    return 'connection';
  }

  /** A question about it goes out now. */
  asked(now: number): void {
    this.#askedAt = now;
  }

  /** Whether the venue's history has to be asked about its silence. */
  get needsAsking(): boolean {
    const { now, tape } = this.#last;
    if (!this.#canBeAsked) return false;
    if (tape.asOf === null) {
      return this.#waitsFor(FIRST_CHECK_MS) && now - this.#askedAt >= UNPRICED_RETRY_MS;
    }
    if (this.#isDead) return now - this.#askedAt >= FAULT_CHECK_MS;
    if (this.isDisproved) return now - this.#askedAt >= DISPROVED_RETRY_MS;
    return now - this.#askedAt >= RETRY_MS && this.#isDoubtful(now);
  }

  /** Whether it would need asking before long, so that it may join a question that is asked anyway. */
  get mayJoin(): boolean {
    if (this.#isDead || this.#last.tape.asOf === null) return this.needsAsking;
    return this.needsAsking || (this.#canBeAsked && this.#isSilent(0.5));
  }

  /** Whether history could tell anything about it now. */
  get #canBeAsked(): boolean {
    const { tape, feed } = this.#last;
    return !this.isSuspended && feed.state === 'live' && !tape.isForeign && !tape.isFilling;
  }

  get judgment(): Judgment {
    const { tape, feed, suspension, isHeard } = this.#last;
    if (this.isSuspended) return { state: 'offline', reason: suspension };
    if (feed.state !== 'live') return { state: feed.state, reason: feed.reason };
    if (!isHeard) return { state: 'connecting', reason: UNHEARD };
    return this.#ofTape(tape);
  }

  /** While its stream should bring whatever is traded. */
  #ofTape(tape: Tape): Judgment {
    if (tape.asOf === null) return this.#unpriced;
    if (tape.isForeign) return { state: 'stale', reason: FOREIGN };
    if (tape.isFilling) return { state: 'stale', reason: fillingReason(tape) };
    if (this.#isDead) return { state: 'stale', reason: DEAD };
    if (this.#confirmedAt === null) return { state: 'connecting', reason: UNCONFIRMED };
    if (this.isDisproved) return { state: 'stale', reason: DISPROVED };
    if (this.#isSilent(1)) return { state: 'stale', reason: UNANSWERED };
    return { state: 'live', reason: null };
  }

  get #unpriced(): Judgment {
    return { state: 'connecting', reason: this.#waitsFor(FIRST_PRICE_MS) ? UNPRICED : null };
  }

  /** Whether it has been watched for so many ms. */
  #waitsFor(ms: number): boolean {
    return this.#last.now - this.#watchedAt >= ms;
  }

  #doubt(): void {
    this.#confirmedAt = null;
    this.#isUnsure = true;
    this.#askedAt = -Infinity;
  }

  #listen(before: Tape, { now, tape }: Observation): void {
    const count = tape.heard - before.heard;
    if (count > 0 && tape.asOf !== null) {
      const isGap = before.last !== null && before.asOf !== null;
      if (isGap) this.#rhythm.heard(count, tape.asOf - before.asOf);
      this.#isDead = false;
      this.confirm(tape.asOf);
    }
    if (tape.fills > before.fills) this.confirm(now);
    if (!this.#isUnsure) this.#confirmedAt ??= pricedAt(tape);
    this.#weigh(tape.disprovedAt);
  }

  /** A summary counts until a trade or an answer comes that is newer. */
  #weigh(disprovedAt: number | null): void {
    const isAnswered = disprovedAt === null || disprovedAt <= (this.#confirmedAt ?? -Infinity);
    this.#disprovedAt = isAnswered ? null : (this.#disprovedAt ?? disprovedAt);
  }

  /** Unconfirmed for that share of its limit; the usual pace, which is dear, is looked at last. */
  #isSilent(share: number, leadMs = 0): boolean {
    const silence = this.#last.now - (this.#confirmedAt ?? -Infinity) + leadMs;
    return silence >= MIN_LIMIT_MS * share && silence >= this.#limitMs * share;
  }

  #isDoubtful(now: number): boolean {
    if (this.#confirmedAt === null) return true;
    if (this.#isSilent(1, LEAD_MS)) return true;
    const isUnheard = this.#last.tape.last === null && this.#askedAt === -Infinity;
    return isUnheard && now - this.#confirmedAt >= FIRST_CHECK_MS;
  }
}

/** Monotonic moment of the price, if it is one of this market. */
function pricedAt({ asOf, isForeign }: Tape): number | null {
  return isForeign ? null : asOf;
}

function fillingReason({ isBehind }: Tape): string {
  return isBehind ? BEHIND : FETCHING;
}
