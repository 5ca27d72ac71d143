import type { FeedState } from '../feed-status';
import type { Interval } from '../interval';
import type { BarSeries } from './bar-series';
import type { Excursions } from './excursions';
import type { Fire } from './fire';
import type { LevelHeap } from './level-heap';
import type { RulePorts } from './ports';
import type { EveryTrade, PriceStage, Settling, Stage, Timed, Waiting, Wakeable } from './wakeable';

/** A signal has turned: what the engine has to know of it. */
export interface SignalTurn {
  readonly symbol: string;
  readonly interval: Interval;
  /** Null when it turned neutral. */
  readonly confidence: number | null;
  /** Close time of the candle, ms UTC. */
  readonly time: number;
  /** Close of the candle. */
  readonly price: number;
}

/** Queue of what waits for the clock, by ms UTC. */
export type ClockQueue = LevelHeap<'dueSlot', Timed>;

/** What books of one engine share. */
export interface BookContext {
  readonly ports: RulePorts;
  readonly clock: ClockQueue;
  readonly fires: Fire[];
}

/** All that conditions see of a symbol, and where they ask to be woken. */
export interface Book extends PriceStage, Stage {
  readonly symbol: string;
  readonly price: number | null;
  /** The symbol whose trade is being looked at; another than `symbol` in the portfolio's book. */
  readonly tradedSymbol: string;
  readonly markPrice: number | null;
  /** Percent a period; null when none is known. */
  readonly fundingPercent: number | null;
  readonly feed: { readonly state: FeedState; readonly since: number } | null;
  /** The present moment: when (ms UTC), at which price, from history or not. */
  readonly at: number;
  readonly shownPrice: number | null;
  readonly isLate: boolean;
  /** Grows with every moment. */
  readonly moment: number;

  /** Watches on it that still wait for something; each counts itself. */
  waiting: number;

  readonly ports: RulePorts;
  /** What waits for the clock that all symbols share, whether their feeds are live or not. */
  readonly clock: ClockQueue;
  /** What waits for a time that trades, or the feed being live, must have come up to. */
  readonly moments: ClockQueue;
  /** Where fires go. */
  readonly fires: Fire[];
  /** Moves from the extremes since the start of each. */
  readonly lows: Excursions;
  readonly highs: Excursions;
  /** Moves from the extremes of rolling windows. */
  readonly recentLows: Excursions;
  readonly recentHighs: Excursions;
  /** What waits for the time of trades. */
  readonly dues: LevelHeap<'dueSlot', Waiting>;
  readonly everyTrade: Set<EveryTrade>;
  readonly onMark: Set<Wakeable>;
  readonly onFunding: Set<Wakeable>;
  readonly onFeed: Set<Wakeable>;
  readonly onSignal: Set<{ turn: (signal: SignalTurn) => void }>;

  /** Does something for one rule: a failing port stops no other. Says whether it went well. */
  shield(action: () => void): boolean;
  series(interval: Interval): BarSeries;
  settleLater(composite: Settling): void;
  /** Asks to be renewed after the next trade. */
  renewLater(waiting: Waiting): void;
}
