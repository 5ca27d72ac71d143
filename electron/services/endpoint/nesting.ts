/** Nothing in the contract is nested half as deep. */
const MAX_DEPTH = 32;

/** Whether a value out of JSON is nested deeper than anything of the contract can be. */
export function isTooDeep(value: unknown): boolean {
  let level = childrenOf(value);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap(childrenOf);
  }
  return false;
}

const childrenOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];
