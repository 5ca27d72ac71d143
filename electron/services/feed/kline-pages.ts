import { AppError } from '../../../shared/domain/errors';
import { openTimeOf, stepOpenTime } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import type { Exchange, KlineQuery } from '../exchange/exchange';

/** Candles one question may bring; Binance's own limit. */
const PAGE = 1000;
/** A page with fewer is the end of history; one with more may be full but for rows without sense. */
const HALF_PAGE = 500;

/**
 * Candles from a time on, oldest first, page by page up to the end of history.
 * @throws {AppError} `UNAVAILABLE`, also when the venue answers with the same old candles for ever.
 */
export async function* klinePages(
  exchange: Exchange,
  query: Omit<KlineQuery, 'limit'> & { readonly startTime: number },
): AsyncGenerator<Kline[]> {
  const { symbol, interval } = query;
  for (let { startTime } = query; ;) {
    const from = startTime;
    const page = await exchange.fetchKlines({ ...query, startTime, limit: PAGE });
    const fresh = page.filter(({ openTime }) => openTime >= from);
    const last = fresh.at(-1);
    if (!last) {
      if (page.length < PAGE) return;
      const detail = `asked from ${String(from)}, got up to ${String(page.at(-1)?.openTime)}`;
      throw new AppError('UNAVAILABLE', 'The exchange repeats old candles', { detail });
    }
    yield fresh;
    const isPresent = last.openTime >= openTimeOf(interval, exchange.now(symbol));
    if (page.length < (isPresent ? PAGE : HALF_PAGE)) return;
    startTime = stepOpenTime(interval, last.openTime, 1);
  }
}
