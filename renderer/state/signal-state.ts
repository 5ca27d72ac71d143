import type { Interval } from '../../shared/domain/interval';
import type { SignalStateBody } from '../../shared/protocol/signal-requests';

/** How one signal stands, as the services say it. */
export type SignalState = SignalStateBody;
/** What was said at the last turn of a signal, and what became of it. */
export type SignalCall = NonNullable<SignalState['call']>;

/**
 * What there is to show of a signal: nothing follows it, its history is still being read, it claims
 * nothing, its claim waits for its outcome, or has it.
 */
export type SignalPhase = 'off' | 'reading' | 'neutral' | 'claim' | 'over';

/** What there is to show of a state; undefined when nothing follows the symbol on the interval. */
export function phaseOf(state: SignalState | undefined): SignalPhase {
  if (!state) return 'off';
  // A signal out of the middle of history is none of now.
  if (state.status === 'reading') return 'reading';
  if (state.signal === 'NEUTRAL' || state.call === null) return 'neutral';
  return state.call.outcome === null ? 'claim' : 'over';
}

/** The claim that waits for its outcome; null when there is none, so that no old number is shown. */
export function claimOf(state: SignalState | undefined): SignalCall | null {
  return phaseOf(state) === 'claim' ? (state?.call ?? null) : null;
}

/** Finds the state of a symbol and interval; undefined when nothing follows it. */
export function finderOf(items: readonly SignalState[]) {
  const keyOf = (symbol: string, interval: Interval): string => `${symbol} ${interval}`;
  const known = new Map(items.map((item) => [keyOf(item.symbol, item.interval), item]));
  return (symbol: string, interval: Interval): SignalState | undefined =>
    known.get(keyOf(symbol, interval));
}
