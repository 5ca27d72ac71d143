import type { IncomingHttpHeaders } from 'node:http';
import { hostText } from './client-address';

/** Why a request is refused before anything else looks at it. */
export interface Refusal {
  readonly status: 400 | 403;
  /** For the log. */
  readonly code: 'HOST' | 'ORIGIN' | 'URL' | 'LIMIT';
  readonly message: string;
}

/** What the guard looks at. */
export interface Visit {
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they came; of a doubled one `headers` has the first. */
  readonly rawHeaders?: readonly string[];
  readonly url?: string | undefined;
  readonly socket: { readonly localAddress?: string | undefined };
}

/** A token in an address ends up in histories and logs of others. */
const TOKEN_IN_URL = /[?&](?:access_)?token=|eyJ[\w-]+\.[\w-]+\.[\w-]+/i;
/** Long-polling as a script, which pages of other origins may load. */
const SCRIPT_URL = /^\/socket\.io\/[^#]*[?&]j=/;
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
  check({ headers, rawHeaders = [], url = '', socket }: Visit): Refusal | null {
    const host = headers.host?.toLowerCase() ?? '';
    const isKnown = this.#hosts.has(host) || this.#isOwnAddress(host, socket);
    if (!isKnown || hostsIn(rawHeaders) > 1) {
      return { status: 400, code: 'HOST', message: 'This Host is not served here' };
    }
    if (isForeignOrigin(headers.origin, host) || isForeignFetch(headers)) {
      return { status: 403, code: 'ORIGIN', message: 'Pages of other origins are not served' };
    }
    return wrongUrl(url);
  }

  #isOwnAddress(host: string, { localAddress }: Visit['socket']): boolean {
    const own = this.#isEverywhere ? hostText(localAddress) : null;
    return own !== null && host === own + this.#suffix;
  }
}

const isForeignOrigin = (origin: string | undefined, host: string): boolean =>
  origin !== undefined && origin.toLowerCase() !== `http://${host}`;

function hostsIn(rawHeaders: readonly string[]): number {
  return rawHeaders.filter((each, place) => place % 2 === 0 && each.toLowerCase() === 'host')
    .length;
}

function wrongUrl(url: string): Refusal | null {
  if (TOKEN_IN_URL.test(url)) {
    const message = 'A token never belongs in an address: send it as Authorization: Bearer';
    return { status: 400, code: 'URL', message };
  }
  if (!SCRIPT_URL.test(url)) return null;
  return { status: 400, code: 'URL', message: 'Long-polling is not served as a script' };
}

/** What the browser itself says of a request that another site's page made. */
function isForeignFetch(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'none' || site === 'same-origin') return false;
  // Following a link from elsewhere to the page itself is fine; it carries no rights.
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}
