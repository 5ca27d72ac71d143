import { z } from 'zod';
import { venueOf } from '../../../../shared/domain/instrument';
import type { Logger } from '../../logger';
import type { ListedInstrument } from './instrument-catalog';
import type { TextFile } from '../../text-file';

const text = z.string();
/** Venue symbol, wire symbol, base and quote asset, steps of price and quantity, status. */
const row = z.tuple([text, text, text, text, text, text, text]);
const schema = z.object({ version: z.literal(2), host: z.string(), rows: z.array(row) });

export interface InstrumentCacheOptions {
  readonly file: TextFile;
  readonly host: string;
  readonly logger: Logger;
}

/** The last known instruments of a host on disk, for a start while the venue is away. */
export class InstrumentCache {
  readonly #options: InstrumentCacheOptions;
  #written: string | null = null;

  constructor(options: InstrumentCacheOptions) {
    this.#options = options;
  }

  /** Empty when there is nothing usable of this host. */
  async read(): Promise<ListedInstrument[]> {
    const { file, host, logger } = this.#options;
    try {
      const text = await file.read();
      if (text === null) return [];
      const cache = schema.parse(JSON.parse(text));
      if (cache.host !== host) return [];
      this.#written = text;
      return cache.rows.map(([venueSymbol, symbol, baseAsset, quoteAsset, ...rest]) => ({
        venue: venueOf(symbol),
        symbol,
        venueSymbol,
        baseAsset,
        quoteAsset,
        tickSize: rest[0],
        stepSize: rest[1],
        isTrading: rest[2] === 'TRADING',
        status: rest[2],
      }));
    } catch (error) {
      logger.warn('Instruments of the last run not read', { error: String(error) });
      return [];
    }
  }

  /** Writes only what differs from the last time. */
  async write(instruments: readonly ListedInstrument[]): Promise<void> {
    const { file, host, logger } = this.#options;
    const rows = instruments.map((each) => [
      each.venueSymbol,
      each.symbol,
      each.baseAsset,
      each.quoteAsset,
      each.tickSize,
      each.stepSize,
      each.status,
    ]);
    const text = JSON.stringify({ version: 2, host, rows });
    if (text === this.#written) return;
    try {
      await file.write(text);
      this.#written = text;
    } catch (error) {
      logger.warn('Instruments not kept for the next start', { error: String(error) });
    }
  }
}
