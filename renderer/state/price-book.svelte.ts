import { SvelteMap } from 'svelte/reactivity';
import type { RequestResult } from '../../shared/protocol/requests';
import { onNextFrame } from './frame';
import { NewestBySymbol } from './newest-by-symbol';

/** What is known of a symbol's price now. */
export interface Quote {
  /** In the quote asset; null before the first one. */
  readonly price: number | null;
  /** Percent over the last 24 hours. */
  readonly change24h: number | null;
  /** Time of the trade by the exchange, ms UTC. */
  readonly time: number | null;
  /** Which way the price moved last. */
  readonly move: 'up' | 'down' | null;
  /** Counts the moves, so that a screen can tell two in the same direction apart. */
  readonly moves: number;
}

/** A `price_update`, or the answer to a subscription, which may still be empty. */
type PriceState = RequestResult<'subscribe_symbol'>;

/** The newest price of every symbol; however many arrive, a row changes once per drawn frame. */
export class PriceBook {
  readonly #quotes = new SvelteMap<string, Quote>();
  readonly #arrived = new NewestBySymbol<PriceState>();

  constructor(private readonly nextFrame: (run: () => void) => void = onNextFrame) {}

  get(symbol: string): Quote | undefined {
    return this.#quotes.get(symbol);
  }

  /** Takes states in the order they arrived; within a frame the last one of a symbol wins. */
  receive(state: PriceState): void {
    if (this.#arrived.put(state)) this.nextFrame(() => this.#apply());
  }

  #apply(): void {
    for (const state of this.#arrived.take()) {
      this.#quotes.set(state.symbol, next(this.#quotes.get(state.symbol), state));
    }
  }
}

const EMPTY: Quote = { price: null, change24h: null, time: null, move: null, moves: 0 };

function next(before: Quote = EMPTY, state: PriceState): Quote {
  const { price, change_24h, timestamp } = state;
  const time = timestamp === null ? null : Date.parse(timestamp);
  const now = { price, change24h: change_24h, time };
  if (before.price === null || price === null || price === before.price) {
    return { ...before, ...now };
  }
  return { ...now, move: price > before.price ? 'up' : 'down', moves: before.moves + 1 };
}
