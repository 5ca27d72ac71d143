import { SvelteMap } from 'svelte/reactivity';
import type { Events } from '../../shared/protocol/events';
import { onNextFrame } from './frame';
import { NewestBySymbol } from './newest-by-symbol';

/** The exchange's own valuation of a contract. */
export interface Mark {
  /** In the quote asset, as the index. */
  readonly price: number;
  readonly indexPrice: number | null;
  /** Fraction per funding period; longs pay shorts when positive. Null where none is paid. */
  readonly fundingRate: number | null;
  /** When it is paid next, ms UTC. */
  readonly nextFundingAt: number | null;
}

/** The newest mark of every contract; however many arrive, one is drawn per frame. */
export class Marks {
  readonly #marks = new SvelteMap<string, Mark>();
  readonly #arrived = new NewestBySymbol<Events['mark_price_update']>();

  constructor(private readonly nextFrame: (run: () => void) => void = onNextFrame) {}

  /** Undefined for spot pairs, and before the first has arrived. */
  get(symbol: string): Mark | undefined {
    return this.#marks.get(symbol);
  }

  receive(update: Events['mark_price_update']): void {
    if (this.#arrived.put(update)) this.nextFrame(() => this.#apply());
  }

  #apply(): void {
    for (const update of this.#arrived.take()) this.#marks.set(update.symbol, markOf(update));
  }
}

function markOf(update: Events['mark_price_update']): Mark {
  const { mark_price, index_price, funding_rate, next_funding_at } = update;
  return {
    price: mark_price,
    indexPrice: index_price,
    fundingRate: funding_rate,
    nextFundingAt: next_funding_at === null ? null : Date.parse(next_funding_at),
  };
}
