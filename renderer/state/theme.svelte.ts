import { readSetting, writeSetting, type SettingStore } from './setting-store';

export const THEMES = ['system', 'dark', 'light'] as const;
export type ThemeChoice = (typeof THEMES)[number];

/** The system's wish, `matchMedia('(prefers-color-scheme: dark)')`. */
export interface DarkQuery {
  readonly matches: boolean;
  addEventListener(type: 'change', listener: () => void): void;
}

/** Dark or light, as chosen here or by the system. */
export class Theme {
  #choice = $state<ThemeChoice>('system');
  #systemIsDark = $state(true);

  constructor(
    private readonly store: SettingStore,
    system: DarkQuery,
  ) {
    this.#choice = readSetting(store, 'theme', THEMES) ?? 'system';
    this.#systemIsDark = system.matches;
    system.addEventListener('change', () => (this.#systemIsDark = system.matches));
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  get isDark(): boolean {
    return this.#choice === 'system' ? this.#systemIsDark : this.#choice === 'dark';
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    writeSetting(this.store, 'theme', choice);
  }
}
