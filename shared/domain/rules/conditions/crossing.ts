import type { Sign } from '../exact';

/**
 * Where a value stands against a level: below or above it; on it, touched from below or from above
 * (that touch was the crossing); or on it from the start.
 */
export const BELOW = -1;
export const ABOVE = 1;
const ON = 0;
const FROM_BELOW = 2;
const FROM_ABOVE = -2;
export const NOWHERE = 3;
export type Stand =
  typeof BELOW | typeof ABOVE | typeof ON | typeof FROM_BELOW | typeof FROM_ABOVE | typeof NOWHERE;

/** Where a value stands next. @param side Sign of (value − level). */
export function nextStand(stand: Stand, side: Sign): Stand {
  if (side !== 0) return side;
  if (stand === BELOW) return FROM_BELOW;
  if (stand === ABOVE) return FROM_ABOVE;
  return stand === NOWHERE ? ON : stand;
}

/**
 * Which way the level is crossed when a value gets to that side; 0: not at all. Touching it is the
 * crossing, going on is none, going back is one the other way; from the level itself every way is.
 */
export function crossingOf(stand: Stand, side: Sign): Sign {
  if (stand === NOWHERE) return 0;
  if (stand === ON) return side;
  const home: Sign = stand === BELOW || stand === FROM_ABOVE ? -1 : 1;
  const isOff = stand === BELOW || stand === ABOVE;
  const isCrossed = side === -home || (side === 0 && isOff);
  if (!isCrossed) return 0;
  return home < 0 ? 1 : -1;
}
