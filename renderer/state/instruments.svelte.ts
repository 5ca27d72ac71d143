import { SvelteMap } from 'svelte/reactivity';
import { venueOf } from '../../shared/domain/instrument';
import type { Transport } from '../../shared/protocol/client';
import type { RequestResult } from '../../shared/protocol/requests';
import type { Trickle } from './trickle';

/** A tradable pair as the services describe it. */
export type InstrumentInfo = RequestResult<'search_symbols'>['items'][number];

/** What is known of the symbols on the screen; fills itself as they are needed. */
export class Instruments {
  readonly #known = new SvelteMap<string, InstrumentInfo>();

  constructor(
    private readonly transport: Transport,
    private readonly trickle: Trickle,
  ) {}

  get(symbol: string): InstrumentInfo | undefined {
    return this.#known.get(symbol);
  }

  /** Null while it is not known. */
  decimalsOf(symbol: string): number | null {
    return this.#known.get(symbol)?.price_decimals ?? null;
  }

  learn(instruments: readonly InstrumentInfo[]): void {
    for (const instrument of instruments) this.#known.set(instrument.symbol, instrument);
  }

  /** Asks for what is not known yet. */
  need(symbols: readonly string[]): void {
    for (const symbol of symbols) {
      if (!this.#known.has(symbol)) this.trickle.add(`symbol ${symbol}`, () => this.#ask(symbol));
    }
  }

  async #ask(symbol: string): Promise<void> {
    const params = { query: symbol, limit: 1, venue: venueOf(symbol) };
    const reply = await this.transport.request('search_symbols', params);
    if (reply.ok) this.learn(reply.value.items);
  }
}
