import { VENUES, type FeedStatus, type Venue } from '../../../shared/domain/feed-status';
import { venueOf } from '../../../shared/domain/instrument';
import type { SymbolStatus } from '../../../shared/domain/symbol-status';
import type { Clock, Timer } from '../clock';
import type { Exchange } from '../exchange/exchange';
import type { Logger } from '../logger';
import type { MarketData } from './market-data';
import { SilenceInquiry } from './silence-inquiry';
import { SymbolWatch, type Observation } from './symbol-watch';
import { EMPTY_TAPE } from './tape';

const LOOK_EVERY_MS = 1000;
/** Symbols named to people; the others are counted. */
const NAMED = 3;

export interface SymbolFreshnessOptions {
  readonly exchange: Exchange;
  readonly marketData: MarketData;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The state of the venue a wire symbol belongs to. */
  readonly feed: (symbol: string) => FeedStatus;
  /** Gets each new state of a watched symbol. */
  readonly onChange: (status: SymbolStatus) => void;
  /** Called after changes, when other symbols are not live than before. */
  readonly onOthersNotLive: () => void;
}

interface Entry {
  watch: SymbolWatch;
  status: SymbolStatus;
}

/** Knows of every watched symbol whether its price is the present one, and finds out when in doubt. */
export class SymbolFreshness {
  readonly #options: SymbolFreshnessOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #inquiries: ReadonlyMap<Venue, SilenceInquiry>;
  #timer: Timer | null = null;
  #notLive: string | null = null;

  constructor(options: SymbolFreshnessOptions) {
    this.#options = options;
    this.#inquiries = new Map(
      VENUES.map((venue) => [venue, new SilenceInquiry({ ...options, venue })]),
    );
  }

  start(): void {
    this.#timer = this.#options.clock.every(LOOK_EVERY_MS, () => this.look());
  }

  stop(): void {
    this.#timer?.cancel();
    this.#entries.clear();
  }

  /** The present state of a symbol; one that nobody watches is as good as its venue. */
  of(symbol: string): SymbolStatus {
    if (this.#options.marketData.tape(symbol)) return this.#update(symbol).status;
    const { exchange, feed } = this.#options;
    const suspension = exchange.suspension(symbol);
    const { state, reason, since } = feed(symbol);
    const isSuspended = suspension !== null;
    const standing = isSuspended
      ? { state: 'offline' as const, reason: suspension }
      : { state, reason };
    return { symbol, ...standing, since, dataAgeMs: null, isSuspended };
  }

  /** Tells the present state of a watched symbol although it has not changed: somebody new listens. */
  repeat(symbol: string): void {
    this.#options.onChange(this.of(symbol));
  }

  /** The present states of all watched symbols. */
  all(): SymbolStatus[] {
    return this.#options.marketData.watched().map((symbol) => this.of(symbol));
  }

  /** Names watched symbols of the given that are not live, for people; null when all are. */
  notLive(isMeant: (symbol: string) => boolean): string | null {
    const names = [...this.#entries]
      .filter(([symbol, { status }]) => status.state !== 'live' && isMeant(symbol))
      .map(([symbol]) => symbol);
    if (names.length === 0) return null;
    const named = names.slice(0, NAMED).join(', ');
    const others = names.length - NAMED;
    return others > 0 ? `Not live: ${named} and ${others} more` : `Not live: ${named}`;
  }

  /** To be called when a venue is another market from now on: what was known of its symbols is void. */
  onMoved(venue: Venue): void {
    for (const [symbol, entry] of this.#entries) {
      if (venueOf(symbol) === venue) entry.watch = this.#watch(symbol);
    }
    this.look();
  }

  /** Looks at every symbol; to be called as well when a venue or its list of instruments changed. */
  look(): void {
    const watched = new Set(this.#options.marketData.watched());
    for (const symbol of this.#entries.keys()) {
      if (!watched.has(symbol)) this.#entries.delete(symbol);
    }
    for (const symbol of watched) this.#update(symbol);
    this.#tellOthers();
    const all = [...this.#entries].map(([symbol, { watch }]) => ({ symbol, watch }));
    for (const [venue, inquiry] of this.#inquiries) {
      void inquiry.consider(all.filter(({ symbol }) => venueOf(symbol) === venue));
    }
  }

  #update(symbol: string): Entry {
    const { exchange, marketData } = this.#options;
    const entry = this.#entries.get(symbol) ?? this.#begin(symbol);
    const wasSuspended = entry.watch.isSuspended;
    entry.watch.observe(this.#observe(symbol), exchange.now(symbol));
    const { isSuspended } = entry.watch;
    // What was traded before the stream spoke again shows in history only.
    if (wasSuspended && !isSuspended) marketData.refill(symbol);
    this.#tell(symbol, entry);
    return entry;
  }

  #begin(symbol: string): Entry {
    const since = this.#options.clock.now();
    const unknown = { reason: null, dataAgeMs: null, isSuspended: false };
    const status = { symbol, state: 'connecting', since, ...unknown } as const;
    const entry = { watch: this.#watch(symbol), status };
    this.#entries.set(symbol, entry);
    return entry;
  }

  #watch(symbol: string): SymbolWatch {
    return new SymbolWatch(this.#observe(symbol), this.#options.exchange.now(symbol));
  }

  #observe(symbol: string): Observation {
    const { clock, exchange, feed, marketData } = this.#options;
    return {
      now: clock.monotonic(),
      tape: marketData.tape(symbol) ?? EMPTY_TAPE,
      feed: feed(symbol),
      suspension: exchange.suspension(symbol),
      isHeard: exchange.hears(symbol),
    };
  }

  #tell(symbol: string, entry: Entry): void {
    const { clock, logger, onChange } = this.#options;
    const { watch, status: before } = entry;
    const { state, reason } = watch.judgment;
    const since = state === before.state ? before.since : clock.now();
    const { isSuspended, dataAgeMs } = watch;
    entry.status = { symbol, state, reason, since, dataAgeMs, isSuspended };
    if (state === before.state && reason === before.reason) return;
    if (isSuspended !== before.isSuspended) {
      logger.warn(isSuspended ? 'A symbol does not trade' : 'A symbol trades again', {
        symbol,
        reason,
      });
    }
    onChange(entry.status);
  }

  #tellOthers(): void {
    const names = this.notLive(() => true);
    if (names === this.#notLive) return;
    this.#notLive = names;
    this.#options.onOthersNotLive();
  }
}
