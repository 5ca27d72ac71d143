import { callResults, type CallResult } from '../shared/domain/signals/call-results';
import { byCloseTime } from '../shared/domain/signals/replay';
import type { BookCandle } from '../shared/domain/signals/signal-book';
import {
  figuresOf,
  freshBook,
  madeUpMarket,
  paceOf,
  tableOf,
  type Figures,
  type Pace,
} from './signal-figures';
import { candlesOf, MARKETS, type MadeMarket } from './signal-markets';

const INTERVALS = ['15m', '1h', '4h'] as const;
/** Of fewer claims the errors of an interval are mostly chance. */
const ENOUGH = 1000;
/** Deviation of the planted drift, in volatilities of a quarter of a candle. @see docs on signals, controls */
const PLANTED = 0.6;
/** Of an hour in the controls: about that of a large coin. */
const VOLATILITY = 0.006;

/** How much is made up. */
export interface AcceptanceSize {
  readonly seed: number;
  readonly markets: readonly MadeMarket[];
  /** Runs of each control, with seeds of their own. */
  readonly runs: number;
  /** In each market. */
  readonly symbols: number;
  /** Quarters of an hour of each symbol. */
  readonly count: number;
  /** Hours of each symbol of the controls without and with a trend. */
  readonly driftless: number;
  readonly planted: number;
}

/** Two years of each market. */
export const WHOLE = {
  ...{ markets: MARKETS, symbols: 5, count: 70_000 },
  ...{ runs: 3, driftless: 36_000, planted: 100_000 },
} as const;

/** One line of the table; `failures` names what is not as it must be. */
export interface AcceptanceRow {
  readonly name: string;
  readonly figures: Figures;
  readonly pace: Pace | null;
  readonly failures: readonly string[];
}

/**
 * Holds what signals say in made-up markets against what comes true there.
 * @see docs on signals: ECE ≤ 0.03 pooled and ≤ 0.05 an interval, Brier at most 0.001 above the base
 *   rate's, 15–25 signals in 1000 candles that stand for 20; nothing above
 *   break-even without a drift, 0.58 or more with a trend.
 */
export function acceptance(size: AcceptanceSize): AcceptanceRow[] {
  const markets = size.markets.flatMap((market) =>
    marketRows(market.name, candlesOf(market, size)),
  );
  const seeds = Array.from({ length: size.runs }, (_, at) => size.seed + at);
  return [...markets, ...seeds.flatMap((seed) => controls(size, seed))];
}

/** The table of it. */
export const acceptanceText = (rows: readonly AcceptanceRow[]): string =>
  tableOf(
    rows.map(({ name, figures, pace, failures }) => {
      const verdict = failures.length === 0 ? 'ok' : `FAILS: ${failures.join(', ')}`;
      return [name, figures, pace, verdict];
    }),
  );

function marketRows(name: string, candles: readonly BookCandle[]): AcceptanceRow[] {
  const results = play(candles);
  const rows = INTERVALS.flatMap((interval) => {
    const own = results.filter(({ call }) => call.interval === interval);
    const count = candles.filter((candle) => candle.interval === interval).length;
    return row(`${name} ${interval}`, own, paceOf(own, count, interval));
  });
  return [...rows, ...row(`${name}, all`, results, null)];
}

/** None where too little is known for a calibrated call. */
function row(name: string, results: readonly CallResult[], pace: Pace | null): AcceptanceRow[] {
  const figures = figuresOf(results);
  if (!figures) return [];
  const failures = [
    ...(figures.n >= ENOUGH ? errorsOf(figures, pace ? 0.05 : 0.03) : []),
    ...(pace ? unrestOf(pace, figures.n >= ENOUGH) : []),
  ];
  return [{ name, figures, pace, failures }];
}

const errorsOf = ({ ece, brier, worstBin }: Figures, mostEce: number): string[] =>
  named({ ECE: ece > mostEce, Brier: brier > 0.001, bin: worstBin > 0.08 });

const unrestOf = ({ perThousand, medianHold }: Pace, isEnough: boolean): string[] =>
  named({ pace: perThousand < 15 || perThousand > 25, hold: isEnough && medianHold < 20 });

/** The names of what is so. */
const named = (faults: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(faults).flatMap(([name, isSo]) => (isSo ? [name] : []));

function controls({ driftless, planted }: AcceptanceSize, seed: number): AcceptanceRow[] {
  const flat = controlOf(`no drift, seed ${seed}`, seed, { count: driftless, drift: 0 });
  const bent = controlOf(`planted trend, seed ${seed}`, seed, { count: planted, drift: PLANTED });
  const { said, was, above } = flat.figures;
  const flatFaults = { 'said − was': Math.abs(said - was) > 0.02, 'above break-even': above > 0 };
  const bentFaults = {
    said: bent.figures.said < 0.58,
    ECE: bent.figures.ece > 0.06,
    'above break-even': bent.figures.above <= 0.95,
  };
  return [
    { ...flat, failures: named(flatFaults) },
    { ...bent, failures: named(bentFaults) },
  ];
}

function controlOf(name: string, seed: number, terms: { count: number; drift: number }) {
  const figures = figuresOf(play(madeUpMarket(seed, { ...terms, volatility: VOLATILITY })));
  if (!figures) throw new Error(`${name}: no calls with an outcome`);
  return { name, figures, pace: null };
}

function play(candles: readonly BookCandle[]): CallResult[] {
  const book = freshBook();
  return callResults([...byCloseTime(candles)].flatMap((moment) => book.advance(moment).entries));
}
