import type { Clock } from '../clock';
import type { Logger } from '../logger';

/** What of the visits is logged. */
export const ACCESS_LEVELS = ['off', 'refused', 'all'] as const;
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** Refusals a minute that are logged one by one: who is refused must not fill the disk. */
const REFUSALS_A_MINUTE = 100;
const MINUTE_MS = 60_000;
const MAX_PATH = 200;
const REFUSED = ['UNAUTHORIZED', 'FORBIDDEN', 'RATE_LIMITED', 'LIMIT', 'HOST', 'ORIGIN', 'URL'];
/** People paste tokens where they do not belong. */
const TOKEN = /eyJ[\w-]*\.[\w-]*\.[\w-]*/g;

/** One request, handshake or question of a client, however it ended. */
export interface Visit {
  readonly kind: 'request' | 'handshake' | 'event';
  /** HTTP method, name of the transport, or name of the event. */
  readonly method: string | undefined;
  /** As it came; what follows a `?` is left out. */
  readonly path?: string | undefined;
  readonly status?: number;
  /** Why it was refused or failed; null when it was not. */
  readonly code: string | null;
  /** By the monotonic clock. */
  readonly startedAt: number;
  readonly tokenId: string | null;
  readonly address: string | undefined;
}

export interface AccessLogOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly level: AccessLevel;
  /** What the list of tokens calls a token. */
  readonly nameOf: (tokenId: string) => string;
}

/** A line for each visit of the endpoint: who, what, how it ended and how long it took; never a token. */
export class AccessLog {
  readonly #options: AccessLogOptions;
  #minute = 0;
  #refusals = 0;

  constructor(options: AccessLogOptions) {
    this.#options = options;
  }

  note(visit: Visit): void {
    const { level, logger, clock, nameOf } = this.#options;
    if (level === 'off') return;
    const isRefused = visit.code !== null && REFUSED.includes(visit.code);
    if (level === 'refused' && !(isRefused && this.#isWithinBounds())) return;
    const { kind, method, path, status, code, startedAt, tokenId, address } = visit;
    logger.info('Access', {
      ...{ kind, method: plain(method) },
      ...(path === undefined ? {} : { path: plain(path.split('?')[0]) }),
      ...(status === undefined ? {} : { status }),
      ...{ code, ms: Math.round((clock.monotonic() - startedAt) * 10) / 10 },
      ...{ client: tokenId === null ? null : plain(nameOf(tokenId)), address },
    });
  }

  #isWithinBounds(): boolean {
    const { clock, logger } = this.#options;
    const minute = Math.floor(clock.monotonic() / MINUTE_MS);
    if (minute !== this.#minute) {
      const skipped = this.#refusals - REFUSALS_A_MINUTE;
      if (skipped > 0) logger.info('Refusals that were not logged one by one', { count: skipped });
      this.#minute = minute;
      this.#refusals = 0;
    }
    this.#refusals++;
    return this.#refusals <= REFUSALS_A_MINUTE;
  }
}

/** Harmless on any terminal, and no token. */
function plain(text = ''): string {
  const harmless = text.replace(/[^\x20-\x7e]/g, '?');
  return harmless.replace(TOKEN, '[token]').slice(0, MAX_PATH);
}
