import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';
import { fileStem, type SavedFile } from './save-file';
import { readTextFile, type FileProblem, type PickedFile } from './text-file';

/** A copy of the state on this machine. */
export type Backup = RequestResult<'list_backups'>['items'][number];
/** What a restore replaces. */
export type Replaced = RequestResult<'restore_backup'>;

/** What is to take the place of the state: a copy kept here, or a file. */
type Source =
  | { readonly kind: 'kept'; readonly backup: Backup }
  | { readonly kind: 'file'; readonly name: string; readonly document: Document };
type Document = RequestInput<'import_state'>;

/** A restore that has been checked and waits for the trader's word. */
export interface RestorePlan {
  readonly source: Source;
  readonly summary: Replaced;
}

/** As much as the services take at once, in bytes. */
const LARGEST = 60 * 1024 * 1024;

/** Copies of all that Tickwatch keeps: made, listed, handed out, and taken back in. */
export class Backups {
  #items = $state.raw<readonly Backup[] | null>(null);
  #plan = $state.raw<RestorePlan | null>(null);
  #busy = $state<'list' | 'make' | 'save' | 'check' | 'replace' | null>(null);
  #problem = $state<FileProblem | 'foreign' | null>(null);
  #error = $state.raw<ErrorBody | null>(null);

  constructor(
    private readonly transport: Transport,
    private readonly save: (file: SavedFile) => void,
  ) {}

  /** Newest first; null before they are known. */
  get items(): readonly Backup[] | null {
    return this.#items;
  }

  /** What would be replaced, once that has been checked. */
  get plan(): RestorePlan | null {
    return this.#plan;
  }

  get busy(): 'list' | 'make' | 'save' | 'check' | 'replace' | null {
    return this.#busy;
  }

  /** Why a chosen file is no backup. */
  get problem(): FileProblem | 'foreign' | null {
    return this.#problem;
  }

  /** Why the last step failed. */
  get error(): ErrorBody | null {
    return this.#error;
  }

  async load(): Promise<void> {
    const items = await this.#do('list', () => this.transport.request('list_backups', {}));
    if (items) this.#items = items.items;
  }

  /** Keeps a copy of the state as it is now. */
  async make(): Promise<void> {
    const made = await this.#do('make', () => this.transport.request('create_backup', {}));
    if (made) this.#items = [made, ...(this.#items ?? [])];
  }

  /** Hands the whole state out as a file. */
  async download(): Promise<void> {
    const state = await this.#do('save', () => this.transport.request('export_state', {}));
    if (!state) return;
    const file = { name: `${fileStem('backup')}.json`, type: 'application/json' };
    this.save({ ...file, text: JSON.stringify(state) });
  }

  /** Finds out what a copy would replace. */
  async checkKept(backup: Backup): Promise<void> {
    await this.#check({ kind: 'kept', backup });
  }

  /** Finds out what a file would replace. */
  async checkFile(file: PickedFile): Promise<void> {
    this.cancel();
    const { text, problem } = await readTextFile(file, LARGEST);
    const document = text === null ? null : documentIn(text);
    this.#problem = document === null ? (problem ?? 'foreign') : null;
    if (document) await this.#check({ kind: 'file', name: file.name, document });
  }

  /** Replaces the state; the services tell every screen when it is done. */
  async confirm(): Promise<void> {
    if (!this.#plan) return;
    const { source } = this.#plan;
    const done = await this.#do('replace', () => this.#replace(source, false));
    if (done) this.#plan = null;
  }

  /** Leaves everything as it is. */
  cancel(): void {
    this.#plan = null;
    this.#problem = null;
    this.#error = null;
  }

  async #check(source: Source): Promise<void> {
    this.cancel();
    const summary = await this.#do('check', () => this.#replace(source, true));
    if (summary) this.#plan = { source, summary };
  }

  #replace(source: Source, isDry: boolean): Promise<Reply<Replaced>> {
    if (source.kind === 'kept') {
      const { name } = source.backup;
      return this.transport.request('restore_backup', { name, dry_run: isDry });
    }
    return this.transport.request('import_state', { ...source.document, dry_run: isDry });
  }

  /** Null when it failed. */
  async #do<T>(
    busy: NonNullable<typeof this.busy>,
    ask: () => Promise<Reply<T>>,
  ): Promise<T | null> {
    this.#busy = busy;
    this.#error = null;
    const reply = await ask();
    this.#busy = null;
    if (reply.ok) return reply.value;
    this.#error = reply.error;
    return null;
  }
}

/** Null for a text that is no document of ours; the services judge what is in it. */
function documentIn(text: string): Document | null {
  try {
    const value: unknown = JSON.parse(text);
    const isOurs = typeof value === 'object' && value !== null && 'closed_positions' in value;
    return isOurs ? (value as Document) : null;
  } catch {
    return null;
  }
}
