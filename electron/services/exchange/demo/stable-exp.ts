const LN2 = Math.LN2;
const TERMS = 16;

/**
 * e^x for |x| < 50 to about 15 digits. `Math.exp` may differ in the last digit from engine to
 * engine; this uses only operations that IEEE 754 rounds in one way.
 */
export function stableExp(x: number): number {
  const halvings = Math.round(x / LN2);
  const rest = x - halvings * LN2;
  let sum = 1;
  for (let term = TERMS; term > 0; term -= 1) sum = 1 + (rest / term) * sum;
  const factor = halvings < 0 ? 0.5 : 2;
  for (let step = Math.abs(halvings); step > 0; step -= 1) sum *= factor;
  return sum;
}
