import type { Interval } from '../interval';
import type { Kline } from '../kline';
import { judge, type Claim } from './labeler';
import { SignalEngine, type EngineState } from './signal-engine';
import type { CallEntry, ResolutionEntry } from './record';
import type { Resolution, Signal } from './signal';

/** A claim in the record whose outcome is awaited. */
export interface OpenClaim {
  /** Its number in the record. */
  readonly call: number;
  readonly claim: Claim;
  /** Probability of the random walk. */
  readonly chance: number;
  /** One by the number of claims made on the same candle. */
  readonly weight: number;
}

/** A claim that a candle has decided. */
export interface Decided {
  readonly open: OpenClaim;
  readonly resolution: Resolution;
}

/** How things stand for one symbol and interval. */
export interface Standing {
  readonly symbol: string;
  readonly interval: Interval;
  readonly signal: Signal;
  /** The call that led here; null while there is none, or none of this signal. */
  readonly call: CallEntry | null;
  /** What became of that call; null while it is open. */
  readonly resolution: ResolutionEntry | null;
}

/** Plain data of a series. */
export interface SeriesState {
  readonly symbol: string;
  readonly interval: Interval;
  readonly engine: EngineState;
  readonly open: readonly OpenClaim[];
  readonly call: CallEntry | null;
  readonly resolution: ResolutionEntry | null;
}

/** The signals of one symbol and interval with the claims they have made. */
export class Series {
  readonly engine: SignalEngine;
  #open: readonly OpenClaim[];
  #call: CallEntry | null;
  #resolution: ResolutionEntry | null;

  constructor(
    readonly symbol: string,
    readonly interval: Interval,
    state?: SeriesState,
  ) {
    this.engine = new SignalEngine(interval, state?.engine);
    this.#open = state?.open ?? [];
    this.#call = state?.call ?? null;
    this.#resolution = state?.resolution ?? null;
  }

  get standing(): Standing {
    const { symbol, interval, engine } = this;
    const call = this.#call?.newSignal === engine.signal ? this.#call : null;
    return { symbol, interval, signal: engine.signal, call, resolution: call && this.#resolution };
  }

  /** Takes the claims out that a candle decides. */
  decide(kline: Kline, closeTime: number): readonly Decided[] {
    const { symbol, interval } = this;
    const decided: Decided[] = [];
    for (const open of this.#open) {
      const verdict = judge(open.claim, kline, closeTime);
      if (!verdict) continue;
      const common = { kind: 'resolution', symbol, interval, call: open.call } as const;
      decided.push({ open, resolution: { ...common, timestamp: closeTime, ...verdict } });
    }
    // Nearly all candles decide nothing, and leave the list as it is.
    if (decided.length > 0) {
      this.#open = this.#open.filter((open) => !decided.some((it) => it.open === open));
    }
    return decided;
  }

  /** Remembers a call of its own, and the claim it makes. */
  keepCall(call: CallEntry, open: OpenClaim | null): void {
    this.#call = call;
    this.#resolution = null;
    if (open) this.#open = [...this.#open, open];
  }

  keepResolution(resolution: ResolutionEntry): void {
    if (resolution.call === this.#call?.number) this.#resolution = resolution;
  }

  save(): SeriesState {
    const { symbol, interval } = this;
    const own = { open: this.#open, call: this.#call, resolution: this.#resolution };
    return { symbol, interval, engine: this.engine.save(), ...own };
  }
}
