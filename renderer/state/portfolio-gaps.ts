import type { FeedState } from '../../shared/domain/feed-status';
import type { PortfolioInfo } from './portfolio.svelte';
import type { PositionInfo } from './position-register';

/** What the totals leave out, or count at a price that is not of now: names, each once. */
export interface PortfolioGaps {
  /** Symbols without a price: in no figure. */
  readonly unpriced: readonly string[];
  /** Symbols whose price is not the present one. */
  readonly old: readonly string[];
  /** Assets without a rate to the currency: in no figure. */
  readonly unconverted: readonly string[];
  /** Assets of charges whose worth is not known: in no figure. */
  readonly unvalued: readonly string[];
}

interface Sight {
  readonly stateOf: (symbol: string) => FeedState;
  readonly priceOf: (id: number) => number | null;
}

/** Prices are judged as they are now; rates as the services last told. `info` null: nothing is known of these. */
export function missingOf(
  info: PortfolioInfo | null,
  positions: readonly PositionInfo[],
  { stateOf, priceOf }: Sight,
): PortfolioGaps {
  const unpriced = positions.filter(({ position_id: id }) => priceOf(id) === null);
  const old = positions.filter(
    ({ position_id: id, symbol }) => priceOf(id) !== null && stateOf(symbol) !== 'live',
  );
  return {
    unpriced: symbolsOf(unpriced),
    old: symbolsOf(old),
    unconverted: (info?.unconverted ?? []).map(({ asset }) => asset),
    unvalued: (info?.unvalued ?? []).map(({ asset }) => asset),
  };
}

function symbolsOf(positions: readonly PositionInfo[]): string[] {
  return [...new Set(positions.map(({ symbol }) => symbol))];
}
