import type { StoreState, StoreStatus } from '../../../shared/domain/store-status';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { codeOf } from './file-system';

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full',
  EDQUOT: 'The disk quota is used up',
  EROFS: 'The disk is read-only',
  EACCES: 'The data folder may not be written',
  EPERM: 'The data folder may not be written',
  EIO: 'The disk reports errors',
  ENOENT: 'The data folder is gone',
  ENOTDIR: 'The data folder is gone',
  EMFILE: 'Too many files are open',
  ENFILE: 'Too many files are open',
};

/** Whether everything is durable, put together from all parts of the store that write. */
export class StoreHealth {
  /** Why a part cannot write, in words; in the order they failed. */
  readonly #failing = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  #readOnly: string | null = null;
  #state: StoreState = 'saved';
  #reason: string | null = null;
  #since: number;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.#since = clock.now();
  }

  /** What is known but for the notices. */
  get present(): Omit<StoreStatus, 'notices'> {
    return { state: this.#state, reason: this.#reason, since: this.#since };
  }

  /** Hears every change of `present` until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param error Why a part could not write; null when all of it is durable. */
  report(part: string, error: unknown): void {
    if (error === null) this.#failing.delete(part);
    else this.#failing.set(part, inWords(error));
    this.#update(part, error);
  }

  /** Nothing will be written any more. @param reason A sentence for people. */
  setReadOnly(reason: string): void {
    this.#readOnly ??= reason;
    this.#update('state', null);
  }

  /** For people; null unless nothing will be written any more. */
  get readOnlyReason(): string | null {
    return this.#readOnly;
  }

  #update(part: string, error: unknown): void {
    const [failing = null] = this.#failing.values();
    const reason = this.#readOnly ?? failing;
    const state = stateOf(this.#readOnly, failing);
    if (state === this.#state && reason === this.#reason) return;
    if (state !== this.#state) this.#since = this.clock.now();
    this.#state = state;
    this.#reason = reason;
    const fields = { state, reason, part, code: codeOf(error) };
    if (state === 'saved') this.logger.info('Everything is saved again', fields);
    else this.logger.error('Changes are not saved', fields);
    for (const listener of this.#listeners) listener();
  }
}

function stateOf(readOnly: string | null, failing: string | null): StoreState {
  if (readOnly !== null) return 'read_only';
  return failing === null ? 'saved' : 'unsaved';
}

function inWords(error: unknown): string {
  const code = codeOf(error);
  if (code !== undefined) return WORDS[code] ?? `Writing fails (${code})`;
  return error instanceof Error ? error.message : String(error);
}
