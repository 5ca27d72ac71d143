import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PositionChange, ToldChange } from './position-draft';
import type { PositionFeed } from './position-feed';
import type { TrackedPosition } from './position-book';

const TOLD_AT_ONCE = 50;

export interface PositionTellingOptions {
  readonly feed: Pick<PositionFeed, 'update' | 'remove'>;
  /** Hears of every change once it is durable, before its request is answered. */
  readonly onChange: (position: TrackedPosition, change: PositionChange) => Promise<void>;
}

/** Tells of changes that are saved: those of one position in their order, others side by side. */
export class PositionTelling {
  readonly #options: PositionTellingOptions;
  /** The last change of a position that not everyone has heard of yet. */
  readonly #last = new Map<number, Promise<void>>();

  constructor(options: PositionTellingOptions) {
    this.#options = options;
  }

  /** Resolves when everyone has heard of these changes. */
  async tell(told: readonly ToldChange[]): Promise<void> {
    for (const each of told) this.#follow(each);
    await Promise.all(told.map((each) => this.#tellOne(each)));
  }

  /** The same for any number of changes, one after the other. */
  async tellMany(told: readonly ToldChange[]): Promise<void> {
    for (const each of told) this.#follow(each);
    for (const [place, each] of told.entries()) {
      // A client that is told of thousands in one go would count as one that does not read.
      if (place % TOLD_AT_ONCE === TOLD_AT_ONCE - 1) await nextTurn();
      await this.#tellOne(each);
    }
  }

  #follow({ position, change }: ToldChange): void {
    const { feed } = this.#options;
    if (change === 'deleted') feed.remove(position.id);
    else feed.update(position);
  }

  #tellOne({ position, change }: ToldChange): Promise<void> {
    const { id, record } = position;
    const isEnd = change === 'changed' && record.position.closedAt !== null;
    const run = () => this.#options.onChange(position, isEnd ? 'closed' : change);
    const before = this.#last.get(id);
    const telling = (before ? before.then(run, run) : run()).finally(() => {
      if (this.#last.get(id) === telling) this.#last.delete(id);
    });
    this.#last.set(id, telling);
    return telling;
  }
}
