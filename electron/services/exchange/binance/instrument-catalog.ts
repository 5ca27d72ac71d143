import type { z } from 'zod';
import type { Instrument } from '../../../../shared/domain/instrument';
import type { exchangeInfoSchema } from './schemas';

/** The venue's instruments, found by either spelling. */
export class InstrumentCatalog {
  readonly list: readonly Instrument[];
  readonly #byVenueSymbol: ReadonlyMap<string, Instrument>;

  constructor(list: readonly Instrument[]) {
    this.list = list;
    this.#byVenueSymbol = new Map(list.map((instrument) => [instrument.venueSymbol, instrument]));
  }

  byVenueSymbol(venueSymbol: string): Instrument | undefined {
    return this.#byVenueSymbol.get(venueSymbol);
  }
}

/** The few fields we keep of Binance's exchangeInfo (several megabytes). */
export function toInstruments(info: z.output<typeof exchangeInfoSchema>): Instrument[] {
  return info.symbols.map((row) => ({
    symbol: `${row.baseAsset}/${row.quoteAsset}`,
    venueSymbol: row.symbol,
    baseAsset: row.baseAsset,
    quoteAsset: row.quoteAsset,
    tickSize: row.filters.find((f) => f.filterType === 'PRICE_FILTER')?.tickSize ?? '0.00000001',
    stepSize: row.filters.find((f) => f.filterType === 'LOT_SIZE')?.stepSize ?? '0.00000001',
    isTrading: row.status === 'TRADING',
  }));
}
