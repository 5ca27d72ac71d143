import { beatsBreakeven, type SettledClaim } from './call-results';
import type { CallEntry } from './record';
import { netMoveOf } from './reliability';

/** Earlier claims of the kind that there must be. */
const ENOUGH = 100;

/**
 * Whether a call has a proven edge: its confidence is surely above break-even, and at least 100
 * earlier claims of the interval that were so have surely won after costs. That a bound lies above
 * break-even has proved nothing on real candles; those claims lost money.
 * @param earlier settled claims of the call's interval
 * @param random uniform in [0, 1)
 */
export function isEdgeProven(
  call: CallEntry,
  earlier: readonly SettledClaim[],
  random: () => number,
): boolean {
  if (!beatsBreakeven(call)) return false;
  const alike = earlier.filter((it) => it.beatBreakeven && it.settledAt <= call.timestamp);
  return alike.length >= ENOUGH && netMoveOf(alike, random).low > 0;
}
