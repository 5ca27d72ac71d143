import {
  createChartEx,
  CrosshairMode,
  PriceScaleMode,
  type IChartApi,
  type LogicalRange,
  type Time,
} from 'lightweight-charts';
import type { Interval } from '../../../shared/domain/interval';
import type { ChartChange } from '../../state/chart.svelte';
import type { ChartKind, ChartScale } from '../../state/chart-look.svelte';
import type { ChosenStudy } from '../../state/chart-studies.svelte';
import type { Candle } from '../../state/kline-series';
import { ChartBars } from './chart-bars';
import { paletteOptions, type ChartPalette } from './chart-palette';
import { ChartHatch, spansOf } from './chart-hatch';
import { ChartLevels } from './chart-levels';
import { ChartMarks } from './chart-marks';
import { ChartPrice } from './chart-price';
import { ChartReversals } from './chart-reversals';
import { gapsOf, slotsOf, type Slot } from './chart-slots';
import type { ChartFormat, ChartSource } from './chart-source';
import { ChartTime } from './chart-time';
import { StudyPanes } from './study-panes';
import { localClock, ZonedScale } from './zoned-scale';

/** Candles left of the screen, and of what indicators need, when older ones are fetched. */
const MARGIN = 40;

/** Draws candles and volume on a canvas; keeps no candles of its own. */
export class ChartView {
  readonly #chart: IChartApi;
  readonly #scale = new ZonedScale();
  readonly #bars: ChartBars;
  readonly #price: ChartPrice;
  #time = new ChartTime('1m', 'en', false);
  #interval: Interval = '1m';
  #palette: ChartPalette;
  #slots: Slot[] = [];
  #gaps: ReturnType<typeof gapsOf> = [];
  #isOld = false;
  #pointed: number | null = null;
  readonly reversals: ChartReversals;
  readonly studies: StudyPanes;
  readonly levels: ChartLevels;
  readonly #hatch = new ChartHatch();
  readonly #marks: ChartMarks;

  constructor(
    readonly container: HTMLElement,
    private readonly source: ChartSource,
    palette: ChartPalette,
  ) {
    this.#palette = palette;
    const chart = createChartEx<Time, ZonedScale>(container, this.#scale, {
      autoSize: true,
      // The licence asks for the mark of the library's makers.
      layout: { attributionLogo: true, fontSize: 11 },
      rightPriceScale: { scaleMargins: { top: 0.1, bottom: 0.22 } },
      timeScale: { rightOffset: 6, barSpacing: 8, minBarSpacing: 1.5 },
      crosshair: { mode: CrosshairMode.Normal },
    });
    // The scale is the library's own but for its tick marks: so are the chart's options.
    this.#chart = chart;
    this.#bars = new ChartBars(this.#chart, palette, this.#time);
    const { prices } = this.#bars;
    this.#price = new ChartPrice(prices);
    this.studies = new StudyPanes(this.#chart, prices, palette);
    prices.attachPrimitive(this.#hatch);
    this.levels = new ChartLevels(palette, {
      height: () => this.priceHeight,
      format: (price) => prices.priceFormatter().format(price),
    });
    prices.attachPrimitive(this.levels);
    this.#marks = new ChartMarks(prices);
    this.reversals = new ChartReversals(this.#chart, prices);
    this.#listen();
    this.setPalette(palette);
  }

  setPalette(palette: ChartPalette): void {
    this.#palette = palette;
    this.#chart.applyOptions(paletteOptions(palette));
    this.#bars.setPalette(palette);
    this.studies.setPalette(palette);
    this.levels.setPalette(palette);
    this.#redraw();
  }

  setFormat({ interval, language, decimals, isUtc }: ChartFormat): void {
    const time = new ChartTime(interval, language, isUtc);
    const isOtherClock = time.isUtc !== this.#time.isUtc;
    this.#time = time;
    this.#interval = interval;
    this.#scale.clock = time.isUtc ? (at) => at : localClock;
    this.#chart.applyOptions(time.options());
    this.#bars.setFormat(time, decimals);
    this.studies.setDecimals(decimals);
    if (isOtherClock) this.#setClock();
    else this.draw('merged');
  }

  /** Takes the shape in which candles are drawn. */
  setKind(kind: ChartKind): void {
    this.#bars.setKind(kind);
    this.#redraw();
  }

  /** Takes the indicators to show, at most `room` of them in panes below the candles. */
  setStudies(chosen: readonly ChosenStudy[], room: number): void {
    this.studies.choose(chosen, room);
    this.studies.start(this.source.candles());
    this.#redraw();
    this.#onRange(this.#chart.timeScale().getVisibleLogicalRange());
  }

  /** Spreads prices evenly, or by their ratio. */
  setScale(scale: ChartScale): void {
    const mode = scale === 'log' ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal;
    this.#bars.prices.priceScale().applyOptions({ mode });
  }

  /** Brings the drawing up to the source's candles. */
  draw(change: ChartChange): void {
    const candles = this.source.candles();
    if (change === 'last') {
      const last = candles.at(-1);
      if (last) this.#update({ time: last.time, candle: last, index: candles.length - 1 });
      return;
    }
    this.#slots = slotsOf(candles, this.#interval);
    this.#gaps = gapsOf(this.#slots);
    this.studies.start(candles);
    this.#redraw();
    if (change === 'replaced') this.showLatest();
  }

  /** Back to the newest candle, in the first scale. */
  showLatest(): void {
    this.#chart.timeScale().resetTimeScale();
    this.#bars.prices.priceScale().applyOptions({ autoScale: true });
  }

  /** Marks moments (ms UTC), oldest first. */
  setMarks(times: readonly number[], color: string): void {
    this.#marks.set(times, color);
    this.#marks.draw(this.#slots, this.#time);
  }

  /** Brings the candle of a moment (ms UTC) into view. */
  showTime(time: number): void {
    const at = this.#slots.findLastIndex((slot) => slot.time <= time);
    this.#chart.timeScale().setVisibleLogicalRange({ from: at - 60, to: at + 20 });
  }

  /** The price at a height, px from the top; null where none stands. */
  priceAt(y: number): number | null {
    if (y > this.priceHeight) return null;
    const price = this.#bars.prices.coordinateToPrice(y);
    return price === null || price <= 0 ? null : price;
  }

  /** The height of a price, px from the top; null while nothing is drawn. */
  heightOf(price: number): number | null {
    return this.#bars.prices.priceToCoordinate(price);
  }

  /** Height of what the candles are drawn on, px from the top. */
  get priceHeight(): number {
    return this.#chart.panes()[0]?.getHeight() ?? 0;
  }

  /** Places on the time scale that have a candle, or are a gap between candles. */
  get slotCount(): number {
    return this.#slots.length;
  }

  /** The place the crosshair is at; null when it is on none. */
  get pointed(): number | null {
    return this.#pointed;
  }

  /** The close of the candle at a place; of a gap, that of the one before it. */
  closeAt(place: number): number | null {
    const slot = this.#slots[place];
    return slot ? (this.source.candles()[slot.index]?.close ?? null) : null;
  }

  setCrosshair(place: number, price: number): void {
    const slot = this.#slots[place];
    if (!slot) return;
    this.#chart.setCrosshairPosition(price, this.#time.toChart(slot.time), this.#bars.prices);
    this.#point(place);
  }

  clearCrosshair(): void {
    this.#chart.clearCrosshairPosition();
    this.#point(null);
  }

  /** What is drawn now, with labels and without the crosshair. */
  picture(): HTMLCanvasElement {
    return this.#chart.takeScreenshot(true);
  }

  /** px. */
  get axisWidth(): number {
    return this.#bars.prices.priceScale().width();
  }

  /** Hears of each drawing until the returned function is called. */
  onDrawn(listener: () => void): () => void {
    const primitive = { updateAllViews: listener };
    this.#bars.prices.attachPrimitive(primitive);
    return () => this.#bars.prices.detachPrimitive(primitive);
  }

  remove(): void {
    this.#chart.remove();
  }

  /** Sets the end of the history apart from the present while nothing live follows it. */
  setOld(isOld: boolean): void {
    if (isOld === this.#isOld) return;
    this.#isOld = isOld;
    this.#markPrice(this.source.candles().at(-1));
    this.#showHatch();
  }

  #update(slot: Slot & { readonly candle: Candle }): void {
    const isNew = this.#slots.at(-1)?.time !== slot.time;
    if (isNew) this.#slots.push(slot);
    else this.#slots[this.#slots.length - 1] = slot;
    this.#bars.update(slot, isNew);
    this.studies.update(this.#slots, this.#time);
    this.#markPrice(slot.candle);
    if (isNew && this.#isOld) this.#showHatch();
  }

  #redraw(): void {
    this.#markPrice(this.source.candles().at(-1));
    this.#bars.show(this.#slots);
    this.studies.draw(this.#slots, this.#time);
    this.#showHatch();
    this.#marks.draw(this.#slots, this.#time);
    this.reversals.draw(this.#slots, this.#time);
  }

  #showHatch(): void {
    const spans = spansOf(this.#gaps, this.#isOld ? this.#slots.length : 0);
    this.#hatch.show(spans, this.#palette.crosshair);
    this.studies.hatch(spans, this.#palette.crosshair);
  }

  #markPrice(last: Candle | undefined): void {
    this.#price.show(last, this.#isOld, this.#palette);
  }

  /** The library weighs tick marks as their times come in: they come in anew. */
  #setClock(): void {
    const scale = this.#chart.timeScale();
    const range = scale.getVisibleLogicalRange();
    this.#bars.show([]);
    this.studies.clear();
    this.draw('merged');
    if (range) scale.setVisibleLogicalRange(range);
  }

  #listen(): void {
    this.#chart.subscribeCrosshairMove(({ logical, point }) => {
      this.#point(point && logical !== undefined ? Number(logical) : null);
    });
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => this.#onRange(range));
  }

  #point(place: number | null): void {
    const slot = place === null ? undefined : this.#slots[place];
    this.#pointed = slot ? place : null;
    this.source.onHover(slot?.candle ? slot.index : null);
  }

  #onRange(range: LogicalRange | null): void {
    const count = this.#slots.length;
    if (!range || count === 0) return;
    const { barSpacing } = this.#chart.timeScale().options();
    if (this.#marks.setBarWidth(barSpacing)) this.#marks.draw(this.#slots, this.#time);
    if (range.from < MARGIN + this.studies.warmUp) this.source.onNearStart();
    this.source.onView({
      hasFirst: range.from < 0,
      hasLast: range.to >= count - 1,
      hasGap: this.#gaps.some(([from, to]) => to >= range.from && from <= range.to),
    });
  }
}
