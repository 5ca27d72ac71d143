import type { FeedState } from '../feed-status';
import { closeTimeOf, type Interval } from '../interval';
import type { Kline } from '../kline';
import type { Trade } from '../trade';
import { LATE_MS, tellNext } from './advance-clock';
import type { BarSeries } from './bar-series';
import { BookCandles } from './book-candles';
import type { BookState } from './book-state';
import type { Seen } from './kept-series';
import { NEXT_PRICE } from './cell';
import type { Book, BookContext, ClockQueue, SignalTurn } from './book';
import { Excursions } from './excursions';
import type { Fire } from './fire';
import { LevelHeap } from './level-heap';
import type { Lookback } from './lookback';
import type { RulePorts } from './ports';
import { isUnseen } from './reach';
import { SettleQueue } from './settle-queue';
import type { Ahead, EveryTrade, Settling, Span, Timed, Waiting, Wakeable } from './wakeable';

/**
 * All that rules watch on one symbol: which prices wake whom, and what the present moment is.
 * Everything that is not reached by a price is not looked at.
 */
export class SymbolBook implements Book {
  /** Last trade price; null before the first. */
  price: number | null = null;
  /** Trade time, never running backwards, ms UTC. */
  time = 0;
  lastTradeId: number | null = null;
  markPrice: number | null = null;
  fundingPercent: number | null = null;
  feed: { readonly state: FeedState; readonly since: number } | null = null;
  /** The present moment: when, at which price, from history or not. */
  at = 0;
  shownPrice: number | null = null;
  isLate = false;
  /** Grows with every moment. */
  moment = 0;
  /** The symbol whose trade is being looked at; another than `symbol` in the portfolio's book. */
  tradedSymbol: string;
  waiting = 0;

  readonly ports: RulePorts;
  readonly clock: ClockQueue;
  readonly fires: Fire[];
  readonly lows = new Excursions(this, 1);
  readonly highs = new Excursions(this, -1);
  readonly recentLows = new Excursions(this, 1);
  readonly recentHighs = new Excursions(this, -1);
  readonly everyTrade = new Set<EveryTrade>();
  readonly onMark = new Set<Wakeable>();
  readonly onFunding = new Set<Wakeable>();
  readonly onFeed = new Set<Wakeable>();
  readonly onSignal = new Set<{ turn: (signal: SignalTurn) => void }>();
  readonly dues = new LevelHeap<'dueSlot', Waiting>('dueSlot');
  readonly moments: ClockQueue = new LevelHeap<'dueSlot', Timed>('dueSlot');

  readonly #rising = new LevelHeap<'risingSlot', Wakeable>('risingSlot');
  readonly #falling = new LevelHeap<'fallingSlot', Wakeable>('fallingSlot');
  readonly #candles = new BookCandles(this);
  /** One object for all trades, since there is one for every trade. */
  readonly #seen: Seen = { open: 0, high: 0, low: 0, close: 0, volume: 0 };
  readonly #woken: Wakeable[] = [];
  readonly #unsettled = new SettleQueue();
  #renewals: Waiting[] = [];

  constructor(
    readonly symbol: string,
    context: BookContext,
  ) {
    this.tradedSymbol = symbol;
    this.ports = context.ports;
    this.clock = context.clock;
    this.fires = context.fires;
  }

  /** Wakes something at a price ≥ `upper` or ≤ `lower`; at no price when they are infinite. */
  aim(target: Wakeable, upper: number, lower: number): void {
    this.#rising.set(target, upper);
    this.#falling.set(target, -lower);
  }

  /** The nearest trigger above and below of something; infinite when there is none. */
  triggersOf(target: Wakeable): { readonly upper: number; readonly lower: number } {
    return { upper: this.#rising.keyOf(target), lower: -this.#falling.keyOf(target) };
  }

  series(interval: Interval): BarSeries {
    return this.#candles.get(interval, this);
  }

  /** Candles that something looks back on. */
  lookbacks(): Lookback[] {
    return this.#candles.lookbacks(this.symbol);
  }

  /**
   * Decides what was due by a time (ms UTC).
   * @param isTraded A trade of that time says that all before it are known.
   */
  advance(time: number, isLate: boolean, isTraded = false): void {
    for (;;) {
      const due = Math.min(this.dues.topKey, this.moments.topKey);
      // A candle that ends is over for all that comes due after its end.
      if (this.#closeNext(Math.min(due, time), { isLate, isTraded })) continue;
      if (due > time) return;
      this.begin(due, this.price, isLate || isUnseen(this, due) || time - due > LATE_MS);
      if (this.moments.topKey === due) tellNext(this.moments, time, this.ports);
      else this.dues.pop()?.onDue();
      this.settle();
    }
  }

  /** Whether something was due by a time, or a candle is over that can be closed. */
  isBehind(time: number, isTraded = false): boolean {
    return this.#isDueBy(time) || this.#candles.nextOver(time, isTraded) !== null;
  }

  /** The venue has closed a candle. */
  close(interval: Interval, kline: Kline, isLate: boolean): void {
    this.series(interval).tell(kline, isLate);
    const end = closeTimeOf(interval, kline.openTime);
    // Where no feed is told of, all trades before it have been handed in.
    if (this.feed === null || this.time > end) this.advance(end + 1, isLate);
  }

  /** The next trade of the symbol. */
  trade(trade: Trade, isLate: boolean): void {
    const { price, time } = trade;
    if (this.isBehind(time, true)) this.advance(time, isLate, true);
    this.begin(time, price, isLate);
    this.lastTradeId = trade.id;
    this.tradedSymbol = trade.symbol;
    const seen = this.#seen;
    seen.open = seen.high = seen.low = seen.close = price;
    // What stands in for trades that are not to be had says nothing of what was traded.
    seen.volume = trade.id < 0 ? NaN : trade.quantity;
    this.#moveTo(time);
    for (const cell of this.everyTrade) this.wake(cell);
    if (this.#rising.topKey <= price || this.#falling.topKey <= -price) this.#wakeAt(price);
    this.settle();
    if (this.#renewals.length > 0) this.#renew();
  }

  /** A span of trades of which none could decide anything. */
  passOver(bar: Seen, openTime: number, time: number): void {
    Object.assign(this.#seen, bar);
    // Some of its trades may have been seen one by one.
    if (openTime <= this.time) this.#seen.volume = NaN;
    this.#moveTo(time);
  }

  /** Candles that are over by a time are, though the next trade is still to come. */
  turn(time: number): void {
    this.#candles.turn(time);
  }

  /**
   * Whether a span of trades could decide anything, so that they are needed one by one. Never
   * wrongly says no.
   * @param ahead What follows it; null when that is not known.
   */
  wants(span: Span, ahead: Ahead | null): boolean {
    const { low, high, end } = span;
    return (
      this.#rising.topKey <= high ||
      this.#falling.topKey <= -low ||
      this.#isDueBy(end) ||
      this.#renewals.length > 0 ||
      this.#couldTurn(low, high) ||
      this.#excursions.some((side) => side.needs(span, ahead)) ||
      this.#candles.isOver(end)
    );
  }

  /** A new moment begins. */
  begin(at: number, price: number | null, isLate: boolean): void {
    this.at = at;
    this.shownPrice = price;
    this.isLate = isLate;
    this.moment++;
  }

  /** Wakes one of many, as `shield` does but for every trade. Says whether it went well. */
  wake(target: { wake: () => void }): boolean {
    try {
      target.wake();
      return true;
    } catch (error) {
      this.ports.report({ symbol: this.symbol, error });
      return false;
    }
  }

  /** Does something for one rule: a failing port stops no other. Says whether it went well. */
  shield(action: () => void): boolean {
    return this.wake({ wake: action });
  }

  settle(): void {
    this.#unsettled.settle();
  }

  settleLater(composite: Settling): void {
    this.#unsettled.add(composite);
  }

  /** Asks to be renewed after the next trade. */
  renewLater(waiting: Waiting): void {
    this.#renewals.push(waiting);
  }

  save(): BookState {
    const { price, time, lastTradeId, markPrice, fundingPercent } = this;
    return {
      ...{ price, time, lastTradeId, markPrice, fundingPercent },
      lows: this.recentLows.saveTape(),
      highs: this.recentHighs.saveTape(),
      series: this.#candles.save(),
    };
  }

  load(state: BookState): void {
    const { price, time, lastTradeId, markPrice, fundingPercent } = state;
    Object.assign(this, { price, time, lastTradeId, markPrice, fundingPercent });
    this.shownPrice = price;
    this.recentLows.loadTape(state.lows);
    this.recentHighs.loadTape(state.highs);
    for (const each of state.series) this.series(each.interval).load(each);
  }

  #moveTo(time: number): void {
    const { low, high, close } = this.#seen;
    this.price = close;
    if (time > this.time) this.time = time;
    this.lows.push(low);
    this.highs.push(high);
    this.recentLows.push(low);
    this.recentHighs.push(high);
    this.#candles.fold(this.time, this.#seen);
  }

  #closeNext(
    before: number,
    { isLate, isTraded }: { readonly isLate: boolean; readonly isTraded: boolean },
  ): boolean {
    const next = this.#candles.nextOver(before, isTraded);
    if (!next) return false;
    const { series, closing } = next;
    const { openTime, close } = closing.kline;
    this.begin(closeTimeOf(series.interval, openTime), close, isLate || closing.isLate);
    series.close(closing);
    this.settle();
    return true;
  }

  #isDueBy(time: number): boolean {
    return this.dues.topKey <= time || this.moments.topKey <= time;
  }

  get #excursions(): readonly Excursions[] {
    return [this.lows, this.highs, this.recentLows, this.recentHighs];
  }

  #couldTurn(low: number, high: number): boolean {
    for (const cell of this.everyTrade) if (cell.couldTurn(low, high)) return true;
    return false;
  }

  /** Collects first: what is woken may ask for the very same price again, and has to wait for it. */
  #wakeAt(price: number): void {
    const woken = this.#woken;
    while (this.#rising.topKey <= price) this.#take(this.#rising.pop());
    while (this.#falling.topKey <= -price) this.#take(this.#falling.pop());
    for (const each of woken) {
      // What a port has failed asks again at the next price, whatever that is.
      if (!each.isDone && !this.wake(each)) this.aim(each, NEXT_PRICE, -Infinity);
    }
    woken.length = 0;
  }

  #take(target: Wakeable | undefined): void {
    if (target) this.#woken.push(target);
  }

  #renew(): void {
    const waiting = this.#renewals;
    this.#renewals = [];
    for (const each of waiting) each.renew();
  }
}
