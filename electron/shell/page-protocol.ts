import { pathToFileURL } from 'node:url';
import { net, protocol } from 'electron';
import { CONTENT_SECURITY_POLICY } from '../../shared/protocol/content-security-policy';
import { fileFor } from './page-file';

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
