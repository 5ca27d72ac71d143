import { VENUES } from '../../../shared/domain/feed-status';
import type { Transport } from '../../../shared/protocol/client';
import type { Instruments } from '../../state/instruments.svelte';

/** Long enough to swallow a fast typist's letters, short enough to feel at once. */
const PAUSE_MS = 120;
const LIMIT = 20;

/** Symbols to choose from: the watched ones, and what both venues find for the text typed. */
export class SymbolChoice {
  #found = $state.raw<readonly string[] | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = '';

  constructor(
    private readonly transport: Transport,
    private readonly instruments: Instruments,
    private readonly watched: () => readonly string[],
  ) {}

  /** The watched symbols before anything is typed. */
  get symbols(): readonly string[] {
    return this.#found ?? this.watched();
  }

  type(text: string): void {
    clearTimeout(this.#timer);
    const query = text.trim();
    if (query === '') this.#found = null;
    else this.#timer = setTimeout(() => void this.#ask(query), PAUSE_MS);
  }

  async #ask(query: string): Promise<void> {
    this.#asked = query;
    const replies = await Promise.all(
      VENUES.map((venue) =>
        this.transport.request('search_symbols', { query, limit: LIMIT, venue }),
      ),
    );
    if (query !== this.#asked) return;
    // A venue that cannot be asked leaves the other's.
    const items = replies.flatMap((reply) => (reply.ok ? reply.value.items : []));
    this.instruments.learn(items);
    this.#found = items.map(({ symbol }) => symbol);
  }
}
