import { AppError } from '../../../../shared/domain/errors';
import { networkFaultOf } from '../../network-fault';
import { RefusedError } from '../refused-error';
import { restrictionBy } from './restriction';
import { errorSchema } from './schemas';

const SECOND_MS = 1000;
const MAX_BLOCK_MS = 3 * 24 * 3600 * SECOND_MS;
/** Without a usable Retry-After: a counting window, the shortest ban, a firewall's patience. */
const USUAL_BLOCK_MS: Readonly<Record<number, number>> = {
  403: 60 * SECOND_MS,
  418: 120 * SECOND_MS,
  429: 60 * SECOND_MS,
};
/** Binance's own numbers. @see https://developers.binance.com/docs/binance-spot-api-docs/errors */
const TIMED_OUT = -1007;
const BAD_SYMBOL = -1121;
const TOO_MANY_REQUESTS = -1003;
/** From here down a number says that the request is wrong; above it, that the server has trouble. */
const FIRST_REFUSAL = -1100;
/** No refusal is longer; data is not searched for one. */
const MAX_REFUSAL_CHARS = 1000;

/** What went wrong with a request, and what may be done about it. */
export interface RestFault {
  readonly error: AppError;
  /** Whether another try may well succeed. */
  readonly isPassing: boolean;
  /** For how long the host must be left alone, ms; 0 for not at all. */
  readonly blockMs: number;
  /** Binance's error number; null when there is none. */
  readonly code: number | null;
  /** Whether the host does not serve our location, so that only another may. */
  readonly isRestricted: boolean;
}

/** An answer as received. */
export interface RestAnswer {
  readonly host: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Our wall clock, ms UTC. */
  readonly now: number;
}

/** What the venue says of a refusal; without its number when the text is not its own. */
interface VenueError {
  readonly code: number | null;
  readonly detail: string;
}

/** Judges an answer; null when it may be read. */
export function faultOf(answer: RestAnswer): RestFault | null {
  const { host, headers, text } = answer;
  const status = statusOf(answer);
  if (status >= 300 && status < 400) {
    const detail = `${status} to ${headers.get('location') ?? 'nowhere'}`;
    return fault(host, 'sends us elsewhere (a network log-in page?)', { detail });
  }
  if (status < 300 && isPage(headers, text)) {
    const what = 'answered with a page instead of data (a network log-in page?)';
    return fault(host, what, { isPassing: true, detail: text.slice(0, 200) });
  }
  return status < 300 ? null : refusal({ ...answer, status });
}

/** The HTTP status, or that of a ban where one is told under another. */
function statusOf({ status, text }: RestAnswer): number {
  const mayTell = text.length <= MAX_REFUSAL_CHARS && /until \d{13}\b/.test(text);
  return mayTell && venueError(text).code === TOO_MANY_REQUESTS && status !== 429 ? 418 : status;
}

/** Judges a request that brought no whole answer. */
export function faultOfNetwork(host: string, error: unknown): RestFault {
  const { kind, what, detail } = networkFaultOf(error);
  return fault(host, what, { detail, cause: error, isPassing: kind !== 'untrusted' });
}

/** A fault that lies in what the host sent. */
export function fault(
  host: string,
  what: string,
  rest: {
    isPassing?: boolean;
    blockMs?: number;
    code?: number | null;
    isRestricted?: boolean;
    detail?: string;
    cause?: unknown;
  },
): RestFault {
  const { isPassing = false, blockMs = 0, code = null, isRestricted = false } = rest;
  const { detail = '', cause } = rest;
  const error = new AppError('UNAVAILABLE', `${host} ${what}`, { detail, cause });
  return { error, isPassing, blockMs, code, isRestricted };
}

function refusal(answer: RestAnswer): RestFault {
  const { host, status } = answer;
  const { code, detail } = venueError(answer.text);
  const rest = { code, detail };
  switch (status) {
    case 451:
      return fault(host, restrictionBy(host), { ...rest, isRestricted: true });
    case 403:
      return fault(host, 'turned us away at its firewall (403)', {
        ...rest,
        blockMs: blockOf(answer),
      });
    case 418:
    case 429: {
      const blockMs = blockOf(answer);
      const until = new Date(answer.now + blockMs).toISOString();
      const what = status === 418 ? 'has banned this address' : 'asks us to slow down';
      return fault(host, `${what} until ${until} (${status})`, { ...rest, blockMs });
    }
  }
  if (code === BAD_SYMBOL) {
    const error = new AppError('UNKNOWN_SYMBOL', `${host} knows no such symbol`, { detail });
    return { error, isPassing: false, blockMs: 0, code, isRestricted: false };
  }
  if (status >= 500 || code === TIMED_OUT) {
    return fault(host, `has trouble of its own (${status})`, { ...rest, isPassing: true });
  }
  return refused(host, `refused the request (${status})`, rest);
}

/** Where the venue itself says that the request is wrong, it will say so again. */
function refused(host: string, what: string, rest: VenueError): RestFault {
  const { code, detail } = rest;
  if (code === null || code > FIRST_REFUSAL) return fault(host, what, rest);
  const error = new RefusedError(`${host} ${what}`, detail);
  return { error, isPassing: false, blockMs: 0, code, isRestricted: false };
}

/** 1 s to 3 days. A ban names its end in the text, a refusal in Retry-After, or neither does. */
function blockOf({ status, headers, text, now }: RestAnswer): number {
  const end = /until (\d{13})\b/.exec(text)?.[1];
  const usual = USUAL_BLOCK_MS[status] ?? 0;
  const asked = Math.max(
    retryAfterMs(headers.get('retry-after'), now) ?? 0,
    end === undefined ? 0 : Number(end) - now,
  );
  return Math.min(Math.max(asked > 0 ? asked : usual, SECOND_MS), MAX_BLOCK_MS);
}

/** Seconds or an HTTP date; null for anything else. */
function retryAfterMs(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\s*\d{1,15}\s*$/.test(text)) return Math.max(Number(text) * SECOND_MS, SECOND_MS);
  const date = /[a-z]{3}/i.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? null : date - now;
}

/** Data comes as JSON; a server that names no type is given the benefit of the doubt. */
function isPage(headers: Headers, text: string): boolean {
  const type = headers.get('content-type');
  return (type !== null && !/json/i.test(type)) || text.trimStart().startsWith('<');
}

function venueError(text: string): VenueError {
  try {
    const { code, msg } = errorSchema.parse(JSON.parse(text));
    return { code, detail: `${code} ${msg}` };
  } catch {
    // A refusal by something in front of the venue: its text is all there is.
    return { code: null, detail: text.slice(0, 200) };
  }
}
