import { seededRandom } from '../electron/services/exchange/demo/prng';

/** Symbols in the stream; all against USDT. */
export const BASE_ASSETS = [
  ...['BTC', 'ETH', 'BNB', 'SOL', 'XRP', 'ADA', 'DOGE', 'AVAX', 'LINK', 'DOT'],
  ...['LTC', 'TRX', 'SUI', 'SHIB', 'PEPE', 'NEAR', 'APT', 'ARB', 'OP', 'FIL'],
];

interface Tape {
  readonly venueSymbol: string;
  readonly name: string;
  price: number;
  id: number;
}

/** Of twenty frames, so many are candles and summaries; the rest are trades. */
const OF_TWENTY = { klines: 2, tickers: 1 };
/** The market's time at its first frame, ms UTC. */
export const START = Date.UTC(2026, 0, 1);
/** Frames within one ms of the market: as dense as sent flat out, so that minutes do not fly by. */
const FRAMES_A_MS = 200;

/**
 * Makes the frames of a busy market, one after the other, spelled as Binance spells them. Trade ids
 * grow by one per symbol.
 */
export class FrameSource {
  readonly #random: () => number;
  readonly #tapes: readonly Tape[];
  #count = 0;
  #trades = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    this.#tapes = BASE_ASSETS.map((base) => ({
      venueSymbol: `${base}USDT`,
      name: `${base}USDT`.toLowerCase(),
      price: 10 ** (this.#random() * 5),
      id: 1_000_000,
    }));
  }

  /** Trades made so far. */
  get trades(): number {
    return this.#trades;
  }

  /** The market's time, ms UTC. */
  get time(): number {
    return START + Math.floor(this.#count / FRAMES_A_MS);
  }

  /** @param quantity Put into trades as it is, so that a moment can travel with one. */
  next(quantity: string): string {
    const kind = this.#count++ % 20;
    const tape = this.#tapes[Math.floor(this.#random() * this.#tapes.length)];
    if (!tape) throw new RangeError('no symbols');
    if (kind < OF_TWENTY.klines) return this.#kline(tape);
    return kind < OF_TWENTY.klines + OF_TWENTY.tickers
      ? this.#ticker(tape)
      : this.#trade(tape, quantity);
  }

  #trade(tape: Tape, quantity: string): string {
    this.#trades++;
    tape.id++;
    tape.price *= 1 + (this.#random() - 0.5) / 1000;
    const { time } = this;
    return (
      `{"stream":"${tape.name}@aggTrade","data":{"e":"aggTrade","E":${time + 1},` +
      `"s":"${tape.venueSymbol}","a":${tape.id},"p":"${tape.price.toFixed(8)}","q":"${quantity}",` +
      `"f":${tape.id * 2},"l":${tape.id * 2 + 1},"T":${time},"m":true,"M":true}}`
    );
  }

  #kline(tape: Tape): string {
    const price = tape.price.toFixed(8);
    const { time } = this;
    const openTime = time - (time % 60_000);
    const symbol = tape.venueSymbol;
    return (
      `{"stream":"${tape.name}@kline_1m","data":{"e":"kline","E":${time},"s":"${symbol}","k":{` +
      `"t":${openTime},"T":${openTime + 59_999},"s":"${symbol}","i":"1m","f":1,"L":${tape.id},` +
      `"o":"${price}","c":"${price}","h":"${price}","l":"${price}","v":"1234.56780000","n":812,` +
      `"x":false,"q":"987654.32100000","V":"600.12340000","Q":"400000.00000000","B":"0"}}}`
    );
  }

  #ticker(tape: Tape): string {
    const price = tape.price.toFixed(8);
    return (
      `{"stream":"${tape.name}@miniTicker","data":{"e":"24hrMiniTicker","E":${this.time},` +
      `"s":"${tape.venueSymbol}","c":"${price}","o":"${price}","h":"${price}","l":"${price}",` +
      `"v":"12345.67890000","q":"98765432.10000000"}}`
    );
  }
}
