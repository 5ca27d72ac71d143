import type { RequestInput, RequestResult } from '../../shared/protocol/requests';

/** Points and day results as the services tell them. */
export type EquityHistory = RequestResult<'get_equity'>;

/** A place on the time axis; those without a point are gaps. */
export interface EquitySlot {
  /** ms UTC. */
  readonly time: number;
  readonly equity: number | null;
  /** Highest equity so far, moved along by what was put in or taken out. */
  readonly peak: number | null;
  /** Result of the day that ends here; null where no day does. */
  readonly pnl: number | null;
}

interface Point {
  readonly time: number;
  readonly equity: number;
}

interface Day {
  readonly from: number;
  readonly to: number;
  readonly pnl: number;
}

const HALF_HOUR = 30 * 60_000;
const DAY = 86_400_000;

/** A history at equal distances: half hours when `isFine`, else the trader's own days. */
export function equitySlots(history: EquityHistory, isFine: boolean): readonly EquitySlot[] {
  const points = history.items.map(({ equity, timestamp }) => ({
    equity,
    time: Date.parse(timestamp),
  }));
  const days = history.days.map(({ from, to, pnl }) => ({
    ...{ from: Date.parse(from), to: Date.parse(to), pnl },
  }));
  const peaks = peaksOf(points, days);
  return isFine ? halfHours(points, peaks, days) : wholeDays(points, peaks, days);
}

/** The running best of each point. A deposit or a withdrawal moves it, so that it is no drawdown. */
function peaksOf(points: readonly Point[], days: readonly Day[]): readonly number[] {
  const moved = transfersAt(points, days);
  let peak = points[0]?.equity ?? 0;
  return points.map(({ equity }, place) => {
    peak = Math.max(peak + (moved.get(place) ?? 0), equity);
    return peak;
  });
}

/** Day results leave out what was transferred; of the change it is the step that fits it best. */
function transfersAt(points: readonly Point[], days: readonly Day[]): ReadonlyMap<number, number> {
  const moved = new Map<number, number>();
  for (const { from, to, pnl } of days) {
    const first = points.findIndex(({ time }) => time >= from);
    const last = points.findLastIndex(({ time }) => time < to);
    const begin = Math.max(0, first - 1);
    if (first < 0 || last <= begin) continue;
    const sum = (points[last]?.equity ?? 0) - (points[begin]?.equity ?? 0) - pnl;
    if (Math.abs(sum) < 0.005) continue;
    moved.set(stepOf(points, [begin + 1, last], sum), sum);
  }
  return moved;
}

function stepOf(points: readonly Point[], [from, to]: [number, number], sum: number): number {
  let best = from;
  for (let place = from; place <= to; place += 1) {
    if (misfit(points, place, sum) < misfit(points, best, sum)) best = place;
  }
  return best;
}

function misfit(points: readonly Point[], place: number, sum: number): number {
  return Math.abs((points[place]?.equity ?? 0) - (points[place - 1]?.equity ?? 0) - sum);
}

function halfHours(
  points: readonly Point[],
  peaks: readonly number[],
  days: readonly Day[],
): EquitySlot[] {
  const slots = new Map<number, EquitySlot>();
  points.forEach(({ time, equity }, place) => {
    const slot = Math.floor(time / HALF_HOUR) * HALF_HOUR;
    slots.set(slot, { time: slot, equity, peak: peaks[place] ?? equity, pnl: null });
  });
  for (const { from, to, pnl } of days) {
    const last = points.findLast(({ time }) => time >= from && time < to);
    const slot = last && slots.get(Math.floor(last.time / HALF_HOUR) * HALF_HOUR);
    if (slot) slots.set(slot.time, { ...slot, pnl });
  }
  return withGaps([...slots.values()], HALF_HOUR);
}

function wholeDays(
  points: readonly Point[],
  peaks: readonly number[],
  days: readonly Day[],
): EquitySlot[] {
  const slots = days.flatMap(({ from, to, pnl }) => {
    const last = points.findLastIndex(({ time }) => time >= from && time < to);
    const point = points[last];
    // The middle of the day, so that no clock change and no zone names another date.
    const time = from + DAY / 2;
    return point ? [{ time, equity: point.equity, peak: peaks[last] ?? point.equity, pnl }] : [];
  });
  return withGaps(slots, DAY);
}

function withGaps(slots: readonly EquitySlot[], step: number): EquitySlot[] {
  return slots.flatMap((slot, place) => {
    const before = slots[place - 1];
    const missing = before ? Math.round((slot.time - before.time) / step) - 1 : 0;
    const gaps = Array.from({ length: Math.max(0, missing) }, (_, count) => ({
      ...{ time: (before?.time ?? 0) + (count + 1) * step, equity: null, peak: null, pnl: null },
    }));
    return [...gaps, slot];
  });
}

/** What the services are asked for: all points since `since`, ms UTC; everything when null. */
export function equityParams(since: number | null): RequestInput<'get_equity'> {
  return since === null ? {} : { from: new Date(since).toISOString() };
}
