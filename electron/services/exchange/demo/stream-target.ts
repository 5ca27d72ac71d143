/** What a client wants when it connects. */
export interface StreamTarget {
  readonly combined: boolean;
  readonly streams: readonly string[];
  /** False where the venue accepts every stream and sends none. */
  readonly isServed: boolean;
}

/** Where the futures streams begin, beside those of spot on the same port. */
export const FUTURES_PREFIX = '/fstream';

/** Reads `/ws[/a/b]`, raw, or `/stream[?streams=a/b]`, combined; null for any other path. */
export function spotTargetOf(path: string): StreamTarget | null {
  try {
    const url = new URL(path, 'ws://venue');
    if (url.pathname === '/stream') {
      const streams = namesIn(url.searchParams.get('streams') ?? '');
      return { combined: true, streams, isServed: true };
    }
    const raw = /^\/ws(?:\/(.*))?$/.exec(url.pathname);
    if (!raw) return null;
    const streams = namesIn(decodeURIComponent(raw[1] ?? ''));
    return { combined: false, streams, isServed: true };
  } catch {
    // A path that cannot be decoded leads nowhere.
    return null;
  }
}

/**
 * Reads the paths of futures below their prefix. Market data flows under `/market` alone: `/public`
 * carries books, which are not served here, and the old unrouted paths accept everything in silence.
 */
export function futuresTargetOf(path: string): StreamTarget | null {
  const [, route = '', rest = ''] = /^(\/market|\/public)?(\/(?:ws|stream).*)$/.exec(path) ?? [];
  const target = spotTargetOf(rest);
  return target && { ...target, isServed: route === '/market' };
}

const namesIn = (path: string): string[] => path.split('/').filter((name) => name !== '');
