import { assetsOf } from './fill';
import { sum, type Exact } from './money';
import { sumByAsset, type AssetAmount, type ConvertedTotal, type RateBook } from './money-rates';
import { directed, openQuantity, realizedNet, type Position, type PositionSide } from './position';

/** What is open in one symbol on one side. */
interface OpenSum {
  readonly symbol: string;
  readonly side: PositionSide;
  /** In the base asset, and what it cost, in the quote asset. */
  readonly quantity: Exact;
  readonly cost: Exact;
}

/** All of many positions that prices do not change: worked out once, valued at every price. */
export interface PortfolioSums {
  readonly open: readonly OpenSum[];
  /** Symbols with something open, sorted. */
  readonly symbols: readonly string[];
  /** What all that is open cost, longs as paid and shorts as received (negative), by quote asset. */
  readonly costs: readonly AssetAmount[];
  /** Realized PnL − fees + funding, by quote asset. */
  readonly settled: readonly AssetAmount[];
  /** See `PortfolioTotals`. */
  readonly unvalued: readonly AssetAmount[];
}

/** How much is at stake, as notional at the present price; all four ≥ 0 but `net`. */
interface Exposure {
  readonly long: ConvertedTotal;
  readonly short: ConvertedTotal;
  /** Long + short. */
  readonly gross: ConvertedTotal;
  /** Long − short. */
  readonly net: ConvertedTotal;
}

/** The whole portfolio at one moment, in a display currency where rates are known. */
export interface PortfolioTotals {
  /** Capital + net PnL of all positions, open and closed. */
  readonly equity: ConvertedTotal;
  /** PnL of what is open, before fees. */
  readonly unrealizedPnl: ConvertedTotal;
  /** Realized PnL − fees + funding of all positions. */
  readonly settledPnl: ConvertedTotal;
  readonly exposure: Exposure;
  /** By wire symbol, sorted; only symbols with something open. */
  readonly exposureBySymbol: ReadonlyMap<string, Exposure>;
  /** Fees and funding that no rate was known for when they were paid; missing in all of the above. */
  readonly unvalued: readonly AssetAmount[];
  /** Symbols with something open but no price, sorted: missing in PnL, equity and exposure. */
  readonly unpriced: readonly string[];
}

/** What the totals are counted with. */
export interface PortfolioBasis {
  /** What the trader put in, less what was taken out, by asset. */
  readonly capital: readonly AssetAmount[];
  readonly rates: RateBook;
  readonly currency: string;
}

/** Adds up all positions, open and closed. */
export function sumPositions(positions: readonly Position[]): PortfolioSums {
  const sums = openGroups(positions);
  return {
    open: sums,
    symbols: [...new Set(sums.map(({ symbol }) => symbol))].sort(),
    costs: sumByAsset(sums.map(costOf)),
    settled: sumByAsset(positions.map((each) => inQuote(each.symbol, realizedNet(each)))),
    unvalued: sumByAsset(positions.flatMap(unvaluedOf)),
  };
}

function openGroups(positions: readonly Position[]): OpenSum[] {
  const groups = new Map<string, Position[]>();
  for (const position of positions) {
    if (position.closedAt !== null) continue;
    const key = `${position.symbol} ${position.side}`;
    const group = groups.get(key);
    if (group) group.push(position);
    else groups.set(key, [position]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { symbol, side } = first;
    const cost = sum(group.map(({ openCost }) => openCost));
    return [{ symbol, side, quantity: sum(group.map(openQuantity)), cost }];
  });
}

/** Values all positions. @param priceOf The price of a symbol; null when none is known. */
export function totalPortfolio(
  { open, symbols, costs, settled, unvalued }: PortfolioSums,
  priceOf: (symbol: string) => Exact | null,
  { capital, rates, currency }: PortfolioBasis,
): PortfolioTotals {
  const prices = new Map(symbols.map((symbol) => [symbol, priceOf(symbol)]));
  const valued = open.flatMap((each) => {
    const price = prices.get(each.symbol) ?? null;
    return price === null ? [] : [{ ...each, notional: price.times(each.quantity) }];
  });
  const unrealized = sumByAsset([
    ...valued.map(({ symbol, side, notional }) => inQuote(symbol, directed(side, notional))),
    ...costs.map(({ asset, amount }) => ({ asset, amount: amount.negated() })),
    ...open.filter(({ symbol }) => prices.get(symbol) === null).map(costOf),
  ]);
  const total = (amounts: readonly AssetAmount[]) => rates.total(amounts, currency);
  return {
    equity: total([...capital, ...unrealized, ...settled]),
    unrealizedPnl: total(unrealized),
    settledPnl: total(settled),
    exposure: exposureOf(valued, total),
    exposureBySymbol: bySymbol(symbols, valued, total),
    unvalued,
    unpriced: symbols.filter((symbol) => prices.get(symbol) === null),
  };
}

type Total = (amounts: readonly AssetAmount[]) => ConvertedTotal;
type ValuedSum = OpenSum & { readonly notional: Exact };

function exposureOf(sums: readonly ValuedSum[], total: Total): Exposure {
  const longs = sums.filter(({ side }) => side === 'long').map(notionalOf);
  const shorts = sums.filter(({ side }) => side === 'short').map(notionalOf);
  const owed = shorts.map(({ asset, amount }) => ({ asset, amount: amount.negated() }));
  return {
    long: total(longs),
    short: total(shorts),
    gross: total([...longs, ...shorts]),
    net: total([...longs, ...owed]),
  };
}

function bySymbol(
  symbols: readonly string[],
  sums: readonly ValuedSum[],
  total: Total,
): Map<string, Exposure> {
  const own = new Map<string, ValuedSum[]>(symbols.map((symbol) => [symbol, []]));
  for (const sum of sums) own.get(sum.symbol)?.push(sum);
  return new Map([...own].map(([symbol, each]) => [symbol, exposureOf(each, total)]));
}

const costOf = ({ symbol, side, cost }: OpenSum): AssetAmount =>
  inQuote(symbol, directed(side, cost));

const notionalOf = ({ symbol, notional }: ValuedSum): AssetAmount => inQuote(symbol, notional);

/** In the direction of the account: a fee leaves it, funding is counted as it came. */
function unvaluedOf({ unvalued }: Position): AssetAmount[] {
  return unvalued.map(({ purpose, asset, amount }) => ({
    asset,
    amount: purpose === 'fee' ? amount.negated() : amount,
  }));
}

function inQuote(symbol: string, amount: Exact): AssetAmount {
  return { asset: assetsOf(symbol).quote, amount };
}
