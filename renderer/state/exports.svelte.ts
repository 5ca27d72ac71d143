import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import { fileStem, type SavedFile } from './save-file';

/** What can be taken out. */
export const EXPORTS = ['fills', 'journal', 'positions'] as const;
export type ExportName = (typeof EXPORTS)[number];

const CSV = { type: 'text/csv', ending: 'csv' } as const;
const JSON_FILE = { type: 'application/json', ending: 'json' } as const;
const FORMATS = { fills: CSV, journal: CSV, positions: JSON_FILE } as const;

/** Takes the trader's own data out as files. */
export class Exports {
  #busy = $state<ExportName | null>(null);
  #done = $state<ExportName | null>(null);
  #error = $state.raw<{ readonly name: ExportName; readonly error: ErrorBody } | null>(null);

  constructor(
    private readonly transport: Transport,
    private readonly save: (file: SavedFile) => void,
  ) {}

  get busy(): ExportName | null {
    return this.#busy;
  }

  /** What was taken out last. */
  get done(): ExportName | null {
    return this.#done;
  }

  errorOf(name: ExportName): ErrorBody | null {
    return this.#error?.name === name ? this.#error.error : null;
  }

  async take(name: ExportName): Promise<void> {
    this.#busy = name;
    this.#done = null;
    this.#error = null;
    const reply = await this.#ask(name);
    this.#busy = null;
    if (!reply.ok) {
      this.#error = { name, error: reply.error };
      return;
    }
    const { type, ending } = FORMATS[name];
    this.save({ name: `${fileStem(name)}.${ending}`, type, text: reply.value });
    this.#done = name;
  }

  async #ask(name: ExportName): Promise<Reply<string>> {
    if (name === 'positions') {
      const reply = await this.transport.request('export_positions', {});
      return reply.ok ? { ok: true, value: JSON.stringify(reply.value.items, null, 2) } : reply;
    }
    const reply = await this.transport.request(`export_${name}`, {});
    return reply.ok ? { ok: true, value: reply.value.text } : reply;
  }
}
