/** Why a connection ended, as a word for counters. */
export type EndCause =
  | 'unreachable'
  | 'refused'
  | 'handshake-timeout'
  | 'ack-timeout'
  | 'silent'
  | 'stalled'
  | 'policy'
  | 'closed'
  | 'rejected'
  | 'restart'
  | 'retired';

/** The end of a connection. */
export interface StreamEnd {
  readonly cause: EndCause;
  /** For people. */
  readonly reason: string;
  /** How long the venue has to be left alone, ms; 0 when it asked for nothing. */
  readonly holdMs: number;
}

const POLICY_VIOLATION = 1008;
const POLICY_HOLD_MS = 30_000;
const LOCATION_HOLD_MS = 5 * 60_000;
const BAN_HOLD_MS = 2 * 60_000;
const MIN_RETRY_AFTER_MS = 1000;
const MAX_RETRY_AFTER_MS = 3 * 24 * 3_600_000;

/** The end that a close frame means; 1006 stands for a line that was lost without one. */
export function closureOf(code: number, text: string): StreamEnd {
  if (code === 1006) return { cause: 'closed', reason: 'The connection was lost', holdMs: 0 };
  const detail = text === '' ? `${code}` : `${code}: ${text}`;
  if (code === POLICY_VIOLATION) {
    const reason = `The exchange closed the connection for breaking its rules (${detail})`;
    return { cause: 'policy', reason, holdMs: POLICY_HOLD_MS };
  }
  return { cause: 'closed', reason: `The exchange closed the connection (${detail})`, holdMs: 0 };
}

/**
 * The end that an HTTP answer in place of the handshake means.
 * @param retryAfter The header of that name in seconds; anything else is ignored.
 */
export function refusalOf(status: number, retryAfter: string | undefined): StreamEnd {
  const [text, holdMs] = refusals(status, retryAfter);
  return { cause: 'refused', reason: `${text} (${status})`, holdMs };
}

function refusals(status: number, retryAfter: string | undefined): [string, number] {
  switch (status) {
    case 403:
      return ['The firewall of the exchange refuses this connection', POLICY_HOLD_MS];
    case 418:
      return ['The exchange has banned this address', askedFor(retryAfter) ?? BAN_HOLD_MS];
    case 429:
      return ['Too many requests to the exchange', askedFor(retryAfter) ?? POLICY_HOLD_MS];
    case 451:
      return ['The exchange does not serve this location', LOCATION_HOLD_MS];
    default:
      if (status >= 500) return ['The exchange is out of order', askedFor(retryAfter) ?? 0];
      return ['Something other than the exchange answers, perhaps a sign-in page or a proxy', 0];
  }
}

function askedFor(retryAfter: string | undefined): number | null {
  if (retryAfter === undefined || !/^\d{1,12}$/.test(retryAfter)) return null;
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(MIN_RETRY_AFTER_MS, Number(retryAfter) * 1000));
}
