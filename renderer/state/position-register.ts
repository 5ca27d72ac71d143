import type { Events } from '../../shared/protocol/events';
import type { RequestResult } from '../../shared/protocol/requests';

/** A position as the services answered it last; its live figures are kept apart. */
export type PositionInfo = RequestResult<'create_position'>;

type Update = Events['position_update'];

/**
 * The open positions as they were answered last, and what has arrived since: figures to draw and
 * positions to ask for again. Not reactive, because it moves with every price.
 */
export class PositionRegister {
  readonly #known = new Map<number, PositionInfo>();
  readonly #arrived = new Map<number, Update>();
  readonly #changed = new Set<number>();

  has(id: number): boolean {
    return this.#known.has(id);
  }

  get(id: number): PositionInfo | undefined {
    return this.#known.get(id);
  }

  /** What has arrived of a position before its answer is older than that. */
  set(info: PositionInfo): void {
    this.#arrived.delete(info.position_id);
    this.#known.set(info.position_id, info);
  }

  /** True when it was known. */
  forget(id: number): boolean {
    this.#arrived.delete(id);
    this.#changed.delete(id);
    return this.#known.delete(id);
  }

  replace(all: readonly PositionInfo[]): void {
    this.#known.clear();
    for (const info of all) this.set(info);
  }

  /** Newest first. */
  list(): readonly PositionInfo[] {
    return [...this.#known.values()].sort((a, b) => b.position_id - a.position_id);
  }

  /** Keeps the newest figures of a position until they are taken; true when they are the first. */
  putUpdate(update: Update): boolean {
    this.#arrived.set(update.position_id, update);
    return this.#arrived.size === 1;
  }

  /** Hands the figures of known, open positions over; what is not known yet is told by its own event. */
  takeUpdates(): readonly Update[] {
    const updates = [...this.#arrived.values()].filter(
      ({ position_id, status }) => status === 'open' && this.#known.has(position_id),
    );
    this.#arrived.clear();
    return updates;
  }

  /** Notes a position to ask for again; true when it is the first. */
  putChange(id: number): boolean {
    this.#changed.add(id);
    return this.#changed.size === 1;
  }

  /** Hands over what has to be asked for again. */
  takeChanges(): readonly number[] {
    const ids = [...this.#changed];
    this.#changed.clear();
    return ids;
  }
}

/** Every symbol once, in the order of first appearance. */
export function distinctSymbols(
  symbols: readonly string[],
  positions: readonly { readonly symbol: string }[],
): readonly string[] {
  return [...new Set([...symbols, ...positions.map(({ symbol }) => symbol)])];
}
