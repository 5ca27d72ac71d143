import { stepOpenTime, type Interval } from '../../../shared/domain/interval';
import type { Candle } from '../../state/kline-series';

/** One place on the time scale: a candle, or a time that has none. */
export interface Slot {
  /** Open time, ms UTC. */
  readonly time: number;
  readonly candle: Candle | null;
  /** Where the candle is among all candles; of a gap, the one before it. */
  readonly index: number;
}

/** Longest run of empty places: a hole of months must not push everything else off the screen. */
const MAX_EMPTY = 48;

/** The candles with an empty place for each that is missing between two of them. */
export function slotsOf(candles: readonly Candle[], interval: Interval): Slot[] {
  const slots: Slot[] = [];
  for (const [index, candle] of candles.entries()) {
    const before = slots.at(-1);
    if (before)
      fillUp(slots, { before: before.time, until: candle.time, index: index - 1 }, interval);
    slots.push({ time: candle.time, candle, index });
  }
  return slots;
}

/** The runs of empty places, as their first and last position. */
export function gapsOf(slots: readonly Slot[]): (readonly [number, number])[] {
  const gaps: [number, number][] = [];
  for (const [at, { candle }] of slots.entries()) {
    if (candle) continue;
    const last = gaps.at(-1);
    if (last?.[1] === at - 1) last[1] = at;
    else gaps.push([at, at]);
  }
  return gaps;
}

function fillUp(
  slots: Slot[],
  hole: { readonly before: number; readonly until: number; readonly index: number },
  interval: Interval,
): void {
  for (let step = 1; step <= MAX_EMPTY; step += 1) {
    const time = stepOpenTime(interval, hole.before, step);
    if (time >= hole.until) return;
    slots.push({ time, candle: null, index: hole.index });
  }
}

/** The position of the slot that holds a moment (ms UTC); -1 before the first. */
export function slotAt(slots: readonly Slot[], time: number): number {
  let [low, high] = [0, slots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slots[middle]?.time ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where a moment (ms UTC) stands on the time scale; after the last slot as if slots went on. */
export function placeOf(slots: readonly Slot[], time: number): number {
  const at = slotAt(slots, time);
  const [last, before] = [slots.at(-1), slots.at(-2)];
  if (!last || !before || at < slots.length - 1) return at;
  return at + Math.floor((time - last.time) / (last.time - before.time));
}
