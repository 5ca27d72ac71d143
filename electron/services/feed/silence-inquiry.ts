import { AppError } from '../../../shared/domain/errors';
import type { Venue } from '../../../shared/domain/feed-status';
import type { Clock } from '../clock';
import type { Exchange } from '../exchange/exchange';
import type { Logger } from '../logger';
import type { MarketData } from './market-data';
import { checkSilence, type Finding } from './silence-check';
import type { SymbolWatch } from './symbol-watch';

/** Between two questions to the venue, whatever is in doubt. */
const ASK_EVERY_MS = 5000;
const SYMBOLS_PER_QUESTION = 100;
/** The list of instruments is long: it is read again for a symbol that is quiet or suspended, but not more often. */
const LIST_EVERY_MS = 5 * 60_000;
/** Sooner when trades, or their lack, contradict it. */
const URGENT_LIST_EVERY_MS = 60_000;

export interface SilenceInquiryOptions {
  /** The venue of all symbols it considers: one that does not answer holds no other up. */
  readonly venue: Venue;
  readonly exchange: Exchange;
  readonly marketData: MarketData;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A watched symbol. */
export interface Watched {
  readonly symbol: string;
  readonly watch: SymbolWatch;
}

interface Asked extends Watched {
  /** Trades heard when it was asked about. */
  readonly heard: number;
}

/** Finds out about silent symbols of a venue, few questions at a time, and mends what is dead. */
export class SilenceInquiry {
  readonly #options: SilenceInquiryOptions;
  #isAsking = false;
  #askedAt = -Infinity;
  #listedAt = -Infinity;

  constructor(options: SilenceInquiryOptions) {
    this.#options = options;
  }

  /** Asks about those in doubt if it is time to; never rejects. */
  async consider(watched: readonly Watched[]): Promise<void> {
    const { clock, logger } = this.#options;
    const now = clock.monotonic();
    if (this.#isAsking || now - this.#askedAt < ASK_EVERY_MS) return;
    const isAnyDue = watched.some(({ watch }) => watch.needsAsking);
    const isListOld = this.#isListOld(watched);
    if (!isAnyDue && !isListOld) return;
    this.#isAsking = true;
    this.#askedAt = now;
    try {
      if (isListOld) await this.#readList(URGENT_LIST_EVERY_MS);
      if (isAnyDue) await this.#ask(mostUrgent(watched));
    } catch (error) {
      logger.warn('Silent symbols not checked', { error: String(error) });
      // One that was delisted since spoils the question for all.
      if (error instanceof AppError && error.code === 'UNKNOWN_SYMBOL') {
        await this.#readList(URGENT_LIST_EVERY_MS);
      }
    } finally {
      this.#isAsking = false;
    }
  }

  /** Only the list ends a suspension: it is read when trades or a summary speak against it, or in time. */
  #isListOld(watched: readonly Watched[]): boolean {
    const now = this.#options.clock.monotonic();
    const listedAt = this.#listedAt;
    return watched.some(({ watch }) => {
      if (watch.contradictsList(listedAt)) return now - listedAt >= URGENT_LIST_EVERY_MS;
      return watch.isSuspended && now - Math.max(listedAt, watch.suspendedAt) >= LIST_EVERY_MS;
    });
  }

  async #ask(suspects: readonly Watched[]): Promise<void> {
    const { clock, exchange } = this.#options;
    const isUnexplained = suspects.some(
      ({ watch }) => !watch.isDisproved && (watch.tape.asOf ?? 0) > this.#listedAt,
    );
    if (isUnexplained) await this.#readList(LIST_EVERY_MS);
    const asked = suspects
      .filter(({ symbol }) => exchange.suspension(symbol) === null)
      .map(({ symbol, watch }) => ({ symbol, watch, since: watch.startedAt, ...watch.tape }));
    if (asked.length === 0) return;
    const askedAt = clock.monotonic();
    for (const { watch } of asked) watch.asked(askedAt);
    const findings = await checkSilence(exchange, asked);
    if ([...findings.values()].some(({ kind }) => kind === 'missed')) {
      await this.#readList(URGENT_LIST_EVERY_MS);
    }
    for (const each of asked) this.#act(each, findings.get(each.symbol), askedAt);
  }

  #act({ symbol, watch, heard }: Asked, finding: Finding | undefined, askedAt: number): void {
    const { exchange, marketData } = this.#options;
    const hasSpoken = marketData.tape(symbol)?.heard !== heard;
    if (!finding || hasSpoken || exchange.suspension(symbol) !== null) return;
    if (finding.kind === 'quiet') watch.confirm(askedAt);
    if (finding.kind !== 'missed') return;
    if (watch.tape.last === null) marketData.begin(symbol, finding.first);
    if (watch.shouldHaveHeard(finding.newest)) this.#mend(symbol, watch);
  }

  #mend(symbol: string, watch: SymbolWatch): void {
    const { clock, exchange, logger, marketData } = this.#options;
    const remedy = watch.declareDead(clock.monotonic());
    if (remedy) {
      logger.warn('Trades of a symbol no longer arrive', { symbol, remedy });
      exchange.renew(symbol, remedy);
    }
    marketData.refill(symbol);
  }

  async #readList(everyMs: number): Promise<void> {
    const { clock, exchange, logger, venue } = this.#options;
    const now = clock.monotonic();
    if (now - this.#listedAt < everyMs) return;
    this.#listedAt = now;
    try {
      await exchange.refreshInstruments(venue);
    } catch (error) {
      logger.warn('Instruments not refreshed', { error: String(error) });
    }
  }
}

/** One question is for many: those that need it first, then those that would before long. */
function mostUrgent(watched: readonly Watched[]): Watched[] {
  const due = watched.filter(({ watch }) => watch.needsAsking);
  const others = watched.filter(({ watch }) => watch.mayJoin && !watch.needsAsking);
  return [...due, ...others].slice(0, SYMBOLS_PER_QUESTION);
}
