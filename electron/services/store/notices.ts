import { AppError } from '../../../shared/domain/errors';
import type { NoticeKind, StoreNotice } from '../../../shared/domain/store-status';
import type { Clock } from '../clock';
import type { Change, State } from './state-schema';

/** Whoever has not read so many will not read more; the log has them all. */
const MAX_NOTICES = 50;

/** Where the notices are kept. */
interface Holder {
  readonly state: State;
  updateLazily(change: Change): void;
}

/** What people have to know about their saved data; each stays, over restarts too, until put away. */
export class Notices {
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly store: Holder,
    private readonly clock: Clock,
  ) {}

  /** Oldest first. */
  list(): readonly StoreNotice[] {
    return this.store.state.notices.items;
  }

  /** Hears every change of the list until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param text One or two sentences for people. */
  add(kind: NoticeKind, text: string): void {
    this.#change(({ notices: { last, items } }) => {
      const notice = { id: last + 1, kind, text, at: this.clock.now() };
      return { notices: { last: last + 1, items: [...items, notice].slice(-MAX_NOTICES) } };
    });
  }

  /** Puts a notice away. @throws {AppError} `NOT_FOUND`. */
  dismiss(id: number): void {
    if (!this.list().some((each) => each.id === id)) {
      throw new AppError('NOT_FOUND', `There is no notice ${id}`);
    }
    this.#change(({ notices }) => ({
      notices: { ...notices, items: notices.items.filter((each) => each.id !== id) },
    }));
  }

  #change(change: Change): void {
    this.store.updateLazily(change);
    for (const listener of this.#listeners) listener();
  }
}
