import { SvelteMap } from 'svelte/reactivity';
import { venueOf } from '../../shared/domain/instrument';
import type { Events } from '../../shared/protocol/events';
import { ArrivalTimes } from './arrival-times';
import type { Connection } from './connection.svelte';
import { standingOf, type FeedReport, type Standing } from './freshness';
import type { Now } from './now.svelte';

/** What is known of how far each symbol's price can be trusted. */
export class SymbolTruth {
  readonly #reports = new SvelteMap<string, FeedReport>();
  readonly #heardAt = new ArrivalTimes();

  constructor(
    private readonly connection: Connection,
    private readonly now: Now,
  ) {}

  /** A symbol's standing; it does not change with the clock. */
  of(symbol: string): Standing {
    const way = this.connection.wayTo(venueOf(symbol));
    return standingOf(way, this.#reports.get(symbol) ?? null);
  }

  /** Since the symbol's newest price arrived, ms; null before one has. Changes with the clock. */
  ageOf(symbol: string): number | null {
    const now = this.now.value;
    const heardAt = this.#heardAt.get(symbol);
    return heardAt === undefined ? null : Math.max(0, now - heardAt);
  }

  receive({ symbol, status, reason, data_age_ms }: Events['symbol_status']): void {
    if (data_age_ms !== null) this.#heardAt.set(symbol, this.now.read() - data_age_ms);
    const known = this.#reports.get(symbol);
    if (known?.state === status && known.reason === reason) return;
    this.#reports.set(symbol, { state: status, reason });
  }

  /** Notes that a price of the symbol has just arrived. */
  heard(symbol: string): void {
    this.#heardAt.set(symbol, this.now.read());
  }

  /** Notes that a price known is from `time`, ms UTC; one that is older than another known changes nothing. */
  heardAt(symbol: string, time: number): void {
    this.#heardAt.note(symbol, time);
  }
}
