import type { Venue } from '../../../shared/domain/feed-status';
import { venueOf } from '../../../shared/domain/instrument';
import type { MarkPrice } from '../../../shared/domain/mark-price';
import { Claims } from '../claims';
import type { Exchange } from '../exchange/exchange';

/** So many late ones in a row are not late: the newest had a wrong time, or the venue's clock was set. */
const MAX_LATE = 10;

export interface MarkPricesOptions {
  readonly exchange: Exchange;
  /** Called for each new one of a followed symbol, about once a second. */
  readonly onMark: (mark: MarkPrice) => void;
}

/** Knows the mark price and the funding of every futures symbol that is followed. */
export class MarkPrices {
  readonly #options: MarkPricesOptions;
  readonly #claims: Claims<string>;
  readonly #newest = new Map<string, MarkPrice>();
  /** How many in a row came late, by symbol. */
  readonly #late = new Map<string, number>();

  constructor(options: MarkPricesOptions) {
    this.#options = options;
    this.#claims = new Claims((symbol) => this.#open(symbol));
  }

  /** Follows a wire symbol until the returned function is called; spot has no mark prices. */
  follow(symbol: string): () => void {
    return venueOf(symbol) === 'futures' ? this.#claims.claim(symbol) : () => undefined;
  }

  /** The newest of a followed symbol; null before the first and for spot. */
  of(symbol: string): MarkPrice | null {
    return this.#newest.get(symbol) ?? null;
  }

  /** That of any symbol, asked of the venue when none is known; null where there is none. @throws {AppError} `UNAVAILABLE`. */
  async lookUp(symbol: string): Promise<MarkPrice | null> {
    const known = this.of(symbol);
    if (known || venueOf(symbol) === 'spot') return known;
    const [mark] = await this.#options.exchange.fetchMarkPrices([symbol]);
    return mark ?? null;
  }

  onMark(mark: MarkPrice): void {
    if (!this.#claims.has(mark.symbol)) return;
    // Two connections deliver while one replaces the other.
    if (mark.time <= (this.#newest.get(mark.symbol)?.time ?? -Infinity)) {
      const late = (this.#late.get(mark.symbol) ?? 0) + 1;
      this.#late.set(mark.symbol, late);
      if (late <= MAX_LATE) return;
    }
    this.#late.delete(mark.symbol);
    this.#newest.set(mark.symbol, mark);
    this.#options.onMark(mark);
  }

  /** To be called when a venue is another market from now on. */
  onMoved(venue: Venue): void {
    for (const symbol of this.#newest.keys()) {
      if (venueOf(symbol) === venue) this.#newest.delete(symbol);
    }
  }

  #open(symbol: string): () => void {
    const release = this.#options.exchange.subscribe({ kind: 'markPrice', symbol });
    return () => {
      release();
      this.#newest.delete(symbol);
      this.#late.delete(symbol);
    };
  }
}
