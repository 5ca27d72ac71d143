import { app, session, type WebContents } from 'electron';
import { PAGE_ORIGIN } from './page-protocol';

/** Denies what a page could ask of the machine: permissions, other pages, new windows, webviews. */
export function lockDown(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) =>
    decide(false),
  );
  session.defaultSession.setPermissionCheckHandler(() => false);
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

function confine(contents: WebContents): void {
  const keepInside = (event: { preventDefault(): void }, url: string): void => {
    if (!url.startsWith(`${PAGE_ORIGIN}/`)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => keepInside(event, event.url));
  contents.on('will-redirect', (event) => keepInside(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
