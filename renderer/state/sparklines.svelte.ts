import { SvelteMap } from 'svelte/reactivity';
import type { Transport } from '../../shared/protocol/client';
import type { Trickle } from './trickle';

const INTERVAL = '15m';
/** Candles in 24 hours. */
const COUNT = 96;
const REFRESH_MS = 15 * 60_000;

interface Line {
  readonly closes: readonly number[];
  /** ms UTC. */
  readonly loadedAt: number;
}

/** Closing prices of the last 24 hours by symbol, for the small pictures beside the prices. */
export class Sparklines {
  readonly #lines = new SvelteMap<string, Line>();

  constructor(
    private readonly transport: Transport,
    private readonly trickle: Trickle,
    private readonly now: () => number,
  ) {}

  /** Oldest first; empty before they are known. */
  get(symbol: string): readonly number[] {
    return this.#lines.get(symbol)?.closes ?? [];
  }

  /** Loads what is missing or older than a candle. */
  need(symbols: readonly string[]): void {
    for (const symbol of symbols) {
      const loadedAt = this.#lines.get(symbol)?.loadedAt ?? -Infinity;
      if (this.now() - loadedAt < REFRESH_MS) continue;
      this.trickle.add(`spark ${symbol}`, () => this.#load(symbol));
    }
  }

  async #load(symbol: string): Promise<void> {
    const params = { symbol, interval: INTERVAL, limit: COUNT } as const;
    const reply = await this.transport.request('list_klines', params);
    if (!reply.ok) return;
    const closes = reply.value.items.map((candle) => candle.close);
    this.#lines.set(symbol, { closes, loadedAt: this.now() });
  }
}
