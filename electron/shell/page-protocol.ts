import { join, normalize, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { net, protocol } from 'electron';
import { CONTENT_SECURITY_POLICY } from '../../shared/protocol/content-security-policy';

/** Where the page lives inside the desktop app. */
export const PAGE_ORIGIN = 'app://ui';

/** To be called before the app is ready: makes `app://` a secure origin like https. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built page from a folder, and nothing outside of it. */
export function servePage(pageDir: string): void {
  protocol.handle('app', async (request) => {
    const file = fileFor(request.url, pageDir);
    if (!file) return new Response('Forbidden', { status: 403 });
    const response = await net.fetch(pathToFileURL(file).href).catch(() => null);
    if (!response?.ok) return new Response('Not found', { status: 404 });
    const headers = new Headers(response.headers);
    headers.set('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    headers.set('X-Content-Type-Options', 'nosniff');
    return new Response(response.body, { headers });
  });
}

/** The file behind a URL; null for another host and for every way out of the folder. */
export function fileFor(url: string, pageDir: string): string | null {
  const { host, pathname } = new URL(url);
  if (host !== 'ui') return null;
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const root = normalize(pageDir + sep);
  const file = join(root, path === '/' ? 'index.html' : path);
  return file.startsWith(root) ? file : null;
}
