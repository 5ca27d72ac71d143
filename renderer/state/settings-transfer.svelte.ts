import type { ErrorBody } from '../../shared/protocol/reply';
import type { PageChoiceName, PageChoices } from './page-choices';
import { fileStem, type SavedFile } from './save-file';
import type { ServiceSettings } from './service-settings.svelte';
import {
  differences,
  portableOf,
  readSettings,
  SETTINGS_PARTS,
  writeSettings,
  type PortableSettings,
  type SettingsPart,
} from './settings-file';
import { readTextFile, type PickedFile } from './text-file';

/** Far more than all settings take, in bytes. */
const LARGEST = 200_000;

export interface SettingsTransferParts {
  readonly page: PageChoices;
  readonly services: ServiceSettings;
  readonly save: (file: SavedFile) => void;
}

/** Settings as a file: handed out, and taken in after a look at what would change. */
export class SettingsTransfer {
  #read = $state.raw<PortableSettings | null>(null);
  #problem = $state<'foreign' | 'newer' | null>(null);
  #error = $state.raw<ErrorBody | null>(null);
  #chosen = $state.raw<readonly SettingsPart[]>([]);
  readonly #counts = $derived.by(() => {
    const now = this.now();
    return this.#read && now ? differences(this.#read, now) : null;
  });

  constructor(private readonly parts: SettingsTransferParts) {}

  /** How many settings of each part the chosen file would change; null before one is chosen. */
  get counts(): Readonly<Record<SettingsPart, number>> | null {
    return this.#counts;
  }

  /** The parts that are to be taken over. */
  get chosen(): readonly SettingsPart[] {
    return this.#chosen;
  }

  /** Why the file cannot be taken. */
  get problem(): 'foreign' | 'newer' | null {
    return this.#problem;
  }

  /** Why the services refused it; nothing has changed then. */
  get error(): ErrorBody | null {
    return this.#error;
  }

  /** All that can travel, as it is now; null while the services have not answered. */
  now(): PortableSettings | null {
    const { page, services } = this.parts;
    const { alerts, signals } = services;
    return alerts && signals ? portableOf({ alerts, signals }, page.all()) : null;
  }

  export(): void {
    const now = this.now();
    if (!now) return;
    const file = { name: `${fileStem('settings')}.json`, type: 'application/json' };
    this.parts.save({ ...file, text: writeSettings(now) });
  }

  async choose(file: PickedFile): Promise<void> {
    this.reset();
    const { text } = await readTextFile(file, LARGEST);
    const read = readSettings(text ?? '');
    if (read.kind !== 'settings') this.#problem = read.kind;
    else this.#read = read.settings;
    // Other signals begin a new model: that is never done in passing.
    this.#chosen = SETTINGS_PARTS.filter((part) => part !== 'signals');
  }

  toggle(part: SettingsPart): void {
    this.#chosen = SETTINGS_PARTS.filter((one) => this.#chosen.includes(one) !== (one === part));
  }

  /** Takes over what was chosen; true when it was done. What was before is for `restore`. */
  async take(): Promise<boolean> {
    if (!this.#read) return false;
    const isDone = await this.restore(this.#read, this.#chosen);
    if (isDone) this.reset();
    return isDone;
  }

  /** Puts settings in force; the page's own only when the services have taken theirs. */
  async restore(settings: PortableSettings, parts: readonly SettingsPart[]): Promise<boolean> {
    const { page, services } = this.parts;
    const { alerts, signals } = settings;
    const changes = {
      ...(parts.includes('alerts') ? { alerts } : {}),
      ...(parts.includes('signals') ? { signals } : {}),
    };
    this.#error = Object.keys(changes).length > 0 ? await services.change(changes) : null;
    if (this.#error) return false;
    if (!parts.includes('page')) return true;
    for (const [name, value] of Object.entries(settings.page)) {
      page.choose(name as PageChoiceName, value);
    }
    return true;
  }

  reset(): void {
    this.#read = null;
    this.#problem = null;
    this.#error = null;
  }
}
