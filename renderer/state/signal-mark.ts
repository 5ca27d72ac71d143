import { formatShare } from '../format/share';
import { isHit } from '../../shared/domain/signals/signal';
import { claimOf, phaseOf, type SignalCall, type SignalState } from './signal-state';

const WEIGHTS = { prior: 'hollow', learning: 'light', calibrated: 'full' } as const;

/** What a signal's mark shows besides its word. */
export function markOf(state: SignalState | undefined) {
  const phase = phaseOf(state);
  const claim = claimOf(state);
  return {
    isQuiet: phase === 'off' || phase === 'reading' || phase === 'neutral',
    claim: claim && claimParts(claim),
    end: phase === 'over' ? endOf(state?.call ?? null) : null,
  };
}

/** A claim as its bar shows it; null when it claims nothing. */
export function claimParts({ confidence, breakeven, edge_proven: isProven, basis }: SignalCall) {
  if (confidence === null) return null;
  const figure = formatShare(confidence);
  return { figure, confidence, breakeven, isProven, weight: WEIGHTS[basis] };
}

function endOf(call: SignalCall | null): 'hit' | 'miss' | null {
  if (!call?.outcome) return null;
  return isHit(call.outcome) ? 'hit' : 'miss';
}
