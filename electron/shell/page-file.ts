import { join, normalize, sep } from 'node:path';

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
