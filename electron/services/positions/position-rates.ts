import { Exact } from '../../../shared/domain/money';
import { AppError } from '../../../shared/domain/errors';
import type { Exchange } from '../exchange/exchange';

/** What an asset was worth in another at a time in the past, by the venue's candles. */
export class PositionRates {
  constructor(private readonly exchange: Exchange) {}

  /** @returns `quote` for one `asset` at `time` (ms UTC); null when the venue does not say. */
  async at(asset: string, quote: string, time: number): Promise<Exact | null> {
    const direct = await this.#close(`${asset}/${quote}`, time);
    if (direct) return direct;
    const inverse = await this.#close(`${quote}/${asset}`, time);
    return inverse && Exact.one.dividedBy(inverse);
  }

  async #close(symbol: string, time: number): Promise<Exact | null> {
    try {
      const { symbol: known } = await this.exchange.instrument(symbol);
      const query = { symbol: known, interval: '1m', limit: 1, endTime: time } as const;
      const [kline] = await this.exchange.fetchKlines(query);
      // The last candle before a time when nothing was traded yet is of another day.
      return kline && kline.openTime > time - 86_400_000 ? Exact.of(kline.close) : null;
    } catch (error) {
      // Without a rate the charge stays what it is, and is listed as not valued.
      if (error instanceof AppError) return null;
      throw error;
    }
  }
}
