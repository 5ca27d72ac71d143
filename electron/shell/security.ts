import { app, session, shell, type WebContents } from 'electron';
import { PAGE_ORIGIN } from './page-protocol';
import { TICKER_URL } from './window';

/** Sites the page links to; they open in the trader's own browser. */
const LINKED_HOSTS = ['www.tradingview.com'];

/** To put a text on the clipboard when the trader presses a button; to read from it is another one. */
const GRANTED = 'clipboard-sanitized-write';

/**
 * Denies what a page could ask of the machine: permissions, other pages, new windows, webviews.
 * @param openTicker Opens the one window a page may ask for, at the place it names.
 */
export function lockDown(openTicker: (features: string) => void): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide) =>
    decide(permission === GRANTED),
  );
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission) => permission === GRANTED,
  );
  app.on('web-contents-created', (_event, contents) => confine(contents, openTicker));
}

function confine(contents: WebContents, openTicker: (features: string) => void): void {
  const keepInside = (event: { preventDefault(): void }, url: string): void => {
    if (!url.startsWith(`${PAGE_ORIGIN}/`)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => keepInside(event, event.url));
  contents.on('will-redirect', (event) => keepInside(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url, features }) => {
    if (url === TICKER_URL) openTicker(features);
    else if (isLinked(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

function isLinked(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === 'https:' && LINKED_HOSTS.includes(host) && !username && !password;
}
