import { PaneSize } from './pane-size.svelte';
import { readSetting, writeSetting, type SettingStore } from './setting-store';

/** What the dock can show, in the order of its tabs. */
export const DOCK_TABS = ['positions', 'alerts', 'signals', 'journal', 'equity'] as const;
export type DockTab = (typeof DOCK_TABS)[number];

/** Where the dock stands: beside the chart or under it. */
export const DOCK_SIDES = ['right', 'below'] as const;
export type DockSide = (typeof DOCK_SIDES)[number];

/** Positions, alerts and the rest: open or not, where, how large, and which of them; remembered. */
export class Dock {
  readonly width: PaneSize;
  readonly height: PaneSize;
  #isOpen = $state(true);
  #tab = $state<DockTab>('positions');
  #side = $state<DockSide>('right');

  /** `hasRoom`: the window has room for it beside the rest, so that it starts open. */
  constructor(
    private readonly store: SettingStore,
    hasRoom: boolean,
  ) {
    const remembered = readSetting(store, 'dock', ['open', 'closed']);
    this.#isOpen = hasRoom && remembered !== 'closed';
    this.#tab = readSetting(store, 'dock.tab', DOCK_TABS) ?? 'positions';
    this.#side = readSetting(store, 'dock.side', DOCK_SIDES) ?? 'right';
    this.width = new PaneSize(store, 'dock.width', { min: 280, max: 1200, first: 400 });
    this.height = new PaneSize(store, 'dock.height', { min: 140, max: 1200, first: 240 });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get tab(): DockTab {
    return this.#tab;
  }

  /** Where it is wanted; a window with no room for it beside the chart shows it below. */
  get side(): DockSide {
    return this.#side;
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

  setSide(side: DockSide): void {
    this.#side = side;
    writeSetting(this.store, 'dock.side', side);
  }
}
