/** How many of the first `length` entries of a sorted list are below `limit`. */
export function countBelow(
  sorted: ArrayLike<number>,
  limit: number,
  length = sorted.length,
): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
