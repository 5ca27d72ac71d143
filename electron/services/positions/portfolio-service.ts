import {
  dailyResults,
  pnlBetween,
  type DayResult,
  type Drawdown,
  type EquityPoint,
  type Transfer,
} from '../../../shared/domain/equity';
import { tradingDayOf, type TradingDay } from '../../../shared/domain/equity-day';
import { assetsOf } from '../../../shared/domain/fill';
import { Exact } from '../../../shared/domain/money';
import { RateBook, type AssetAmount } from '../../../shared/domain/money-rates';
import {
  sumPositions,
  totalPortfolio,
  type PortfolioSums,
  type PortfolioTotals,
} from '../../../shared/domain/portfolio';
import type { Clock, Timer } from '../clock';
import { DrawdownTrack } from './drawdown-track';
import { fieldError } from './entry-reader';
import { DETAIL_MS, type EquityCurve } from './equity-curve';
import type { PositionStore } from './position-store';
import type { State } from '../store/state-schema';
import type { StateStore } from '../store/state-store';

const TELL_EVERY_MS = 1000;
const POINT_EVERY_MS = 5 * 60_000;
const RATES_EVERY_MS = 60_000;

/** The portfolio at one moment. */
export interface PortfolioView {
  readonly totals: PortfolioTotals;
  /** Null before there is any equity of today to compare with. */
  readonly pnlToday: Exact | null;
  readonly drawdown: Drawdown | null;
  readonly capital: readonly AssetAmount[];
  /** Open symbols whose price is not the present one. */
  readonly notLive: readonly string[];
  /** ms UTC. */
  readonly time: number;
}

type Section = State['portfolio'];

export interface PortfolioServiceOptions {
  readonly store: StateStore;
  readonly curve: EquityCurve;
  readonly positions: PositionStore;
  readonly clock: Clock;
  readonly price: (symbol: string) => number | null;
  readonly isLive: (symbol: string) => boolean;
  /** `quote` for one `asset` at a time (ms UTC); null when unknown. */
  readonly rateAt: (asset: string, quote: string, time: number) => Promise<Exact | null>;
  /** Called at most once a second, when the equity has changed and every price is live. */
  readonly onUpdate: (view: PortfolioView) => void;
}

/** Adds all positions up, keeps what they were worth, and tells it. */
export class PortfolioService {
  readonly #options: PortfolioServiceOptions;
  readonly #rates = new RateBook();
  #timers: Timer[] = [];
  #told: string | null = null;
  readonly #drawdown = new DrawdownTrack(() => this.#transfers());
  #summed: { readonly revision: number; readonly sums: PortfolioSums } | null = null;
  #today: { readonly boundary: Section['day']; readonly day: TradingDay } | null = null;

  constructor(options: PortfolioServiceOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock } = this.#options;
    this.#drawdown.read(this.#points);
    this.#timers = [
      clock.every(TELL_EVERY_MS, () => this.#tell()),
      clock.every(RATES_EVERY_MS, () => void this.#fetchRates()),
    ];
    void this.#fetchRates();
  }

  stop(): void {
    for (const timer of this.#timers) timer.cancel();
  }

  /** Reads anew what is kept, after the state was replaced as a whole. */
  async reload(): Promise<void> {
    await this.#options.curve.reload();
    this.#drawdown.recall(null);
    this.#drawdown.read(this.#points);
    this.#told = null;
    void this.#fetchRates();
  }

  /** What the trader chose and what is kept. */
  get kept(): Section {
    return this.#options.store.state.portfolio;
  }

  /** The portfolio as it stands. */
  view(): PortfolioView {
    const { price, isLive, clock } = this.#options;
    const capital = this.kept.transfers.map(({ asset, amount }) => ({
      asset,
      amount: exactOf(amount),
    }));
    const { currency } = this.kept;
    const sums = this.#sums();
    const priceOf = (symbol: string) => {
      const known = price(symbol);
      return known === null ? null : Exact.of(known);
    };
    const totals = totalPortfolio(sums, priceOf, { capital, rates: this.#rates, currency });
    const time = clock.now();
    const notLive = sums.symbols.filter((symbol) => !isLive(symbol));
    const pnlToday = this.#pnlToday({ time, equity: totals.equity.amount });
    return { totals, pnlToday, drawdown: this.#drawdown.now, capital, notLive, time };
  }

  /** The equity now and at its highest; null while a price, a rate or the peak is not known. */
  equity(): { readonly now: Exact; readonly peak: Exact } | null {
    const { totals } = this.view();
    if (totals.unpriced.length > 0 || totals.equity.unconverted.length > 0) return null;
    const now = totals.equity.amount;
    this.#drawdown.raise(now, this.#options.clock.now());
    const drawdown = this.#drawdown.now;
    return drawdown && { now, peak: drawdown.peak };
  }

  /** The highest equity by now, to be kept; null before there is any. */
  get best(): EquityPoint | null {
    return this.#drawdown.best(this.#options.clock.now());
  }

  /** It has been as high as `best` said in an earlier run. */
  recall(best: EquityPoint): void {
    this.#drawdown.recall(best);
    this.#drawdown.read(this.#points);
  }

  /** Worked out anew only after a position has changed: prices come every second, fills do not. */
  #sums(): PortfolioSums {
    const { positions } = this.#options;
    if (this.#summed?.revision === positions.revision) return this.#summed.sums;
    const sums = sumPositions([...positions.all()].map(({ record }) => record.position));
    this.#summed = { revision: positions.revision, sums };
    return sums;
  }

  /**
   * What it was worth from a time on, before another (ms UTC), and the results of the days: points of
   * the last week as they are, of the time before the last one of each of the trader's days.
   */
  curve(from: number, to: number): { points: EquityPoint[]; days: DayResult[] } {
    const all = this.#points;
    const within = all.filter(({ time }) => time >= from && time < to);
    const days = dailyResults(within, this.#transfers(), this.kept.day);
    const fine = (all.at(-1)?.time ?? 0) - DETAIL_MS;
    const closing = days.map((day) => day.closing).filter(({ time }) => time <= fine);
    return { points: [...closing, ...within.filter(({ time }) => time > fine)], days };
  }

  /** @throws {AppError} `INVALID` for a zone that does not exist, `UNAVAILABLE` */
  async choose(currency: string, day: Section['day']): Promise<void> {
    tradingDayOf(0, day);
    const { store, curve } = this.#options;
    const isNew = currency !== this.kept.currency;
    await store.update(({ portfolio }) => ({
      portfolio: { ...portfolio, currency, day, runs: isNew ? [] : portfolio.runs },
    }));
    if (isNew) {
      await curve.reload();
      this.#drawdown.recall(null);
      this.#drawdown.read(this.#points);
    }
    await this.#fetchRates();
  }

  /** Puts money in or takes it out. @throws {AppError} `INVALID` without a known rate, `UNAVAILABLE` */
  async transfer(amount: number, asset = this.kept.currency): Promise<void> {
    const { store, clock } = this.#options;
    await this.#fetchRate(asset);
    const rate = this.#rates.rate(asset, this.kept.currency);
    if (rate === null) throw fieldError('asset', `has no known rate to ${this.kept.currency}`);
    const exact = Exact.of(amount);
    // Never at or before what the peak is of, whatever the clock does: it would not move with it.
    const after = Math.max(this.#drawdown.at, this.#points.at(-1)?.time ?? 0) + 1;
    const entry = {
      ...{ time: Math.max(clock.now(), after), asset },
      amount: exact.toText(),
      value: exact.times(rate).toText(),
    };
    await store.update(({ portfolio }) => ({
      portfolio: { ...portfolio, transfers: [...portfolio.transfers, entry] },
    }));
  }

  /** What is not of the present is neither told nor kept. */
  #tell(): void {
    const view = this.view();
    const { totals, notLive } = view;
    const isWhole = notLive.length === 0 && totals.unpriced.length === 0;
    if (!isWhole || totals.equity.unconverted.length > 0) return;
    this.#drawdown.raise(totals.equity.amount, view.time);
    this.#keep({ time: view.time, equity: totals.equity.amount });
    const equity = totals.equity.amount.toText();
    if (equity === this.#told) return;
    this.#told = equity;
    this.#options.onUpdate({ ...view, drawdown: this.#drawdown.now });
  }

  #keep(point: EquityPoint): void {
    const last = this.#points.at(-1);
    if (last && point.time - last.time < POINT_EVERY_MS) return;
    const isEmpty = point.equity.isZero && !last;
    if (isEmpty) return;
    this.#drawdown.extend(point);
    this.#options.curve.keep(point);
  }

  #pnlToday(now: EquityPoint): Exact | null {
    const { start } = this.#day(now.time);
    const opening = this.#points.findLast(({ time }) => time <= start) ?? this.#points[0];
    return opening ? pnlBetween(opening, now, this.#transfers()) : null;
  }

  /** Asking for the clocks of a zone takes longer than all the rest. */
  #day(time: number): TradingDay {
    const { day: boundary } = this.kept;
    const known = this.#today;
    const isSame = known?.boundary === boundary && time >= known.day.start && time < known.day.end;
    if (known && isSame) return known.day;
    const day = tradingDayOf(time, boundary);
    this.#today = { boundary, day };
    return day;
  }

  get #points(): readonly EquityPoint[] {
    return this.#options.curve.points;
  }

  #transfers(): Transfer[] {
    return this.kept.transfers.map(({ time, value }) => ({ time, amount: exactOf(value) }));
  }

  async #fetchRates(): Promise<void> {
    const quotes = [...this.#options.positions.all()].map(
      ({ record }) => assetsOf(record.position.symbol).quote,
    );
    const assets = new Set([...quotes, ...this.kept.transfers.map(({ asset }) => asset)]);
    for (const asset of assets) await this.#fetchRate(asset);
  }

  async #fetchRate(asset: string): Promise<void> {
    const { currency } = this.kept;
    if (await this.#fetchPair(asset, currency)) return;
    // No pair of their own: over the deepest market.
    await this.#fetchPair(asset, 'USDT');
    await this.#fetchPair('USDT', currency);
  }

  async #fetchPair(from: string, to: string): Promise<boolean> {
    if (from === to) return true;
    const { rateAt, clock } = this.#options;
    const rate = await rateAt(from, to, clock.now());
    if (rate !== null) this.#rates.set(`${from}/${to}`, rate);
    return rate !== null;
  }
}

const exactOf = (text: string): Exact => Exact.fromText(text) ?? Exact.zero;
