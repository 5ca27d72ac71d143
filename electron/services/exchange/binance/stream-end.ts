import { networkFaultOf } from '../../network-fault';

/** Why a connection ended, as a word for counters. */
export type EndCause =
  | 'unreachable'
  | 'untrusted'
  | 'refused'
  | 'restricted'
  | 'out-of-order'
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
  /** How long the venue, not one address of it, has to be left alone, ms; 0 when it asked for nothing. */
  readonly holdMs: number;
}

const POLICY_VIOLATION = 1008;
const POLICY_HOLD_MS = 30_000;
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
  const cause = causeOf(status);
  const choice = cause === 'restricted' ? '; another market can be chosen' : '';
  return { cause, reason: `${text} (${status})${choice}`, holdMs };
}

function causeOf(status: number): EndCause {
  if (status === 451) return 'restricted';
  return status >= 500 ? 'out-of-order' : 'refused';
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
      return ['The exchange does not serve this location', 0];
    default:
      if (status >= 500) return ['The exchange is out of order', askedFor(retryAfter) ?? 0];
      return ['Something other than the exchange answers, perhaps a sign-in page or a proxy', 0];
  }
}

function askedFor(retryAfter: string | undefined): number | null {
  if (retryAfter === undefined || !/^\d{1,12}$/.test(retryAfter)) return null;
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(MIN_RETRY_AFTER_MS, Number(retryAfter) * 1000));
}

/** The end that an error of the line means, before it was open or after. */
export function breakOf(error: Error, hasOpened: boolean): StreamEnd {
  if (hasOpened) return { cause: 'closed', reason: error.message, holdMs: 0 };
  const { kind, what, detail } = networkFaultOf(error);
  const cause = kind === 'untrusted' ? 'untrusted' : 'unreachable';
  return { cause, reason: `The exchange ${what}: ${detail}`, holdMs: 0 };
}

const TURNS: ReadonlySet<EndCause> = new Set([
  ...(['unreachable', 'handshake-timeout', 'out-of-order', 'ack-timeout', 'stalled'] as const),
]);

/** Whether another address of the same market may do better. */
export function turnsElsewhere({ cause }: StreamEnd): boolean {
  return TURNS.has(cause);
}
