const DIGITS = 10;
const PROBABILITY_DECIMALS = 6;

/**
 * Ten significant digits. What a run over another stretch of history, or another machine, gets
 * different in the last bit is the same again.
 */
export const tidy = (value: number): number => Number(value.toPrecision(DIGITS));

/** A probability as it is told: six decimals. */
export const tidyProbability = (value: number): number =>
  Number(value.toFixed(PROBABILITY_DECIMALS));

/** Log odds of a probability within (0, 1). */
export const logit = (probability: number): number => Math.log(probability / (1 - probability));

/** The probability of log odds. */
export const sigmoid = (odds: number): number => 1 / (1 + Math.exp(-odds));

/** The arithmetic mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
