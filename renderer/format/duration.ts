import type { AgeUnit } from './age';

/** One part of a duration. */
interface Part {
  readonly value: number;
  readonly unit: AgeUnit;
}

const UNITS: readonly (readonly [AgeUnit, number])[] = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
];

/** A duration in its largest unit and what is left in the next: 3 d 4 h, 2 h 15 min, 45 s. */
export function splitDuration(ms: number): readonly Part[] {
  const length = Math.max(0, ms);
  const at = Math.max(
    0,
    UNITS.findIndex(([, size]) => length >= size),
  );
  const first = length < 1000 ? UNITS.length - 1 : at;
  let left = length;
  const parts = UNITS.slice(first, first + 2).map(([unit, size]) => {
    const value = Math.floor(left / size);
    left -= value * size;
    return { value, unit };
  });
  return parts.filter(({ value }, place) => place === 0 || value > 0);
}
