import { readSetting, readText, writeSetting, type SettingStore } from './setting-store';

/** What the dock under the chart can show, in the order of its tabs. */
export const DOCK_TABS = ['positions', 'alerts', 'signals', 'journal', 'equity'] as const;
export type DockTab = (typeof DOCK_TABS)[number];

/** Heights of an open dock, px. The window may leave it less. */
export const DOCK_HEIGHT = { min: 140, max: 900, first: 260 } as const;

/** The dock under the chart: open or not, how high, and what it shows; remembered. */
export class Dock {
  #isOpen = $state(true);
  #tab = $state<DockTab>('positions');
  #height = $state<number>(DOCK_HEIGHT.first);

  /** `hasRoom`: the window has room for it beside the rest, so that it starts open. */
  constructor(
    private readonly store: SettingStore,
    hasRoom: boolean,
  ) {
    const remembered = readSetting(store, 'dock', ['open', 'closed']);
    this.#isOpen = hasRoom && remembered !== 'closed';
    this.#tab = readSetting(store, 'dock.tab', DOCK_TABS) ?? 'positions';
    const height = Number(readText(store, 'dock.height') ?? Number.NaN);
    if (Number.isFinite(height)) this.#height = clamp(height);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get tab(): DockTab {
    return this.#tab;
  }

  /** px. */
  get height(): number {
    return this.#height;
  }

  /** Opens the dock at a tab. */
  show(tab: DockTab): void {
    this.#tab = tab;
    writeSetting(this.store, 'dock.tab', tab);
    this.setOpen(true);
  }

  setOpen(isOpen: boolean): void {
    this.#isOpen = isOpen;
    writeSetting(this.store, 'dock', isOpen ? 'open' : 'closed');
  }

  toggle(): void {
    this.setOpen(!this.#isOpen);
  }

  /** Takes a height in px, kept within `DOCK_HEIGHT`. */
  resize(height: number): void {
    this.#height = clamp(height);
    writeSetting(this.store, 'dock.height', String(this.#height));
  }
}

function clamp(height: number): number {
  return Math.round(Math.min(Math.max(height, DOCK_HEIGHT.min), DOCK_HEIGHT.max));
}
