import type { Transport } from '../../shared/protocol/client';
import { Backups } from './backups.svelte';
import { Exports } from './exports.svelte';
import { Imports } from './imports.svelte';
import { saveFile } from './save-file';

/** What can be done with the trader's own data. */
export const DATA_SECTIONS = ['import', 'export', 'backups'] as const;
export type DataSection = (typeof DATA_SECTIONS)[number];

/** The dialog for the trader's own data, and what is done in it. */
export class OwnData {
  readonly imports: Imports;
  readonly exports: Exports;
  readonly backups: Backups;
  #section = $state<DataSection>('import');
  isOpen = $state(false);

  constructor(transport: Transport, save = saveFile) {
    this.imports = new Imports(transport);
    this.exports = new Exports(transport, save);
    this.backups = new Backups(transport, save);
  }

  get section(): DataSection {
    return this.#section;
  }

  /** Opens the dialog, where it was last or at a section. */
  open(section = this.#section): void {
    this.#section = section;
    this.isOpen = true;
  }
}
