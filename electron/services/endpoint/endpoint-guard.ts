import type { IncomingHttpHeaders } from 'node:http';
import { hostText } from './client-address';

/** Why a request is refused before anything else looks at it. */
export interface Refusal {
  readonly status: 400 | 403;
  /** For the log. */
  readonly code: 'HOST' | 'ORIGIN';
  readonly message: string;
}

/** What the guard looks at. */
export interface Visit {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly localAddress?: string | undefined };
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Decides who may talk to the endpoint at all, on HTTP and upgrade alike. A page in the trader's
 * browser can reach loopback; these checks keep out foreign pages and rebound host names.
 */
export class EndpointGuard {
  readonly #hosts: ReadonlySet<string>;
  readonly #suffix: string;
  readonly #isEverywhere: boolean;

  /**
   * @param host What the endpoint was told to bind; allowed as a name beside the loopback ones. Bound
   * to all addresses, each is allowed where it was come in by: as an address, no DNS can rebind it.
   */
  constructor(host: string, port: number) {
    const bound = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    // Browsers leave out the port that goes without saying.
    this.#suffix = port === 80 ? '' : `:${port}`;
    this.#isEverywhere = ['0.0.0.0', '[::]'].includes(bound);
    this.#hosts = new Set([...LOOPBACK, bound.toLowerCase()].map((name) => name + this.#suffix));
  }

  /** Null when the request may go on. */
  check({ headers, socket }: Visit): Refusal | null {
    const host = headers.host?.toLowerCase() ?? '';
    if (!this.#hosts.has(host) && !this.#isOwnAddress(host, socket)) {
      return { status: 400, code: 'HOST', message: 'This Host is not served here' };
    }
    const { origin } = headers;
    if (origin !== undefined && origin.toLowerCase() !== `http://${host}`) {
      return { status: 403, code: 'ORIGIN', message: 'Pages of other origins are not served' };
    }
    if (isForeignFetch(headers)) {
      return { status: 403, code: 'ORIGIN', message: 'Pages of other origins are not served' };
    }
    return null;
  }

  #isOwnAddress(host: string, { localAddress }: Visit['socket']): boolean {
    const own = this.#isEverywhere ? hostText(localAddress) : null;
    return own !== null && host === own + this.#suffix;
  }
}

/** What the browser itself says of a request that another site's page made. */
function isForeignFetch(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'none' || site === 'same-origin') return false;
  // Following a link from elsewhere to the page itself is fine; it carries no rights.
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}
