import { formatNumber } from './number';

export type AgeUnit = 'seconds' | 'minutes' | 'hours' | 'days';

const STEPS: readonly (readonly [AgeUnit, number])[] = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
];

/** An age in ms as one number and its unit; tenths only below ten seconds, otherwise rounded down. */
export function splitAge(ms: number): { readonly value: string; readonly unit: AgeUnit } {
  const age = Math.max(0, ms);
  for (const [unit, length] of STEPS) {
    if (age >= length) return { value: String(Math.floor(age / length)), unit };
  }
  if (age >= 10_000) return { value: String(Math.floor(age / 1000)), unit: 'seconds' };
  const tenths = Math.floor(age / 100) / 10;
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return { value: formatNumber(tenths, digits), unit: 'seconds' };
}
