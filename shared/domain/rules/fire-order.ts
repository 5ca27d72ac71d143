import type { Fire } from './fire';

/**
 * What has fired, put in order: by time, then by the way from the price before, then by rule.
 * @param before The price before what decided.
 */
export function inOrder(fires: Fire[], before: number): Fire[] {
  const way = ({ level }: Fire): number => (level === null ? Infinity : Math.abs(level - before));
  return fires.sort((a, b) => {
    const order = a.occurredAt - b.occurredAt || way(a) - way(b) || a.ruleId - b.ruleId;
    if (order !== 0 && !Number.isNaN(order)) return order;
    return a.ruleId - b.ruleId || (a.positionId ?? 0) - (b.positionId ?? 0);
  });
}
