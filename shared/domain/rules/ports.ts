import type { IndicatorSpec } from '../alert-conditions';
import type { Kline } from '../kline';
import type { Sign } from './exact';

/** What the engine has to know of an open position. */
export interface OpenPosition {
  readonly id: number;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  /** ms UTC. */
  readonly openedAt: number;
}

/** Prices from `low` to `high`. */
export interface PriceSpan {
  readonly low: number;
  readonly high: number;
}

/** Percent of average entry × open quantity, or quote asset. */
export type PnlUnit = 'percent' | 'amount';

/**
 * The ledger as rules see it. Answers are exact: they come from its decimals, unrounded. A position may
 * have closed before the engine hears of it.
 */
export interface Positions {
  /** An open position; undefined once it is closed. */
  find(id: number): OpenPosition | undefined;
  /** Ids of the open positions of a symbol, ascending. */
  openOf(symbol: string): readonly number[];
  /** Sign of (pnl at `price` − `value`), both in `unit`; of an open position. */
  comparePnl(id: number, unit: PnlUnit, value: number, price: number): Sign;
  /**
   * Price at which the pnl is `value`, within a relative error of 1e-9: where to look, never the
   * decision. Null when no price above 0 is, or the position is closed.
   */
  priceOfPnl(id: number, unit: PnlUnit, value: number): number | null;
  /**
   * Sign of (drawdown from its best − `percent`) with the symbol at `price`; of the whole portfolio
   * when `id` is null. Null when it is not known, or the position is closed.
   */
  compareDrawdown(id: number | null, percent: number, symbol: string, price: number): Sign | null;
  /**
   * Prices of the symbol around `price` (bounds included) among which, as the ledger stands, neither
   * the best is bettered nor the side of `compareDrawdown` changes; null when that is not known.
   */
  drawdownSpan(id: number | null, percent: number, symbol: string, price: number): PriceSpan | null;
  /** Null when there is none or it cannot be estimated. */
  liquidationPrice(id: number): number | null;
}

/** One line of an indicator over closed candles. */
export interface Indicator {
  /** Candles after which its value is that of a longer history. */
  readonly warmUp: number;
  /** Takes the next closed candle. */
  update(kline: Kline): void;
  /** Its present value; null until its formula has the candles it needs, perhaps before `warmUp`. */
  readonly value: number | null;
}

/** A port has thrown: the rule that asked decides nothing now and asks again at the next trade. */
export interface RuleFault {
  readonly symbol: string;
  readonly error: unknown;
}

/** Where the engine gets what it does not compute itself. */
export interface RulePorts {
  readonly positions: Positions;
  /** @throws {AppError} `INVALID` for an unknown name, output or parameter. */
  readonly createIndicator: (spec: IndicatorSpec) => Indicator;
  /** Told of every fault, perhaps at each trade; must not throw. */
  readonly report: (fault: RuleFault) => void;
}
