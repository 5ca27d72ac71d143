import type { z } from 'zod';
import {
  byLikelihood,
  symbolKey,
  wireSpelling,
  type Instrument,
} from '../../../../shared/domain/instrument';
import type { Product } from './product';
import type { symbolSchema } from './schemas';

/** The status of what the venue named once and does no longer. */
export const DELISTED = 'DELISTED';

/** What a venue says about a symbol; others may be added any day. */
type SymbolStatus = 'TRADING' | 'HALT' | 'BREAK' | typeof DELISTED | (string & {});

/** An instrument and how it stands at the venue. */
export interface ListedInstrument extends Instrument {
  readonly status: SymbolStatus;
}

/** The venue's instruments, found by the venue's spelling. */
export class InstrumentCatalog {
  /** Those that trade now. */
  readonly list: readonly Instrument[];
  /** Those that trade, that are halted, and that are gone but were known here before. */
  readonly all: readonly ListedInstrument[];
  readonly #byVenueSymbol: ReadonlyMap<string, ListedInstrument>;
  readonly #bySymbol: ReadonlyMap<string, ListedInstrument>;
  readonly #byKey: ReadonlyMap<string, ListedInstrument>;

  constructor(rows: readonly ListedInstrument[]) {
    // Of rows with one name the likeliest counts: it is the last to be set.
    const ordered = rows.toSorted(byLikelihood);
    this.#byVenueSymbol = new Map(ordered.map((each) => [each.venueSymbol, each]));
    this.all = rows.filter((each) => this.#byVenueSymbol.get(each.venueSymbol) === each);
    this.list = this.all.filter(({ isTrading }) => isTrading);
    this.#bySymbol = new Map(this.all.map((each) => [each.symbol, each]));
    this.#byKey = new Map(ordered.map((each) => [symbolKey(each.symbol), each]));
  }

  /**
   * What a trader means: the very symbol where the spelling tells its assets apart, otherwise the
   * likeliest of those that are written so without separators.
   */
  find(input: string): ListedInstrument | undefined {
    const symbol = wireSpelling(input);
    return symbol === null ? this.#byKey.get(symbolKey(input)) : this.#bySymbol.get(symbol);
  }

  byVenueSymbol(venueSymbol: string): ListedInstrument | undefined {
    return this.#byVenueSymbol.get(venueSymbol);
  }

  /**
   * A newer list of the venue; what it no longer names counts as delisted.
   * @param unread What it names in rows that make no sense, by the venue's spelling.
   */
  replacedBy(
    fresh: readonly ListedInstrument[],
    unread: ReadonlySet<string | null>,
  ): InstrumentCatalog {
    const named = new Set(fresh.map(({ venueSymbol }) => venueSymbol));
    const others = this.all
      .filter(({ venueSymbol }) => !named.has(venueSymbol))
      .map((each) =>
        unread.has(each.venueSymbol) ? each : { ...each, status: DELISTED, isTrading: false },
      );
    return new InstrumentCatalog([...fresh, ...others]);
  }
}

/** The few fields we keep of a symbol in Binance's exchangeInfo; null for what is none of ours. */
export function toInstrument(
  row: z.output<typeof symbolSchema>,
  product: Product,
): ListedInstrument | null {
  const { symbol: venueSymbol, baseAsset, quoteAsset, marginAsset, status, filters } = row;
  const symbol = product.wireSymbol({ venueSymbol, baseAsset, quoteAsset, marginAsset });
  if (symbol === null) return null;
  const price = filters.find(({ filterType }) => filterType === 'PRICE_FILTER');
  const lot = filters.find(({ filterType }) => filterType === 'LOT_SIZE');
  return {
    venue: product.venue,
    symbol,
    venueSymbol,
    baseAsset,
    quoteAsset,
    tickSize: price?.tickSize ?? '0.00000001',
    stepSize: lot?.stepSize ?? '0.00000001',
    isTrading: status === 'TRADING',
    status,
  };
}
