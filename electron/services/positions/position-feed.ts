import type { Kline } from '../../../shared/domain/kline';
import { PnlMark } from '../../../shared/domain/pnl-mark';
import { extendExcursion, type Excursion } from '../../../shared/domain/position-excursion';
import type { Trade } from '../../../shared/domain/trade';
import type { Clock, Timer } from '../clock';
import type { PriceState } from '../feed/tape';
import { isOpen, type TrackedPosition } from './position-book';

const FLUSH_EVERY_MS = 100;
const SAVE_EVERY_MS = 60_000;

/** An open position, ready for every trade. */
interface Live {
  readonly position: TrackedPosition;
  readonly mark: PnlMark;
  /** Lets go of its symbol. */
  readonly release: () => void;
  excursion: Excursion;
  isSaved: boolean;
}

/** Prices and their time, ms UTC. */
interface Range {
  low: number;
  high: number;
  time: number;
}

export interface PositionFeedOptions {
  readonly clock: Clock;
  /** Watches a symbol until the returned function is called. */
  readonly watch: (symbol: string) => () => void;
  readonly price: (symbol: string) => PriceState | null;
  /** Whether the price known of a symbol is the present one. */
  readonly isLive: (symbol: string) => boolean;
  /** Called at most ten times a second for each position, only with a live price. */
  readonly onValue: (position: TrackedPosition, price: PriceState) => void;
  /** Called about once a minute with positions that have been through more than is saved. */
  readonly onExcursions: (positions: readonly TrackedPosition[]) => void;
}

/** Follows what is open: every trade of its symbol, and now and then its value to tell. */
export class PositionFeed {
  readonly #options: PositionFeedOptions;
  readonly #live = new Map<number, Live>();
  readonly #bySymbol = new Map<string, Live[]>();
  /** Numbers of positions whose value may be another than was told. */
  readonly #dirty = new Set<number>();
  /** The range of one trade; one object for all of them, since there is one for every trade. */
  readonly #range: Range = { low: 0, high: 0, time: 0 };
  #timers: Timer[] = [];

  constructor(options: PositionFeedOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock } = this.#options;
    this.#timers = [
      clock.every(FLUSH_EVERY_MS, () => this.#flush()),
      clock.every(SAVE_EVERY_MS, () => this.#saveExcursions()),
    ];
  }

  /** Ends, and lets go of all positions. */
  stop(): void {
    for (const timer of this.#timers) timer.cancel();
    this.clear();
  }

  /** Lets go of all positions; what is not saved yet is handed over once more. */
  clear(): void {
    this.#saveExcursions();
    for (const id of [...this.#live.keys()]) this.remove(id);
  }

  /** Takes a position in as it is now; one that is closed leaves. */
  update(position: TrackedPosition): void {
    const before = this.#live.get(position.id);
    // Claimed before the old claim is given back: the symbol's price must not be lost in between.
    if (isOpen(position)) this.#add(position);
    if (before) this.#drop(before);
    if (!isOpen(position)) this.#dirty.delete(position.id);
  }

  remove(id: number): void {
    const live = this.#live.get(id);
    if (live) this.#drop(live);
    this.#dirty.delete(id);
  }

  /** What a position has been through by now. */
  excursion(position: TrackedPosition): Excursion {
    return this.#live.get(position.id)?.excursion ?? position.excursion;
  }

  /** What the open positions of a symbol have been through by now, by position. */
  excursionsOf(symbol: string): Record<string, Excursion> {
    const lives = this.#bySymbol.get(symbol) ?? [];
    return Object.fromEntries(lives.map(({ position, excursion }) => [position.id, excursion]));
  }

  /** A position is to have been through so much by now, since the trades after it come again. */
  rewind(position: TrackedPosition, excursion: Excursion): void {
    const live = this.#live.get(position.id);
    if (live) live.excursion = excursion;
    this.#options.onExcursions([{ ...position, excursion }]);
  }

  /** Takes a bar of a gap whose trades are not looked at one by one. */
  passOver(symbol: string, bar: Pick<Kline, 'openTime' | 'low' | 'high'>): void {
    this.#extend(symbol, { low: bar.low, high: bar.high, time: bar.openTime });
  }

  /** Takes every trade in order. */
  onTrade(trade: Trade): void {
    const range = this.#range;
    range.low = trade.price;
    range.high = trade.price;
    range.time = trade.time;
    this.#extend(trade.symbol, range);
  }

  #extend(symbol: string, range: Readonly<Range>): void {
    const lives = this.#bySymbol.get(symbol);
    if (lives === undefined) return;
    for (const live of lives) {
      this.#dirty.add(live.position.id);
      if (range.time < live.position.record.position.openedAt) continue;
      const after = extendExcursion(live.excursion, live.mark, range);
      if (after === live.excursion) continue;
      live.excursion = after;
      live.isSaved = false;
    }
  }

  #add(position: TrackedPosition): void {
    const { symbol } = position.record.position;
    const live: Live = {
      position,
      mark: new PnlMark(position.record.position),
      release: this.#options.watch(symbol),
      excursion: this.excursion(position),
      isSaved: true,
    };
    this.#live.set(position.id, live);
    this.#bySymbol.set(symbol, [...(this.#bySymbol.get(symbol) ?? []), live]);
    this.#dirty.add(position.id);
  }

  #drop(live: Live): void {
    const { id, record } = live.position;
    const { symbol } = record.position;
    const others = this.#bySymbol.get(symbol)?.filter((each) => each !== live) ?? [];
    if (others.length > 0) this.#bySymbol.set(symbol, others);
    else this.#bySymbol.delete(symbol);
    if (this.#live.get(id) === live) this.#live.delete(id);
    live.release();
  }

  /** A value of a price that is not the present one is kept back until there is a better one. */
  #flush(): void {
    const { price, isLive, onValue } = this.#options;
    for (const id of this.#dirty) {
      const live = this.#live.get(id);
      if (!live) continue;
      const { symbol } = live.position.record.position;
      const state = price(symbol);
      if (state === null || !isLive(symbol)) continue;
      this.#dirty.delete(id);
      onValue(live.position, state);
    }
  }

  #saveExcursions(): void {
    const unsaved = [...this.#live.values()].filter(({ isSaved }) => !isSaved);
    if (unsaved.length === 0) return;
    for (const live of unsaved) live.isSaved = true;
    this.#options.onExcursions(
      unsaved.map(({ position, excursion }) => ({ ...position, excursion })),
    );
  }
}
