import { adxFold, type AdxState } from '../indicators/adx';
import { atrFold, type AtrState } from '../indicators/atr';
import { donchianFold, type DonchianState } from '../indicators/donchian';
import { emaFold } from '../indicators/ema';
import type { Bar } from '../indicators/fold';
import { macdFold, type MacdState } from '../indicators/macd';
import { momentumFold } from '../indicators/momentum';
import { rsiFold, type RsiState } from '../indicators/rsi';
import type { Smoothed } from '../indicators/smoothing';
import { supertrendFold, type SupertrendState } from '../indicators/supertrend';

const ema20 = emaFold(20);
const ema50 = emaFold(50);
const macd = macdFold({ fast: 12, slow: 26, signal: 9 });
const rsi = rsiFold(14);
const supertrend = supertrendFold(10, 3);
const donchian = donchianFold(20);
const adx = adxFold(14);
const momentum = momentumFold({ length: 48, window: 100 });
const atr = atrFold(14);

const RSI_HIGH = 52;
const RSI_LOW = 48;
/** Below it there is no trend whose direction could count. */
const ADX_TREND = 20;
const MOMENTUM_BOUND = 0.25;

/** The indicators behind the votes; plain data. */
export interface VoteState {
  readonly ema20: Smoothed;
  readonly ema50: Smoothed;
  readonly macd: MacdState;
  readonly rsi: RsiState;
  readonly supertrend: SupertrendState;
  readonly donchian: DonchianState;
  readonly adx: AdxState;
  /** Logarithms of closes. */
  readonly momentum: readonly number[];
  readonly atr: AtrState;
}

/** −1 falling, 1 rising, 0 no opinion. */
type Vote = -1 | 0 | 1;

/** What the indicators say at one candle. */
export interface Ballot {
  /** The seven votes, always in the same order. */
  readonly votes: readonly Vote[];
  /** Average true range of 14 candles, quote asset. */
  readonly atr: number;
}

/** Before the first candle. */
export const NO_VOTES: VoteState = {
  ema20: ema20.start,
  ema50: ema50.start,
  macd: macd.start,
  rsi: rsi.start,
  supertrend: supertrend.start,
  donchian: donchian.start,
  adx: adx.start,
  momentum: momentum.start,
  atr: atr.start,
};

/** The indicators after one more candle. */
export function nextVotes(state: VoteState, bar: Bar): VoteState {
  return {
    ema20: ema20.next(state.ema20, bar),
    ema50: ema50.next(state.ema50, bar),
    macd: macd.next(state.macd, bar),
    rsi: rsi.next(state.rsi, bar),
    supertrend: supertrend.next(state.supertrend, bar),
    donchian: donchian.next(state.donchian, bar),
    adx: adx.next(state.adx, bar),
    momentum: momentum.next(state.momentum, bar),
    atr: atr.next(state.atr, bar),
  };
}

/** The votes; null until all indicators have a value. */
export function readVotes(state: VoteState): Ballot | null {
  // The momentum has its value last: with it all others have theirs.
  const move = momentum.read(state.momentum);
  const range = atr.read(state.atr);
  if (!move || !range) return null;
  const votes = [
    sign(state.ema20.value - state.ema50.value),
    sign(macd.read(state.macd)?.histogram),
    beyond(rsi.read(state.rsi)?.rsi, RSI_LOW, RSI_HIGH),
    sign(supertrend.read(state.supertrend)?.direction),
    state.donchian.breakout,
    trendVote(state),
    beyond(move.momentum, -MOMENTUM_BOUND, MOMENTUM_BOUND),
  ];
  return { votes, atr: range.atr };
}

function trendVote(state: VoteState): Vote {
  const lines = adx.read(state.adx);
  return lines && lines.adx > ADX_TREND ? sign(lines.plus_di - lines.minus_di) : 0;
}

const sign = (value = 0): Vote => Math.sign(value) as Vote;

function beyond(value: number | undefined, low: number, high: number): Vote {
  if (value === undefined) return 0;
  if (value > high) return 1;
  return value < low ? -1 : 0;
}
