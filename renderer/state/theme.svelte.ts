import { readSetting, writeSetting, type SettingStore } from './setting-store';

/** What of the looks can be chosen; the first of each is the usual one. */
export const LOOKS = {
  /** Dark or light. */
  theme: ['system', 'dark', 'light'],
  /** The colors of up and down. */
  palette: ['standard', 'blue-orange', 'red-up'],
  /** How much room a row takes. */
  density: ['comfortable', 'compact'],
  /** Whether things move when they appear. */
  motion: ['system', 'none'],
} as const;

export type LookName = keyof typeof LOOKS;
export type Look<N extends LookName> = (typeof LOOKS)[N][number];

type Looks = { readonly [N in LookName]: Look<N> };

/** Heights of a row, px; the stylesheet's `--row`. */
const ROW_HEIGHTS: Readonly<Record<Look<'density'>, number>> = { comfortable: 32, compact: 26 };

/** The system's wish, `matchMedia('(prefers-color-scheme: dark)')`. */
export interface DarkQuery {
  readonly matches: boolean;
  addEventListener(type: 'change', listener: () => void): void;
}

/** How the window looks, as chosen here or by the system. */
export class Theme {
  #looks = $state.raw<Looks>({
    theme: 'system',
    palette: 'standard',
    density: 'comfortable',
    motion: 'system',
  });
  #systemIsDark = $state(true);

  constructor(
    private readonly store: SettingStore,
    system: DarkQuery,
  ) {
    const kept = Object.entries(LOOKS).map(([name, allowed]) => [
      name,
      readSetting<string>(store, name as LookName, allowed) ?? allowed[0],
    ]);
    this.#looks = Object.fromEntries(kept) as Looks;
    this.#systemIsDark = system.matches;
    system.addEventListener('change', () => (this.#systemIsDark = system.matches));
  }

  /** What is chosen of one look. */
  of<N extends LookName>(name: N): Look<N> {
    return this.#looks[name];
  }

  get isDark(): boolean {
    const { theme } = this.#looks;
    return theme === 'system' ? this.#systemIsDark : theme === 'dark';
  }

  /** Height of a list's row, px. */
  get row(): number {
    return ROW_HEIGHTS[this.#looks.density];
  }

  /** Names the colors in force: what draws on a canvas reads them again when it changes. */
  get colors(): string {
    return `${this.isDark ? 'dark' : 'light'} ${this.#looks.palette}`;
  }

  choose<N extends LookName>(name: N, look: Look<N>): void {
    this.#looks = { ...this.#looks, [name]: look };
    writeSetting(this.store, name, look);
  }

  /** Puts the looks on the page's root, where the stylesheets find them. */
  applyTo(root: HTMLElement): void {
    const { palette, density, motion } = this.#looks;
    Object.assign(root.dataset, {
      theme: this.isDark ? 'dark' : 'light',
      ...{ palette, density, motion },
    });
  }
}
