import { AppError } from '../../../shared/domain/errors';
import { Exact } from '../../../shared/domain/money';
import type { Exchange } from '../exchange/exchange';

const HOUR_MS = 3_600_000;
/** Candles that a venue hands out at once. */
const WINDOW_HOURS = 1000;
const WINDOW_MS = WINDOW_HOURS * HOUR_MS;
/** Of all windows of a history; what is asked beyond it stays without a rate. */
const MOST_WINDOWS = 300;

/** Hours of a pair's history that are wanted. */
interface Window {
  readonly base: string;
  readonly quote: string;
  /** ms UTC. */
  readonly start: number;
}

/**
 * What fee assets were worth over a whole history: by the candle of the hour, a thousand of them at
 * once, where the fees of single fills are valued by the minute.
 */
export class FeeRates {
  readonly #windows = new Map<string, Window>();
  readonly #rates = new Map<string, Exact>();

  constructor(private readonly exchange: Exchange) {}

  /** `quote` for one `asset` at a time (ms UTC); null until it is fetched, and when nobody knows. */
  at(asset: string, quote: string, time: number): Exact | null {
    const start = Math.floor(time / WINDOW_MS) * WINDOW_MS;
    const window = `${asset}/${quote} ${start}`;
    if (!this.#windows.has(window)) this.#windows.set(window, { base: asset, quote, start });
    return this.#rates.get(keyOf(asset, quote, time)) ?? null;
  }

  /**
   * Fetches what was asked for so far.
   * @param onStep Hears how much is done, 0–1.
   * @throws {AppError} `UNAVAILABLE` while the venue cannot be asked.
   */
  async fetch(onStep: (done: number) => void): Promise<void> {
    const windows = [...this.#windows.values()].slice(0, MOST_WINDOWS);
    for (const [done, window] of windows.entries()) {
      onStep(done / windows.length);
      const { base, quote } = window;
      if (await this.#fetch(window, `${base}/${quote}`, (close) => close)) continue;
      await this.#fetch(window, `${quote}/${base}`, (close) => Exact.one.dividedBy(close));
    }
  }

  async #fetch(
    { base, quote, start }: Window,
    symbol: string,
    rateOf: (close: Exact) => Exact,
  ): Promise<boolean> {
    const known = await knownSymbol(this.exchange, symbol);
    if (known === null) return false;
    const klines = await this.exchange.fetchKlines({
      ...{ symbol: known, interval: '1h', limit: WINDOW_HOURS },
      ...{ startTime: start, endTime: start + WINDOW_MS - 1 },
    });
    for (const { openTime, close } of klines) {
      this.#rates.set(keyOf(base, quote, openTime), rateOf(Exact.of(close)));
    }
    return klines.length > 0;
  }
}

const keyOf = (base: string, quote: string, time: number): string =>
  `${base}/${quote} ${Math.floor(time / HOUR_MS)}`;

/**
 * A symbol as the venue spells it; null when it has none such.
 * @throws {AppError} `UNAVAILABLE` while the venue cannot be asked.
 */
export async function knownSymbol(exchange: Exchange, input: string): Promise<string | null> {
  try {
    return (await exchange.instrument(input)).symbol;
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNKNOWN_SYMBOL') return null;
    throw error;
  }
}
