import { assetsOf } from './fill';
import type { Exact } from './money';
import { sumByAsset, type AssetAmount, type ConvertedTotal, type RateBook } from './money-rates';
import { openQuantity, realizedNet, type Position } from './position';
import { valuePosition } from './pnl';

/** A position and the price it is to be valued at; null when none is known. */
export interface Holding {
  readonly position: Position;
  readonly price: Exact | null;
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
export function totalPortfolio(
  holdings: readonly Holding[],
  { capital, rates, currency }: PortfolioBasis,
): PortfolioTotals {
  const open = holdings.filter(({ position }) => position.closedAt === null);
  const unrealized = open.flatMap(unrealizedOf);
  const settled = holdings.map(({ position }) => inQuote(position, realizedNet(position)));
  const total = (amounts: readonly AssetAmount[]) => rates.total(amounts, currency);
  return {
    equity: total([...capital, ...unrealized, ...settled]),
    unrealizedPnl: total(unrealized),
    settledPnl: total(settled),
    exposure: exposureOf(open, total),
    exposureBySymbol: bySymbol(open, total),
    unvalued: sumByAsset(holdings.flatMap(({ position }) => unvaluedOf(position))),
    unpriced: symbolsOf(open.filter(({ price }) => price === null)),
  };
}

type Total = (amounts: readonly AssetAmount[]) => ConvertedTotal;

function exposureOf(open: readonly Holding[], total: Total): Exposure {
  const longs = open.filter(({ position }) => position.side === 'long').flatMap(notionalOf);
  const shorts = open.filter(({ position }) => position.side === 'short').flatMap(notionalOf);
  const owed = shorts.map(({ asset, amount }) => ({ asset, amount: amount.negated() }));
  return {
    long: total(longs),
    short: total(shorts),
    gross: total([...longs, ...shorts]),
    net: total([...longs, ...owed]),
  };
}

function bySymbol(open: readonly Holding[], total: Total): Map<string, Exposure> {
  return new Map(
    symbolsOf(open).map((symbol) => {
      const same = open.filter(({ position }) => position.symbol === symbol);
      return [symbol, exposureOf(same, total)];
    }),
  );
}

function symbolsOf(holdings: readonly Holding[]): string[] {
  return [...new Set(holdings.map(({ position }) => position.symbol))].sort();
}

function unrealizedOf({ position, price }: Holding): AssetAmount[] {
  return price === null ? [] : [inQuote(position, valuePosition(position, price).pnl)];
}

function notionalOf({ position, price }: Holding): AssetAmount[] {
  return price === null ? [] : [inQuote(position, price.times(openQuantity(position)))];
}

/** In the direction of the account: a fee leaves it, funding is counted as it came. */
function unvaluedOf({ unvalued }: Position): AssetAmount[] {
  return unvalued.map(({ purpose, asset, amount }) => ({
    asset,
    amount: purpose === 'fee' ? amount.negated() : amount,
  }));
}

function inQuote({ symbol }: Position, amount: Exact): AssetAmount {
  return { asset: assetsOf(symbol).quote, amount };
}
