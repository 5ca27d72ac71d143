import type { Instrument } from '../../../../shared/domain/instrument';
import type { WireFormat } from './wire-format';

/** One symbol as the venue presents it. */
export interface Listing {
  /** Venue symbol shown to clients. */
  readonly name: string;
  /** Symbol of the market whose trades it shows. */
  readonly source: string;
  readonly status: 'TRADING' | 'HALT' | 'BREAK';
  readonly format: WireFormat;
  readonly instrument: Instrument;
}

/** What a venue lists. A symbol that is not trading keeps its history and sends nothing. */
export class Listings {
  readonly #byName = new Map<string, Listing>();

  constructor(
    instruments: readonly Instrument[],
    private readonly formatOf: (instrument: Instrument) => WireFormat,
  ) {
    for (const instrument of instruments) {
      this.#put(instrument, instrument.venueSymbol, instrument.isTrading ? 'TRADING' : 'BREAK');
    }
  }

  all(): Listing[] {
    return [...this.#byName.values()];
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  get(name: string): Listing | undefined {
    return this.#byName.get(name);
  }

  /** The listing a stream name means; its lower-case spelling alone counts. */
  byStreamName(lower: string): Listing | undefined {
    const listing = this.#byName.get(lower.toUpperCase());
    return listing?.name.toLowerCase() === lower ? listing : undefined;
  }

  /** Stops trading until resumed. Trades the market makes meanwhile show up in history only. */
  halt(name: string): void {
    this.#setStatus(name, 'HALT');
  }

  resume(name: string): void {
    this.#setStatus(name, 'TRADING');
  }

  /** Takes a symbol away: requests for it are invalid from now on. */
  delist(name: string): void {
    this.#known(name);
    this.#byName.delete(name);
  }

  /** Lists the trades of a symbol under another name, with the same quote asset. */
  rename(from: string, to: string): void {
    const { instrument, source, status } = this.#known(from);
    const baseAsset = to.slice(0, to.length - instrument.quoteAsset.length);
    const symbol = baseAsset + instrument.symbol.slice(instrument.baseAsset.length);
    this.#byName.delete(from);
    this.#put({ ...instrument, venueSymbol: to, symbol, baseAsset }, source, status);
  }

  #setStatus(name: string, status: Listing['status']): void {
    const { instrument, source } = this.#known(name);
    this.#put(instrument, source, status);
  }

  #put(instrument: Instrument, source: string, status: Listing['status']): void {
    const name = instrument.venueSymbol;
    const format = this.formatOf(instrument);
    this.#byName.set(name, { name, source, status, format, instrument });
  }

  #known(name: string): Listing {
    const listing = this.#byName.get(name);
    if (!listing) throw new RangeError(`${name} is not listed here.`);
    return listing;
  }
}
