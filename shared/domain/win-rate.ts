/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964;

/** With fewer closed positions nothing can be said about how good they were. */
export const FEWEST_TO_JUDGE = 10;

/**
 * Between which rates (percent, 0–100) the true rate of winning lies with 95 % confidence, when
 * `wins` of `count` (≥ 1) were won.
 * @see Wilson's score interval: https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval
 */
export function winRateRange(
  wins: number,
  count: number,
): { readonly low: number; readonly high: number } {
  const share = wins / count;
  const square = Z ** 2 / count;
  const middle = (share + square / 2) / (1 + square);
  const spread =
    (Z * Math.sqrt((share * (1 - share)) / count + square / (4 * count))) / (1 + square);
  return {
    low: 100 * Math.max(0, middle - spread),
    high: 100 * Math.min(1, middle + spread),
  };
}
