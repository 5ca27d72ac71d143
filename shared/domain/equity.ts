import { Exact } from './money';
import { tradingDayOf, type DayBoundary, type TradingDay } from './equity-day';
import { percentOf } from './pnl';

/** What the portfolio was worth at `time` (ms UTC), in the display currency. */
export interface EquityPoint {
  readonly time: number;
  readonly equity: Exact;
}

/** Money put in (positive) or taken out: it changes equity and is no profit. */
export interface Transfer {
  readonly time: number;
  readonly amount: Exact;
}

/** The result of one trading day. */
export interface DayResult {
  readonly day: TradingDay;
  readonly pnl: Exact;
  /** Of the equity the day began with; null when that was not above zero. */
  readonly percent: Exact | null;
  /** The last point of the day. */
  readonly closing: EquityPoint;
}

/** How far equity is and was below its best. */
export interface Drawdown {
  /** Highest equity so far; transfers move it along. */
  readonly peak: Exact;
  readonly peakTime: number;
  /** Below the peak now, ≥ 0. */
  readonly current: Exact;
  /** The deepest fall so far, ≥ 0, and when its bottom was. */
  readonly deepest: Exact;
  readonly deepestTime: number;
  /** The deepest fall in percent of the peak it fell from, ≥ 0. */
  readonly deepestPercent: Exact;
}

/**
 * The result of each trading day that has a point, oldest first: the last equity of the day less that
 * of the day before (on the first day: less its first point) and less what was transferred since.
 * @param points by rising time
 */
export function dailyResults(
  points: readonly EquityPoint[],
  transfers: readonly Transfer[],
  boundary: DayBoundary,
): DayResult[] {
  const results: DayResult[] = [];
  const [first] = points;
  if (!first) return results;
  let opening = first;
  for (const { day, points: within } of byDay(points, boundary)) {
    const closing = within.at(-1) ?? opening;
    const pnl = pnlBetween(opening, closing, transfers);
    results.push({ day, pnl, percent: shareOf(pnl, opening.equity), closing });
    opening = closing;
  }
  return results;
}

/** Profit from one point to another: the change of equity without the transfers after the first. */
export function pnlBetween(
  from: EquityPoint,
  to: EquityPoint,
  transfers: readonly Transfer[],
): Exact {
  return transfers
    .filter(({ time }) => time > from.time && time <= to.time)
    .reduce((pnl, { amount }) => pnl.minus(amount), to.equity.minus(from.equity));
}

/** Before anything has fallen. */
export function startDrawdown({ equity, time }: EquityPoint): Drawdown {
  return {
    peak: equity,
    peakTime: time,
    current: Exact.zero,
    deepest: Exact.zero,
    deepestTime: time,
    deepestPercent: Exact.zero,
  };
}

/**
 * After money was put in or taken out, which moves the peak at once: until the next point, equity that
 * has moved already would be held against a peak that has not.
 */
export function moveDrawdown(drawdown: Drawdown, transferred: Exact): Drawdown {
  return { ...drawdown, peak: drawdown.peak.plus(transferred) };
}

/** After one more point; `transferred` is what was put in or taken out since the last one. */
export function extendDrawdown(
  drawdown: Drawdown,
  { equity, time }: EquityPoint,
  transferred = Exact.zero,
): Drawdown {
  const peak = drawdown.peak.plus(transferred);
  const current = peak.minus(equity);
  if (current.sign <= 0) return { ...drawdown, peak: equity, peakTime: time, current: Exact.zero };
  const percent = shareOf(current, peak) ?? Exact.zero;
  const deeper = current.compare(drawdown.deepest) > 0;
  return {
    ...drawdown,
    peak,
    current,
    deepest: deeper ? current : drawdown.deepest,
    deepestTime: deeper ? time : drawdown.deepestTime,
    deepestPercent:
      percent.compare(drawdown.deepestPercent) > 0 ? percent : drawdown.deepestPercent,
  };
}

function shareOf(part: Exact, whole: Exact): Exact | null {
  return whole.sign > 0 ? percentOf(part, whole) : null;
}

function byDay(
  points: readonly EquityPoint[],
  boundary: DayBoundary,
): { readonly day: TradingDay; readonly points: EquityPoint[] }[] {
  const days: { day: TradingDay; points: EquityPoint[] }[] = [];
  for (const point of points) {
    const last = days.at(-1);
    if (last && point.time < last.day.end) last.points.push(point);
    else days.push({ day: tradingDayOf(point.time, boundary), points: [point] });
  }
  return days;
}
