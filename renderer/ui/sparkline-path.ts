/** An SVG path through evenly spaced values, filling the box; empty when there is no line to draw. */
export function sparklinePath(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const step = width / (values.length - 1);
  const points = values.map((value, index) => {
    const share = span === 0 ? 0.5 : (value - low) / span;
    // One pixel is left free on each side for the width of the line.
    return `${(index * step).toFixed(1)} ${(height - 1 - share * (height - 2)).toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
