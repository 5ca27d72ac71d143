import { readText, writeSetting, type SettingStore } from './setting-store';

const MOST = 8;

/** What was chosen last in the palette; remembered. */
export class RecentActions {
  #ids = $state.raw<readonly string[]>([]);

  constructor(private readonly store: SettingStore) {
    this.#ids = (readText(store, 'palette.recent') ?? '').split('\n').filter(Boolean);
  }

  /** Newest first. */
  get ids(): readonly string[] {
    return this.#ids;
  }

  add(id: string): void {
    this.#ids = [id, ...this.#ids.filter((one) => one !== id)].slice(0, MOST);
    writeSetting(this.store, 'palette.recent', this.#ids.join('\n'));
  }
}
