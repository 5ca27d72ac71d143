import { SvelteMap } from 'svelte/reactivity';
import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import type { JournalItem } from './journal-item';

/** A closed position with all that happened to it. */
export type JournalPosition = RequestResult<'get_position'>;

/** What the trader may write about a position. */
export interface Remarks {
  readonly note: string;
  readonly tags: readonly string[];
}

/** The one closed position being looked at, and what is being written about it. */
export class JournalDetail {
  #id = $state<number | null>(null);
  #position = $state.raw<JournalPosition | null>(null);
  #error = $state.raw<ErrorBody | null>(null);
  #saving = $state<'idle' | 'saving' | 'saved' | 'failed'>('idle');
  #saveError = $state.raw<ErrorBody | null>(null);
  /** What is written but not saved yet, by position: it outlives a look at another one. */
  readonly #drafts = new SvelteMap<number, Remarks>();

  constructor(
    private readonly transport: Transport,
    private readonly onSaved: (item: JournalItem) => void,
  ) {}

  get id(): number | null {
    return this.#id;
  }

  /** Null while it is loading, after a failure, and when none is chosen. */
  get position(): JournalPosition | null {
    return this.#position;
  }

  get error(): ErrorBody | null {
    return this.#error;
  }

  /** How the last change of the note or tags went. */
  get saving(): 'idle' | 'saving' | 'saved' | 'failed' {
    return this.#saving;
  }

  get saveError(): ErrorBody | null {
    return this.#saveError;
  }

  /** As written here, saved or not. */
  get remarks(): Remarks {
    const draft = this.#id === null ? undefined : this.#drafts.get(this.#id);
    return draft ?? { note: this.#position?.note ?? '', tags: this.#position?.tags ?? [] };
  }

  get isChanged(): boolean {
    return this.#id !== null && this.#drafts.has(this.#id);
  }

  open(id: number): void {
    if (id === this.#id) return;
    this.#id = id;
    this.#position = null;
    this.#saving = 'idle';
    void this.refresh();
  }

  close(): void {
    this.#id = null;
    this.#position = null;
    this.#error = null;
  }

  /** Asks anew; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    const id = this.#id;
    if (id === null) return;
    this.#error = null;
    const reply = await this.transport.request('get_position', { id });
    if (id !== this.#id) return;
    if (reply.ok) this.#position = reply.value;
    else if (reply.error.code === 'NOT_FOUND') this.close();
    else if (this.#position === null) this.#error = reply.error;
  }

  write(change: Partial<Remarks>): void {
    if (this.#id === null) return;
    this.#saving = 'idle';
    this.#drafts.set(this.#id, { ...this.remarks, ...change });
  }

  /** Saves what is written; it stays written when that fails. */
  async save(): Promise<void> {
    const id = this.#id;
    const draft = id === null ? undefined : this.#drafts.get(id);
    if (id === null || !draft) return;
    this.#saving = 'saving';
    const params = { id, note: draft.note.trim() || null, tags: [...draft.tags] };
    const reply = await this.transport.request('patch_position', params);
    // Something written meanwhile is newer than what was saved.
    if (reply.ok && this.#drafts.get(id) === draft) this.#drafts.delete(id);
    if (reply.ok) this.onSaved(reply.value);
    if (id === this.#id) this.#saved(reply);
  }

  #saved(reply: Reply<JournalItem>): void {
    this.#saving = reply.ok ? 'saved' : 'failed';
    this.#saveError = reply.ok ? null : reply.error;
    if (reply.ok && this.#position) this.#position = { ...this.#position, ...reply.value };
  }
}
