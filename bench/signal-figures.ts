import { createHash } from 'node:crypto';
import { Random, seededRandom } from '../electron/services/exchange/demo/prng';
import { closeTimeOf, stepOpenTime, type Interval } from '../shared/domain/interval';
import { fixedBins } from '../shared/domain/signals/calibration-error';
import { callResults, settledClaims, type CallResult } from '../shared/domain/signals/call-results';
import { randomWalk, type WalkTerms } from '../shared/domain/signals/random-walk';
import type { RecordEntry } from '../shared/domain/signals/record';
import { reliabilityOf } from '../shared/domain/signals/reliability';
import { byCloseTime } from '../shared/domain/signals/replay';
import { SIGNAL_SETTINGS } from '../shared/domain/signals/settings';
import { SignalBook, type BookCandle } from '../shared/domain/signals/signal-book';

/** SHA-256 in hex. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A book that knows nothing yet. */
export const freshBook = (): SignalBook => new SignalBook(SIGNAL_SETTINGS, digest);

/** What a book writes down while candles close. */
export function play(book: SignalBook, candles: readonly BookCandle[]): RecordEntry[] {
  const entries: RecordEntry[] = [];
  for (const moment of byCloseTime(candles)) entries.push(...book.advance(moment).entries);
  return entries;
}

type MarketTerms = Pick<WalkTerms, 'count' | 'drift' | 'volatility'>;

/** Candles of five symbols that wander, with a trend planted or without. */
export function madeUpMarket(seed: number, terms: MarketTerms): BookCandle[] {
  return ['A', 'B', 'C', 'D', 'E'].flatMap((base, at) =>
    randomWalk(new Random(seed * 100 + at), {
      ...terms,
      ...{ interval: '1h', start: Date.UTC(2000, 0, 1) },
    }).map((kline): BookCandle => {
      return { symbol: `${base}/USDT`, interval: '1h', kline, origin: 'replayed' };
    }),
  );
}

/** One line of the acceptance table; probabilities 0 … 1. */
export interface Figures {
  readonly n: number;
  readonly weeks: number;
  readonly said: number;
  readonly was: number;
  readonly ece: number;
  readonly eceLow: number;
  readonly eceHigh: number;
  readonly nullEce: number;
  readonly voteEce: number;
  /** Less the base rate's. */
  readonly brier: number;
  readonly logLoss: number;
  /** Largest |said − was| of a fixed bin with 1000 claims or more. */
  readonly worstBin: number;
  /** Share of the claims above break-even. */
  readonly above: number;
  /** Percent a claim after costs. */
  readonly netPercent: number;
  readonly most: number;
}

const WEEK_MS = 7 * 86_400_000;

/** The figures of the calls that rest on enough results; null when there are none. */
export function figuresOf(results: readonly CallResult[]): Figures | null {
  const counted = results.filter(
    ({ call, resolution }) => call.basis === 'calibrated' && resolution !== null,
  );
  const claims = settledClaims(counted);
  const it = reliabilityOf(claims, seededRandom(20_261_123));
  if (!it) return null;
  const large = fixedBins(claims).filter(({ n }) => n >= 1000);
  const isAbove = ({ call }: CallResult) => (call.confidence ?? 0) > call.breakeven;
  return {
    n: it.n,
    weeks: new Set(claims.map(({ at }) => Math.floor(at / WEEK_MS))).size,
    ...{ said: it.said, was: it.was, ece: it.ece },
    ...{ eceLow: it.eceRange.low, eceHigh: it.eceRange.high },
    ...{ nullEce: it.nullEce, voteEce: it.voteEce },
    brier: it.brier - it.brierBaseRate,
    logLoss: it.logLoss - it.logLossBaseRate,
    worstBin: Math.max(0, ...large.map(({ said, was }) => Math.abs(said - was))),
    above: counted.filter(isAbove).length / it.n,
    netPercent: 100 * it.netMove.mean,
    most: Math.max(...claims.map(({ said }) => said)),
  };
}

/** How often signals come, and how long they stand. */
export interface Pace {
  /** LONG and SHORT in a thousand candles. */
  readonly perThousand: number;
  /** Candles from a LONG or SHORT to the next call. */
  readonly medianHold: number;
}

/** The pace of the calls of one interval. */
export function paceOf(results: readonly CallResult[], candles: number, interval: Interval): Pace {
  const calls = results.map(({ call }) => call).filter((call) => call.interval === interval);
  const length = stepOpenTime(interval, 0, 1);
  const last = new Map<string, number>();
  const holds: number[] = [];
  for (const { symbol, timestamp, newSignal } of calls) {
    const since = last.get(symbol);
    if (since !== undefined) holds.push((timestamp - since) / length);
    if (newSignal === 'NEUTRAL') last.delete(symbol);
    else last.set(symbol, timestamp);
  }
  holds.sort((a, b) => a - b);
  const directional = calls.filter(({ newSignal }) => newSignal !== 'NEUTRAL').length;
  return {
    perThousand: (1000 * directional) / candles,
    medianHold: holds[Math.floor(holds.length / 2)] ?? 0,
  };
}

/** Plays candles and says what came of it, and what a candle cost. */
export function judged(candles: readonly BookCandle[]) {
  const started = process.cpuUsage();
  const results = callResults(play(freshBook(), candles));
  const { user, system } = process.cpuUsage(started);
  return { results, microseconds: (user + system) / candles.length };
}

/** A table of figures for people, a line each; what is said of it at the end when something is. */
export function tableOf(
  rows: readonly (readonly [string, Figures, Pace | null, string?])[],
): string {
  const percent = (value: number, digits = 1) => (100 * value).toFixed(digits);
  const lines = rows.map(([name, it, pace, verdict]) =>
    [
      ...[name, String(it.n), String(it.weeks), it.said.toFixed(3), it.was.toFixed(3)],
      `${it.ece.toFixed(3)} [${it.eceLow.toFixed(3)} ${it.eceHigh.toFixed(3)}]`,
      ...[it.nullEce.toFixed(3), it.voteEce.toFixed(3), it.brier.toFixed(4), it.logLoss.toFixed(4)],
      ...[it.worstBin.toFixed(3), percent(it.above), it.most.toFixed(3), it.netPercent.toFixed(3)],
      ...[pace?.perThousand.toFixed(1) ?? '', pace?.medianHold.toFixed(0) ?? ''],
      ...(verdict === undefined ? [] : [verdict]),
    ].join(' | '),
  );
  const head =
    'set | n | weeks | said | was | ECE | null ECE | votes ECE | Brier − base | log-loss − base | ' +
    'worst bin | above break-even % | most | net % | signals /1000 | median hold';
  return `\n${[head, ...lines].join('\n')}\n`;
}

/** Close time of the candle, ms UTC. */
export const closeTime = ({ interval, kline }: BookCandle): number =>
  closeTimeOf(interval, kline.openTime);
