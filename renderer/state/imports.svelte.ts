import type { Transport } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';
import { readTextFile, type FileProblem, type PickedFile } from './text-file';

/** What a file would come to. */
export type ImportPreview = RequestResult<'preview_fills_import'>;
export type ImportResult = RequestResult<'import_fills'>;
/** How a file is to be read, besides what it says itself. */
export type ImportOptions = Omit<RequestInput<'import_fills'>, 'text'>;
export type ImportField = ImportPreview['missing'][number];

type Progress = Pick<Events['import_progress'], 'phase' | 'done'>;

/** Takes a file of fills in: first what it would come to, then all of it or nothing. */
export class Imports {
  #name = $state<string | null>(null);
  #text = '';
  #options = $state.raw<ImportOptions>({});
  #preview = $state.raw<ImportPreview | null>(null);
  #result = $state.raw<ImportResult | null>(null);
  #problem = $state<FileProblem | null>(null);
  #error = $state.raw<ErrorBody | null>(null);
  #busy = $state<'reading' | 'importing' | null>(null);
  #progress = $state.raw<Progress | null>(null);
  #asked = 0;

  constructor(private readonly transport: Transport) {}

  /** Of the chosen file, null before one is chosen. */
  get name(): string | null {
    return this.#name;
  }

  get options(): ImportOptions {
    return this.#options;
  }

  /** Null until the services have read the file with just these options. */
  get preview(): ImportPreview | null {
    return this.#preview;
  }

  /** What was taken in, null before it was. */
  get result(): ImportResult | null {
    return this.#result;
  }

  /** Why the file is none that could be read. */
  get problem(): FileProblem | null {
    return this.#problem;
  }

  /** Why the last question was refused. */
  get error(): ErrorBody | null {
    return this.#error;
  }

  get busy(): 'reading' | 'importing' | null {
    return this.#busy;
  }

  /** How far the import has come, null when that is not known. */
  get progress(): Progress | null {
    return this.#progress;
  }

  async choose(file: PickedFile): Promise<void> {
    this.reset();
    this.#name = file.name;
    this.#busy = 'reading';
    const asked = this.#asked;
    const read = await readTextFile(file);
    if (asked !== this.#asked) return;
    this.#busy = null;
    if (read.problem !== null) {
      this.#problem = read.problem;
      return;
    }
    this.#text = read.text;
    await this.ask();
  }

  /** Reads the file anew with other options. */
  setOptions(change: ImportOptions): void {
    this.#options = { ...this.#options, ...change };
    void this.ask();
  }

  /** Takes a column for a field; null for none. */
  setColumn(field: ImportField, column: number | null): void {
    this.setOptions({ columns: { ...this.#options.columns, [field]: column } });
  }

  /** Asks what the file would come to. */
  async ask(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#busy = 'reading';
    this.#error = null;
    const reply = await this.transport.request('preview_fills_import', this.#params());
    if (asked !== this.#asked) return;
    this.#busy = null;
    this.#progress = null;
    if (reply.ok) this.#preview = reply.value;
    else this.#error = reply.error;
  }

  /** Takes the file in; nothing has changed when it fails. */
  async commit(): Promise<void> {
    this.#asked += 1;
    this.#busy = 'importing';
    this.#error = null;
    const reply = await this.transport.request('import_fills', this.#params());
    this.#busy = null;
    this.#progress = null;
    if (!reply.ok) {
      this.#error = reply.error;
      return;
    }
    this.#result = reply.value;
    this.#text = '';
  }

  /** Forgets the file; one that is being taken in stays. */
  reset(): void {
    if (this.#busy === 'importing') return;
    this.#asked += 1;
    this.#name = null;
    this.#text = '';
    this.#options = {};
    this.#preview = null;
    this.#result = null;
    this.#problem = null;
    this.#error = null;
    this.#busy = null;
    this.#progress = null;
  }

  /** Some import, of this screen or another, has come further. */
  hear({ phase, done }: Events['import_progress']): void {
    if (this.#busy !== null) this.#progress = { phase, done };
  }

  #params(): RequestInput<'import_fills'> {
    return { ...this.#options, text: this.#text };
  }
}
