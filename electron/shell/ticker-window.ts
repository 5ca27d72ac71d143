import { BrowserWindow, screen, type WebContents } from 'electron';
import { PAGE_ORIGIN } from './page-protocol';
import { pagePreferences } from './window';
import { placeOf, placeWithin } from './window-place';

/** What the page opens to have the small window beside it. */
export const TICKER_URL = `${PAGE_ORIGIN}/?view=ticker`;

const FIRST = { width: 300, height: 360 };

/** The small window that stays above all others; there is one at the most. */
export class TickerWindow {
  #window: BrowserWindow | null = null;

  /** @param serve Gives the page of a new window what it shows. */
  constructor(
    private readonly preload: string,
    private readonly serve: (contents: WebContents) => void,
  ) {}

  /** Opens it at the place the page remembers, or brings it to the front. */
  open(features: string): void {
    if (this.#window) {
      this.#window.show();
      return;
    }
    const window = new BrowserWindow({
      ...placeOnScreen(features),
      minWidth: 220,
      minHeight: 120,
      frame: false,
      alwaysOnTop: true,
      fullscreenable: false,
      maximizable: false,
      title: 'Tickwatch',
      webPreferences: pagePreferences(this.preload),
    });
    this.#window = window;
    window.on('closed', () => (this.#window = null));
    this.serve(window.webContents);
    void window.loadURL(TICKER_URL);
  }

  close(): void {
    this.#window?.close();
  }
}

/** Screens come and go: a place on one that is gone is moved to one that is there. */
function placeOnScreen(features: string): {
  width: number;
  height: number;
  x?: number;
  y?: number;
} {
  const { x, y, ...size } = { ...FIRST, ...placeOf(features) };
  if (x === undefined || y === undefined) return size;
  const place = { x, y, ...size };
  return placeWithin(place, screen.getDisplayMatching(place).workArea);
}
