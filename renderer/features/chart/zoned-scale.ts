import { defaultHorzScaleBehavior, type TickMarkWeightValue } from 'lightweight-charts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Weights the library gives to what begins at a tick mark, the heaviest first. */
const YEAR = 70;
const MONTH = 60;
const DAY = 50;
const WITHIN_DAY: readonly (readonly [span: number, weight: number])[] = [
  [12 * HOUR_MS, 33],
  [6 * HOUR_MS, 32],
  [3 * HOUR_MS, 31],
  [HOUR_MS, 30],
  [30 * MINUTE_MS, 22],
  [5 * MINUTE_MS, 21],
  [MINUTE_MS, 20],
  [SECOND_MS, 10],
];

/** What the clock of the machine's zone shows at a moment (ms UTC), as if it were UTC. */
export const localClock = (time: number): number =>
  time - new Date(time).getTimezoneOffset() * MINUTE_MS;

/** How much the later of two clock readings (ms) begins: a year more than a day, a day more than an hour. */
export function weightBetween(before: number, after: number): number {
  if (Math.floor(before / DAY_MS) !== Math.floor(after / DAY_MS)) {
    const [from, to] = [new Date(before), new Date(after)];
    if (from.getUTCFullYear() !== to.getUTCFullYear()) return YEAR;
    return from.getUTCMonth() === to.getUTCMonth() ? DAY : MONTH;
  }
  const begun = WITHIN_DAY.find(([span]) => Math.floor(before / span) !== Math.floor(after / span));
  return begun?.[1] ?? 0;
}

const TimeScale = defaultHorzScaleBehavior();
type Points = Parameters<InstanceType<typeof TimeScale>['fillWeightsForPoints']>[0];

/**
 * The library's time scale with tick marks where days and hours begin in a zone. The library itself
 * knows UTC only; times stay in UTC, so that clock changes move labels and never candles.
 */
export class ZonedScale extends TimeScale {
  /** From ms UTC to what the clock shows; takes effect with the next data. */
  clock: (time: number) => number = localClock;

  override fillWeightsForPoints(points: Points, startIndex: number): void {
    const read = (at: number): number => this.clock(Number(points[at]?.originalTime) * SECOND_MS);
    // Before the first nothing is known: as far as the second is behind it.
    let before = startIndex === 0 ? 2 * read(0) - read(1) : read(startIndex - 1);
    for (let at = startIndex; at < points.length; at += 1) {
      const point = points[at];
      const now = read(at);
      if (point && Number.isFinite(before)) {
        point.timeWeight = weightBetween(before, now) as TickMarkWeightValue;
      }
      before = now;
    }
  }
}
