import { AppError } from '../../shared/domain/errors';
import type { Clock } from './clock';
import type { EventHub } from './event-hub';
import type { Logger } from './logger';
import type { MarketData } from './feed/market-data';
import type { StateStore } from './store/state-store';
import { EVERYONE } from '../../shared/protocol/rooms';

const FIRST_SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'BNB/USDT', 'SOL/USDT', 'XRP/USDT', 'DOGE/USDT'];

export interface Watchlist {
  /** Wire symbols in the trader's order. */
  readonly symbols: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

export interface WatchlistServiceOptions {
  readonly store: StateStore;
  readonly marketData: MarketData;
  readonly hub: EventHub;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears that the groups may be others from now on. */
  readonly onGroups?: () => void;
}

/** The symbols the trader keeps an eye on; each is watched for as long as it is listed. */
export class WatchlistService {
  readonly #options: WatchlistServiceOptions;
  readonly #releases = new Map<string, () => void>();
  /** Changes are made one after another, so that one that fails can go back to what is durable. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: WatchlistServiceOptions) {
    this.#options = options;
  }

  start(): void {
    this.#watchListed();
  }

  /** On the very first start, chooses well-known symbols from what the venue has. */
  async onInstruments(symbols: readonly string[]): Promise<void> {
    const known = new Set(symbols);
    const familiar = FIRST_SYMBOLS.filter((symbol) => known.has(symbol));
    const chosen = familiar.length > 0 ? familiar : symbols.slice(0, FIRST_SYMBOLS.length);
    await this.#inTurn(async () => {
      if (this.#options.store.state.watchlist.symbols !== null || chosen.length === 0) return;
      await this.#save({ symbols: chosen, groups: {} });
      // Not being able to save is logged where it happens; the trader's own choice will tell them.
    }).catch(() => undefined);
  }

  get(): Watchlist {
    const { symbols, groups } = this.#options.store.state.watchlist;
    return { symbols: symbols ?? [], groups };
  }

  /**
   * Replaces the list; doubles are dropped. Symbols already listed stay allowed even when the venue
   * no longer has them or cannot be reached.
   * @throws {AppError} `UNKNOWN_SYMBOL` for a symbol the venue does not have; nothing is changed then.
   */
  put(list: Watchlist): Promise<Watchlist> {
    return this.#inTurn(async () => {
      const groups: [string, string[]][] = [];
      for (const [name, symbols] of Object.entries(list.groups)) {
        groups.push([name, await this.#resolve(symbols)]);
      }
      const symbols = await this.#resolve(list.symbols);
      await this.#save({ symbols, groups: Object.fromEntries(groups) });
      return this.get();
    });
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(change);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #resolve(symbols: readonly string[]): Promise<string[]> {
    const { marketData } = this.#options;
    const listed = new Set(this.get().symbols);
    const resolved = await Promise.all(
      symbols.map(async (symbol) =>
        listed.has(symbol) ? symbol : (await marketData.instrument(symbol)).symbol,
      ),
    );
    return [...new Set(resolved)];
  }

  async #save(list: { symbols: string[]; groups: Record<string, string[]> }): Promise<void> {
    const { store, logger } = this.#options;
    const before = store.state.watchlist;
    try {
      await store.update(() => ({ watchlist: list }));
    } catch (error) {
      await store.update(() => ({ watchlist: before })).catch(() => undefined);
      logger.error('Watchlist not saved', { error: String(error) });
      throw new AppError(
        'UNAVAILABLE',
        'The watchlist could not be saved; it is as it was before.',
        {
          cause: error,
        },
      );
    }
    this.reload();
  }

  /** Takes over what the state holds by now, and tells everyone. */
  reload(): void {
    const { hub, clock } = this.#options;
    this.#watchListed();
    this.#options.onGroups?.();
    const timestamp = new Date(clock.now()).toISOString();
    hub.publish(EVERYONE, 'watchlist_update', { symbols: [...this.get().symbols], timestamp });
  }

  #watchListed(): void {
    const listed = new Set(this.get().symbols);
    for (const symbol of listed) {
      if (!this.#releases.has(symbol)) {
        this.#releases.set(symbol, this.#options.marketData.watch(symbol));
      }
    }
    for (const [symbol, release] of this.#releases) {
      if (listed.has(symbol)) continue;
      release();
      this.#releases.delete(symbol);
    }
  }
}
