import { stepOpenTime, type Interval } from '../../shared/domain/interval';
import type { KlineBody } from '../../shared/protocol/events';

/** One candle as the screen keeps it; prices in the quote asset, volume in the base asset. */
export interface Candle {
  /** Open time, ms UTC. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly isClosed: boolean;
}

/** The candle of a wire message. */
export function candleOf({ time, closed, ...figures }: KlineBody): Candle {
  const { open, high, low, close, volume } = figures;
  return { time: Date.parse(time), open, high, low, close, volume, isClosed: closed };
}

/** ms UTC as the wire writes it. */
export function wireTime(time: number): string {
  return new Date(time).toISOString();
}

/** The candles of one symbol and interval: ascending, one per open time, without holes it knows of. */
export class KlineSeries {
  #candles: Candle[] = [];

  constructor(private readonly interval: Interval) {}

  get candles(): readonly Candle[] {
    return this.#candles;
  }

  get first(): Candle | undefined {
    return this.#candles[0];
  }

  get last(): Candle | undefined {
    return this.#candles.at(-1);
  }

  /** Adds history before or over what is there; the better knowledge of each candle stays. */
  merge(history: readonly Candle[]): void {
    const byTime = new Map(this.#candles.map((candle) => [candle.time, candle]));
    for (const candle of history) byTime.set(candle.time, better(byTime.get(candle.time), candle));
    this.#candles = [...byTime.values()].sort((a, b) => a.time - b.time);
  }

  /** Takes the newest candles; what is there goes when there would be a hole in between. */
  mergeTail(tail: readonly Candle[]): void {
    const [first] = tail;
    if (first && this.#isBeyond(first.time)) this.#candles = [];
    this.merge(tail);
  }

  /**
   * Takes one live candle. `gap` means that candles between are missing: it was not taken, and the
   * tail has to be fetched.
   */
  update(candle: Candle): 'last' | 'old' | 'gap' {
    const { last } = this;
    if (last && candle.time < last.time) return 'old';
    if (this.#isBeyond(candle.time)) return 'gap';
    if (last?.time === candle.time) this.#candles[this.#candles.length - 1] = better(last, candle);
    else this.#candles.push(candle);
    return 'last';
  }

  #isBeyond(time: number): boolean {
    return this.last !== undefined && time > stepOpenTime(this.interval, this.last.time, 1);
  }
}

/** An answer may have been overtaken by live updates: a finished candle and a fuller one know more. */
function better(known: Candle | undefined, incoming: Candle): Candle {
  if (!known || incoming.isClosed) return incoming;
  return known.isClosed || known.volume > incoming.volume ? known : incoming;
}
