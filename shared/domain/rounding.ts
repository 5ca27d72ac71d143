/**
 * Rounds to `decimals` places (0–20), ties away from zero (2.345 → 2.35, −2.345 → −2.35) as people
 * do on paper: the decimal text of the number decides, not its binary neighbour.
 */
export function roundHalfAwayFromZero(value: number, decimals: number): number {
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value) || magnitude >= 1e15) return value;
  const scale = 10 ** decimals;
  const scaled = magnitude * scale;
  const nearest = Math.round(scaled);
  // Clearly on one side of a tie, binary arithmetic cannot be wrong, and it is ten times faster.
  if (scaled < 1e9 && Math.abs(scaled - nearest) < 0.4999) {
    return value < 0 && nearest !== 0 ? -nearest / scale : nearest / scale;
  }
  const text = magnitude < 1e-6 ? magnitude.toFixed(20) : String(magnitude);
  const rounded = Number(`${Math.round(Number(`${text}e${decimals}`))}e${-decimals}`);
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}
