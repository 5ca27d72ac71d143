/** Marks that stand at one candle, or at neighbors too narrow to tell apart. */
export interface MarkGroup {
  /** The place of the newest of them on the time scale. */
  readonly place: number;
  readonly count: number;
}

/** px; marks nearer to each other would lie over each other. */
const MARK_WIDTH = 14;

/**
 * How many candles of a width (px) share a mark: a power of two, so that zooming a little regroups
 * nothing.
 */
export function groupSpan(barWidth: number): number {
  const least = MARK_WIDTH / Math.max(barWidth, 0.1);
  return least <= 1 ? 1 : 2 ** Math.ceil(Math.log2(least));
}

/** Groups marks by the stretch of `span` candles they stand in; places ascending, below 0 left out. */
export function groupMarks(places: readonly number[], span: number): readonly MarkGroup[] {
  const groups: { place: number; count: number }[] = [];
  for (const place of places) {
    if (place < 0) continue;
    const last = groups.at(-1);
    const isNear = last && Math.floor(last.place / span) === Math.floor(place / span);
    if (isNear) {
      last.place = place;
      last.count += 1;
    } else {
      groups.push({ place, count: 1 });
    }
  }
  return groups;
}
