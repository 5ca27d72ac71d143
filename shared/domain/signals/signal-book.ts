import { closeTimeOf, type Interval } from '../interval';
import type { Kline, KlineGap } from '../kline';
import {
  basisOf,
  Calibrator,
  confidenceOf,
  oddsOf,
  type CalibratorState,
  type Confidence,
  type Label,
} from './calibrator';
import { openClaim, type Claim } from './labeler';
import { tidy, tidyProbability } from './numbers';
import { emptyRecord, linkEntry, type RecordEntry, type RecordHead } from './record';
import { Series, type Decided, type SeriesState, type Standing } from './series';
import { SeriesIndex } from './series-index';
import { costOf, modelVersionOf, type Digest, type SignalSettings } from './settings';
import { isHit, type Call, type Origin, type Resolution, type Signal } from './signal';
import type { Turn } from './signal-engine';

/** A candle for the book. */
export interface BookCandle {
  readonly symbol: string;
  readonly interval: Interval;
  readonly kline: Kline;
  /** `warm_up`: the indicators learn from it, nothing is called. */
  readonly origin: Origin | 'warm_up';
  /** True when the venue itself has no candles between this one and the one before. */
  readonly followsHalt?: boolean;
}

/** Candles that must be there before a series can go on. */
export interface SeriesGap extends KlineGap {
  readonly symbol: string;
  readonly interval: Interval;
}

/** What the candles of one moment brought. */
export interface Advance {
  /** What was added to the record: what became of earlier calls, then new calls. */
  readonly entries: readonly RecordEntry[];
  /** The series whose candle was not taken. */
  readonly gaps: readonly SeriesGap[];
}

/** Plain data of a book. */
export interface SignalBookState {
  readonly modelVersion: string;
  readonly head: RecordHead;
  readonly series: readonly SeriesState[];
  readonly calibrators: readonly (CalibratorState & { readonly interval: Interval })[];
}

/** A candle that is the next of its series. */
interface Step {
  readonly candle: BookCandle;
  readonly series: Series;
  readonly closeTime: number;
}

interface Reversal extends Step {
  readonly turn: Turn;
}

/**
 * The signals of many symbols and intervals with what became of them. At each moment it first settles
 * what is open, then learns from that, and only then says how likely the new calls are. The same
 * candles in the same order give the same record to the last byte, with restarts in between or without.
 * A series stays when nobody follows its symbol any more: come back, it goes on after its last candle,
 * and no result is learned twice.
 */
export class SignalBook {
  readonly modelVersion: string;
  readonly #series = new SeriesIndex();
  readonly #calibrators = new Map<Interval, Calibrator>();
  #head: RecordHead;

  /** @throws {Error} when the state is that of another model */
  constructor(
    private readonly settings: SignalSettings,
    private readonly digest: Digest,
    state?: SignalBookState,
  ) {
    this.modelVersion = modelVersionOf(settings, digest);
    this.#head = state?.head ?? emptyRecord(this.modelVersion);
    if (!state) return;
    if (state.modelVersion !== this.modelVersion) throw new Error('state of another model');
    for (const it of state.series) {
      this.#series.add(new Series(it.symbol, it.interval, it));
    }
    for (const it of state.calibrators) this.#calibrators.set(it.interval, new Calibrator(it));
  }

  /** The end of the record. */
  get head(): RecordHead {
    return this.#head;
  }

  /** How things stand in all series, or in those of one symbol. */
  standings(symbol?: string): readonly Standing[] {
    const all = this.#series.all.map(({ standing }) => standing);
    return all.filter((it) => symbol === undefined || it.symbol === symbol);
  }

  /** Open time of the last candle of a series, ms UTC; null when it has had none. */
  lastOpenTime(symbol: string, interval: Interval): number | null {
    return this.#series.find(symbol, interval)?.engine.save().openTime ?? null;
  }

  /**
   * Takes candles that closed at the same time. Unclosed ones and those that were there before change
   * nothing; one that leaves a gap is not taken and its series is named. Candles of one moment should
   * come together: those that come later are told what the earlier ones have taught.
   * @throws {Error} when they did not close at the same time
   */
  advance(candles: readonly BookCandle[]): Advance {
    const gaps: SeriesGap[] = [];
    const steps: Step[] = [];
    for (const candle of [...candles].sort(bySeries)) {
      const step = this.#stepOf(candle, gaps);
      if (step) steps.push(step);
    }
    const [first] = steps;
    if (!first) return { entries: [], gaps };
    if (steps.some(({ closeTime }) => closeTime !== first.closeTime)) {
      throw new Error('candles of different close times in one advance');
    }
    const resolutions = this.#settle(steps, first.closeTime);
    return { entries: [...resolutions, ...this.#call(steps)], gaps };
  }

  save(): SignalBookState {
    const calibrators = [...this.#calibrators].map(([interval, it]) => ({
      interval,
      ...it.save(),
    }));
    return {
      modelVersion: this.modelVersion,
      head: this.#head,
      series: this.#series.all.map((it) => it.save()),
      calibrators,
    };
  }

  #stepOf(candle: BookCandle, gaps: SeriesGap[]): Step | null {
    const { symbol, interval, kline } = candle;
    const series = this.#seriesOf(symbol, interval);
    if (!series.engine.isNext(kline)) return null;
    const gap = series.engine.gapBefore(kline);
    if (gap && candle.followsHalt !== true) {
      gaps.push({ symbol, interval, ...gap });
      return null;
    }
    return { candle, series, closeTime: closeTimeOf(interval, kline.openTime) };
  }

  #settle(steps: readonly Step[], closeTime: number): RecordEntry[] {
    const entries: RecordEntry[] = [];
    const labels = new Map<Interval, Label[]>();
    for (const { candle, series } of steps) {
      for (const decided of series.decide(candle.kline, closeTime)) {
        const entry = this.#append(decided.resolution);
        series.keepResolution(entry);
        entries.push(entry);
        labels.set(series.interval, [...(labels.get(series.interval) ?? []), labelOf(decided)]);
      }
    }
    for (const [interval, known] of labels) this.#calibratorOf(interval).learn(known, closeTime);
    return entries;
  }

  #call(steps: readonly Step[]): RecordEntry[] {
    const reversals: Reversal[] = [];
    for (const { candle, series, closeTime } of steps) {
      const turn = series.engine.update(candle.kline);
      if (turn && candle.origin !== 'warm_up') reversals.push({ candle, series, closeTime, turn });
    }
    return reversals.map((reversal) => {
      const { interval } = reversal.candle;
      const alike = reversals.filter(
        ({ candle, turn }) => candle.interval === interval && turn.next !== 'NEUTRAL',
      );
      return this.#announce(reversal, 1 / Math.max(alike.length, 1));
    });
  }

  #announce(reversal: Reversal, weight: number): RecordEntry {
    const { candle, series, closeTime, turn } = reversal;
    const { symbol, interval, kline, origin } = candle;
    const risk = (this.settings.stopRanges * tidy(turn.ballot.atr)) / kline.close;
    const odds = oddsOf(risk, costOf(symbol, this.settings));
    const belief = this.#calibratorOf(interval).beliefAt(closeTime);
    const claim = this.#claimOf(reversal);
    const call = this.#append<Call>({
      kind: 'call',
      ...{ symbol, interval, timestamp: closeTime },
      ...{ previousSignal: turn.previous, newSignal: turn.next },
      ...(claim ? told(claim, confidenceOf(odds, belief)) : NO_CLAIM),
      breakeven: tidyProbability(odds.breakeven),
      ...{ basis: basisOf(belief), resolvedCount: belief.resolved, votes: agreement(turn) },
      origin: origin === 'live' ? 'live' : 'replayed',
      entry: kline.close,
      modelVersion: this.modelVersion,
    });
    series.keepCall(call, claim && { call: call.number, claim, chance: odds.chance, weight });
    return call;
  }

  #claimOf({ candle, turn }: Reversal): Claim | null {
    const { symbol, interval, kline } = candle;
    const direction = DIRECTIONS[turn.next];
    if (direction === 0) return null;
    const { stopRanges, horizon } = this.settings;
    const cost = costOf(symbol, this.settings);
    const terms = { interval, direction, cost, stopRanges, horizon };
    return openClaim(kline, { ...terms, atr: tidy(turn.ballot.atr) });
  }

  #append<T extends Call | Resolution>(content: T) {
    const entry = linkEntry(content, this.#head, this.digest);
    this.#head = { number: entry.number, hash: entry.hash };
    return entry;
  }

  #seriesOf(symbol: string, interval: Interval): Series {
    return this.#series.find(symbol, interval) ?? this.#series.add(new Series(symbol, interval));
  }

  #calibratorOf(interval: Interval): Calibrator {
    const known = this.#calibrators.get(interval) ?? new Calibrator();
    this.#calibrators.set(interval, known);
    return known;
  }
}

const DIRECTIONS = { LONG: 1, SHORT: -1, NEUTRAL: 0 } as const satisfies Record<Signal, number>;

/** What of a call belongs to its claim. */
type Told = Pick<Call, 'confidence' | 'lowerBound' | 'target' | 'stop' | 'expiresAt'>;

const NO_CLAIM: Told = {
  confidence: null,
  lowerBound: null,
  target: null,
  stop: null,
  expiresAt: null,
};

const told = (
  { target, stop, expiresAt }: Claim,
  { confidence, lowerBound }: Confidence,
): Told => ({
  confidence: tidyProbability(confidence),
  lowerBound: tidyProbability(lowerBound),
  ...{ target, stop, expiresAt },
});

/** What tells series apart. */
type SeriesName = Pick<SeriesState, 'symbol' | 'interval'>;

/** The order of candles of one moment. */
export const bySeries = (a: SeriesName, b: SeriesName): number =>
  compare(a.symbol, b.symbol) || compare(a.interval, b.interval);

/** By code units: the same in every language. */
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const labelOf = ({ open, resolution }: Decided): Label => ({
  chance: open.chance,
  weight: open.weight,
  isHit: isHit(resolution.outcome),
});

/** Share of the votes for the new signal. */
function agreement({ next, ballot: { votes } }: Turn): number {
  const agreeing = votes.filter((vote) => vote === DIRECTIONS[next]);
  return tidyProbability(agreeing.length / votes.length);
}
