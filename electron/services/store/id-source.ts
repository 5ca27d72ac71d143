import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { ID_KINDS, type IdKind } from './state-schema';
import type { StateStore } from './state-store';

/** Numbers of a kind set aside by one durable write; only a crash skips the rest of them. */
const BLOCK = 1000;
/** No run comes so far: a file that says more was made by hand, and its numbers would soon end. */
const HIGHEST = 1e15;

/**
 * Gives out positive numbers that never repeat within their kind, also after a crash or a recovery:
 * blocks are reserved durably before any of them is used.
 */
export class IdSource {
  readonly #store: StateStore;
  readonly #logger: Logger;
  /** Last number given out, by kind. */
  readonly #last = new Map<IdKind, number>();
  readonly #now: () => number;
  readonly #floor: number;
  #isReserving = false;

  constructor(store: StateStore, { clock, logger }: { clock: Clock; logger: Logger }) {
    this.#store = store;
    this.#logger = logger;
    // No earlier run can have given out as many numbers as milliseconds have passed since 1970.
    this.#now = () => Math.floor(clock.now());
    // What a damaged file had reserved is not known any more.
    this.#floor = store.isContinuous ? 0 : this.#now();
  }

  /** Reserves the first numbers of every kind. @throws whatever the store throws. */
  start(): Promise<void> {
    for (const kind of ID_KINDS) this.#last.set(kind, this.#lastOf(kind));
    return this.#reserve();
  }

  next(kind: IdKind): number {
    const id = this.#lastOf(kind) + 1;
    this.#last.set(kind, id);
    if (this.#reserved(kind) - id < BLOCK / 2 && !this.#isReserving) {
      this.#reserve().catch((error: unknown) => {
        this.#logger.warn('Numbers could not be reserved; the next one tries again', {
          error: String(error),
        });
      });
    }
    return id;
  }

  /** Sets numbers aside for many calls of `next` that follow at once. @throws what the store throws. */
  async provide(counts: Partial<Record<IdKind, number>>): Promise<void> {
    const wanted = ID_KINDS.map((kind) => {
      const highest = this.#lastOf(kind) + (counts[kind] ?? 0) + BLOCK / 2;
      return [kind, Math.max(highest, this.#reserved(kind))] as const;
    });
    if (wanted.every(([kind, highest]) => highest === this.#reserved(kind))) return;
    await this.#store.update(({ ids }) => ({ ids: { ...ids, ...Object.fromEntries(wanted) } }));
  }

  /** Lets no number up to these be given out any more. @throws what the store throws. */
  async raise(highest: Partial<Record<IdKind, number>>): Promise<void> {
    for (const kind of ID_KINDS) {
      const [last, asked] = [this.#lastOf(kind), highest[kind] ?? 0];
      this.#last.set(kind, asked > HIGHEST ? last : Math.max(last, asked));
    }
    await this.provide({});
  }

  /** Gives back what was reserved but not used, so that numbers have no gaps after a clean end. */
  stop(): void {
    this.#store.updateLazily(({ ids }) => ({ ids: { ...ids, ...Object.fromEntries(this.#last) } }));
  }

  #lastOf(kind: IdKind): number {
    const known = this.#last.get(kind);
    if (known !== undefined) return known;
    const isBelievable = (this.#store.state.ids[kind] ?? 0) <= HIGHEST;
    return Math.max(isBelievable ? this.#floor : this.#now(), this.#reserved(kind));
  }

  #reserved(kind: IdKind): number {
    const reserved = this.#store.state.ids[kind] ?? 0;
    return reserved <= HIGHEST ? reserved : 0;
  }

  async #reserve(): Promise<void> {
    this.#isReserving = true;
    const highest = [...this.#last].map(
      ([kind, last]) => [kind, Math.max(last + BLOCK, this.#reserved(kind))] as const,
    );
    try {
      await this.#store.update(({ ids }) => ({ ids: { ...ids, ...Object.fromEntries(highest) } }));
    } finally {
      this.#isReserving = false;
    }
  }
}
