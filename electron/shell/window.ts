import { BrowserWindow, nativeTheme, screen, type WebPreferences } from 'electron';
import { PAGE_ORIGIN } from './page-protocol';
import { placeOf, placeWithin } from './window-place';

/** What the page opens to have the small window beside it. */
export const TICKER_URL = `${PAGE_ORIGIN}/?view=ticker`;

const FIRST_TICKER = { width: 300, height: 360 };

/** Makes the main window; it stays out of sight until it is shown. */
export function makeMain(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 480,
    minHeight: 400,
    show: false,
    title: 'Tickwatch',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0e1116' : '#ffffff',
    webPreferences: pagePreferences(preload),
  });
  void window.loadURL(`${PAGE_ORIGIN}/`);
  return window;
}

/** Makes the small window that stays above all others. @param features The place the page asks for. */
export function makeTicker(preload: string, features: string): BrowserWindow {
  const window = new BrowserWindow({
    ...placeOnScreen(features),
    minWidth: 220,
    minHeight: 120,
    frame: false,
    alwaysOnTop: true,
    fullscreenable: false,
    maximizable: false,
    title: 'Tickwatch',
    webPreferences: pagePreferences(preload),
  });
  void window.loadURL(TICKER_URL);
  return window;
}

/** What each page of ours is allowed, in whichever window. */
const pagePreferences = (preload: string): WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
});

/** Screens come and go: a place on one that is gone is moved to one that is there. */
function placeOnScreen(features: string): {
  width: number;
  height: number;
  x?: number;
  y?: number;
} {
  const { x, y, ...size } = { ...FIRST_TICKER, ...placeOf(features) };
  if (x === undefined || y === undefined) return size;
  const place = { x, y, ...size };
  return placeWithin(place, screen.getDisplayMatching(place).workArea);
}
