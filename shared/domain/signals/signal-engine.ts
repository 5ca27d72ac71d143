import { stepOpenTime, type Interval } from '../interval';
import type { Kline, KlineGap } from '../kline';
import type { Signal } from './signal';
import { NO_VOTES, nextVotes, readVotes, type Ballot, type VoteState } from './votes';

/** Share of the new votes in the score. */
const SMOOTHING = 0.3;
const ENTER = 0.6;
const LEAVE = 0.1;
/** Candles from one change to the next, at least. */
const HOLD = 3;
/** Candles before the first signal is given. */
const WARM_UP = 200;

/** A change of the signal at the close of a candle. */
export interface Turn {
  readonly previous: Signal;
  readonly next: Signal;
  readonly ballot: Ballot;
}

/** Plain data of an engine. Counters stop where they no longer matter. */
export interface EngineState {
  /** Of the last candle, ms UTC; null before the first. */
  readonly openTime: number | null;
  readonly candles: number;
  readonly votes: VoteState;
  /** −1 … 1, the smoothed mean of the votes. */
  readonly score: number;
  readonly signal: Signal;
  /** Candles since the signal changed. */
  readonly held: number;
}

const START: EngineState = {
  openTime: null,
  candles: 0,
  votes: NO_VOTES,
  score: 0,
  signal: 'NEUTRAL',
  held: HOLD,
};

/**
 * Turns the closed candles of one symbol and interval into signals. Seven votes are smoothed to a
 * score; the signal follows it with hysteresis. A candle takes constant time, and what comes after a
 * candle can never change what was said at it.
 */
export class SignalEngine {
  #state: EngineState;

  constructor(
    readonly interval: Interval,
    state: EngineState = START,
  ) {
    this.#state = state;
  }

  get signal(): Signal {
    return this.#state.signal;
  }

  /** Whether a candle is closed and newer than all others. */
  isNext({ openTime, isClosed }: Kline): boolean {
    return isClosed && openTime > (this.#state.openTime ?? -Infinity);
  }

  /** The candles missing before this one; null when it follows the last. */
  gapBefore(kline: Kline): KlineGap | null {
    if (this.#state.openTime === null || !this.isNext(kline)) return null;
    const from = stepOpenTime(this.interval, this.#state.openTime, 1);
    if (from === kline.openTime) return null;
    return { from, to: stepOpenTime(this.interval, kline.openTime, -1) };
  }

  /**
   * Takes the next candle and says whether the signal has turned. A candle that is not closed, or not
   * newer than the last, changes nothing. The caller sees to gaps: what is missing is not noticed here.
   */
  update(kline: Kline): Turn | null {
    if (!this.isNext(kline)) return null;
    const before = this.#state;
    const votes = nextVotes(before.votes, kline);
    const ballot = readVotes(votes);
    const candles = Math.min(before.candles + 1, WARM_UP);
    const { score, signal, held } = ballot ? move(before, ballot) : before;
    this.#state = { openTime: kline.openTime, candles, votes, score, signal, held };
    if (!ballot || signal === before.signal || before.candles < WARM_UP) return null;
    return { previous: before.signal, next: signal, ballot };
  }

  save(): EngineState {
    return this.#state;
  }
}

type Moved = Pick<EngineState, 'score' | 'signal' | 'held'>;

function move(state: EngineState, { votes }: Ballot): Moved {
  let sum = 0;
  for (const vote of votes) sum += vote;
  const mean = sum / votes.length;
  const score = state.score + SMOOTHING * (mean - state.score);
  const held = Math.min(state.held + 1, HOLD);
  const signal = held < HOLD ? state.signal : signalOf(state.signal, score);
  return { score, signal, held: signal === state.signal ? held : 0 };
}

function signalOf(present: Signal, score: number): Signal {
  if (score >= ENTER) return 'LONG';
  if (score <= -ENTER) return 'SHORT';
  const isOver = (present === 'LONG' && score < LEAVE) || (present === 'SHORT' && score > -LEAVE);
  return isOver ? 'NEUTRAL' : present;
}
