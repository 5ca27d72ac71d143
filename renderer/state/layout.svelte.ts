import type { Dock, DockSide } from './dock.svelte';
import { PaneSize } from './pane-size.svelte';
import { readSetting, writeSetting, type SettingStore } from './setting-store';

/** How much the window has room for: all panes, no dock beside the chart, no watchlist, or one thing. */
export type WindowForm = 'wide' | 'medium' | 'narrow' | 'phone';

/** Least widths of a window, px. */
const FROM = { wide: 1180, medium: 860, narrow: 700 } as const;

/** How the window is divided: the watchlist, the charts, the dock and the line of events. */
export class Layout {
  readonly watchlist: PaneSize;
  readonly #dock: Dock;
  #width = $state(1280);
  #isWatchlistOpen = $state(true);
  #hasEvents = $state(true);
  /** The watchlist lies over the chart for a moment, where it has no pane of its own. */
  isDrawerOpen = $state(false);

  readonly form: WindowForm = $derived(formOf(this.#width));
  /** Whether the watchlist stands as a pane. */
  readonly hasWatchlist: boolean = $derived(
    this.form === 'phone' || (this.form !== 'narrow' && this.#isWatchlistOpen),
  );
  readonly hasEvents: boolean = $derived(this.#hasEvents && this.form !== 'phone');

  constructor(
    private readonly store: SettingStore,
    dock: Dock,
  ) {
    this.#dock = dock;
    this.watchlist = new PaneSize(store, 'watchlist.width', { min: 260, max: 800, first: 368 });
    this.#isWatchlistOpen = readSetting(store, 'watchlist', ['open', 'closed']) !== 'closed';
    this.#hasEvents = readSetting(store, 'events', ['open', 'closed']) !== 'closed';
  }

  /** Where the dock stands now. */
  get dockSide(): DockSide {
    return this.form === 'wide' ? this.#dock.side : 'below';
  }

  /** Takes the width of the window, px. */
  setWidth(width: number): void {
    this.#width = width;
    if (this.form !== 'narrow') this.isDrawerOpen = false;
  }

  /** Shows the watchlist or puts it away: the pane, or the drawer where there is no pane. */
  toggleWatchlist(): void {
    if (this.form === 'narrow') this.isDrawerOpen = !this.isDrawerOpen;
    else this.setWatchlistOpen(!this.#isWatchlistOpen);
  }

  setWatchlistOpen(isOpen: boolean): void {
    this.#isWatchlistOpen = isOpen;
    writeSetting(this.store, 'watchlist', isOpen ? 'open' : 'closed');
  }

  toggleEvents(): void {
    this.#hasEvents = !this.#hasEvents;
    writeSetting(this.store, 'events', this.#hasEvents ? 'open' : 'closed');
  }

  /** Everything where it was before anyone moved it. */
  reset(): void {
    const dock = this.#dock;
    for (const size of [this.watchlist, dock.width, dock.height]) size.reset();
    dock.setSide('right');
    dock.setOpen(true);
    this.setWatchlistOpen(true);
    if (!this.#hasEvents) this.toggleEvents();
  }
}

function formOf(width: number): WindowForm {
  if (width >= FROM.wide) return 'wide';
  if (width >= FROM.medium) return 'medium';
  return width >= FROM.narrow ? 'narrow' : 'phone';
}
