import type { Venue } from '../../../../shared/domain/feed-status';
import type { Instrument } from '../../../../shared/domain/instrument';
import { CandleSum } from './candle-sum';
import { countBelow } from './count-below';
import { DayPlan } from './day-plan';
import type { DayPlanner } from './day-planner';
import { DAY_MS, DayTable, FIRST_DAY } from './day-table';
import type { Lru } from './lru';
import type { VenueTrade } from './market';
import { minuteTape, type MinuteTape } from './minute-tape';
import type { PerpetualBasis } from './perpetual-basis';
import { childSeed, seedOf } from './prng';
import type { SymbolTape } from './symbol-tape';
import type { SyntheticSpec } from './synthetic-instruments';

const MINUTE_MS = 60_000;
const MINUTES_PER_DAY = 1440;
/** Aggregate ids start at 1, ids of single trades here: nobody should take one for the other. */
const FIRST_TRADE_ID = 1_000_000_001;
/** Nor a contract's for its spot symbol's. */
const FIRST_PERPETUAL_ID = 3_000_000_001;
const FIRST_PERPETUAL_TRADE_ID = 7_000_000_001;

/** Caches that all symbols of a market share, so that the memory of the whole is bounded. */
export interface SyntheticCaches {
  readonly plans: Lru<string, DayPlan>;
  readonly minutes: Lru<string, MinuteTape>;
  readonly planner: DayPlanner;
  /** For days that are added up and forgotten. */
  readonly scratch: DayPlan;
}

export interface SyntheticTapeOptions {
  readonly marketSeed: number;
  readonly caches: SyntheticCaches;
  /** Makes the tape that of a perpetual, whose minutes are those of spot moved by its basis. */
  readonly basis?: PerpetualBasis;
}

/** Endless trades of one demo symbol; every minute of its history can be made at once from its seed. */
export class SyntheticTape implements SymbolTape {
  readonly instrument: Instrument;
  readonly startTime = FIRST_DAY * DAY_MS;
  readonly endTime = Infinity;
  readonly #table: DayTable;
  readonly #seed: number;
  readonly #firstId: number;
  readonly #firstTradeId: number;
  /** Totals of finished days; as many as the history has days, a few hundred bytes each. */
  readonly #days = new Map<number, CandleSum>();

  constructor(
    spec: SyntheticSpec,
    private readonly options: SyntheticTapeOptions,
  ) {
    const { marketSeed, basis } = options;
    this.#firstId = basis ? FIRST_PERPETUAL_ID : 1;
    this.#firstTradeId = basis ? FIRST_PERPETUAL_TRADE_ID : FIRST_TRADE_ID;
    this.instrument = instrumentOf(spec, options.basis ? 'futures' : 'spot');
    this.#seed = childSeed(marketSeed, seedOf(this.instrument.venueSymbol));
    this.#table = new DayTable(spec, marketSeed, childSeed(this.#seed, 0));
  }

  countUntil(time: number): number {
    const next = time + 1;
    if (next <= this.startTime) return 0;
    const day = Math.floor(next / DAY_MS);
    const { firstOrdinal } = this.#table.day(day);
    if (next % DAY_MS === 0) return firstOrdinal;
    const minute = Math.floor((next % DAY_MS) / MINUTE_MS);
    const before = firstOrdinal + (this.#plan(day).countBefore[minute] ?? 0);
    const within = next % MINUTE_MS;
    return within === 0 ? before : before + countBelow(this.#minute(day, minute).time, within);
  }

  ordinalOf(id: number): number {
    return Math.max(0, id - this.#firstId);
  }

  firstTradeId(ordinal: number): number {
    return this.#firstTradeId + ordinal;
  }

  lastTradeId(ordinal: number): number {
    return this.#firstTradeId + ordinal;
  }

  trades(from: number, to: number): VenueTrade[] {
    const trades: VenueTrade[] = [];
    while (from + trades.length < to) this.#appendMinute(trades, from + trades.length, to);
    return trades;
  }

  addMinutes(sum: CandleSum, from: number, to: number): void {
    let at = Math.max(from, this.startTime);
    while (at < to) {
      const day = Math.floor(at / DAY_MS);
      const end = Math.min(to, (day + 1) * DAY_MS);
      if (end - at === DAY_MS) sum.merge(this.#wholeDay(day));
      else this.#plan(day).addTo(sum, minuteOfDay(at), minuteOfDay(end - 1) + 1);
      at = end;
    }
  }

  /** Adds the trades of one minute, from the given ordinal to the minute's end or to `to`. */
  #appendMinute(trades: VenueTrade[], from: number, to: number): void {
    const day = this.#table.dayOfOrdinal(from);
    const { firstOrdinal } = this.#table.day(day);
    const { countBefore } = this.#plan(day);
    const minute = countBelow(countBefore, from - firstOrdinal + 1) - 1;
    const base = firstOrdinal + (countBefore[minute] ?? 0);
    const tape = this.#minute(day, minute);
    const openTime = day * DAY_MS + minute * MINUTE_MS;
    const end = Math.min(tape.time.length, to - base);
    for (let at = from - base; at < end; at += 1) {
      trades.push({
        symbol: this.instrument.venueSymbol,
        id: this.#firstId + base + at,
        firstTradeId: this.firstTradeId(base + at),
        lastTradeId: this.lastTradeId(base + at),
        price: tape.price[at] ?? 0,
        quantity: tape.lots[at] ?? 0,
        time: openTime + (tape.time[at] ?? 0),
        isBuyerMaker: tape.isBuy[at] === 0,
      });
    }
  }

  #wholeDay(day: number): CandleSum {
    const known = this.#days.get(day);
    if (known) return known;
    const sum = new CandleSum();
    this.#fill(this.options.caches.scratch, day).addTo(sum, 0, MINUTES_PER_DAY);
    this.#days.set(day, sum);
    return sum;
  }

  #fill(plan: DayPlan, day: number): DayPlan {
    const { caches, basis } = this.options;
    const seed = childSeed(this.#seed, day);
    const startTime = day * DAY_MS;
    const shift = basis && ((minute: number) => basis.ticksAt(startTime + minute * MINUTE_MS));
    return caches.planner.fill(plan, this.#table.day(day), seed, shift);
  }

  #plan(day: number): DayPlan {
    return this.options.caches.plans.take(`${this.instrument.venueSymbol} ${day}`, () =>
      this.#fill(new DayPlan(), day),
    );
  }

  #minute(day: number, minute: number): MinuteTape {
    return this.options.caches.minutes.take(`${this.instrument.venueSymbol} ${day} ${minute}`, () =>
      minuteTape(this.#plan(day), minute),
    );
  }
}

function instrumentOf(spec: SyntheticSpec, venue: Venue): Instrument {
  const pair = `${spec.baseAsset}/${spec.quoteAsset}`;
  return {
    venue,
    symbol: venue === 'spot' ? pair : `${pair}:${spec.quoteAsset}`,
    venueSymbol: `${spec.baseAsset}${spec.quoteAsset}`,
    baseAsset: spec.baseAsset,
    quoteAsset: spec.quoteAsset,
    tickSize: (10 ** -spec.priceDecimals).toFixed(spec.priceDecimals),
    stepSize: (10 ** -spec.quantityDecimals).toFixed(spec.quantityDecimals),
    isTrading: true,
  };
}

const minuteOfDay = (time: number): number => Math.floor((time % DAY_MS) / MINUTE_MS);
