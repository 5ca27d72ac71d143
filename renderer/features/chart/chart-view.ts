import {
  CandlestickSeries,
  ColorType,
  createChart,
  CrosshairMode,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  LineStyle,
  type LogicalRange,
  type TickMarkType,
} from 'lightweight-charts';
import type { Interval } from '../../../shared/domain/interval';
import { formatPrice } from '../../format/price';
import { formatVolume } from '../../format/volume';
import type { ChartChange } from '../../state/chart.svelte';
import type { Candle } from '../../state/kline-series';
import type { ChartPalette } from './chart-palette';
import { ChartHatch, spansOf } from './chart-hatch';
import { ChartLines, type DrawnLine } from './chart-lines';
import { ChartMarks } from './chart-marks';
import { ChartReversals } from './chart-reversals';
import { gapsOf, slotsOf, type Slot } from './chart-slots';
import { ChartTime, isDaily } from './chart-time';

/** Candles left of the screen when older ones are fetched. */
const MARGIN = 40;

export interface ChartSource {
  readonly candles: () => readonly Candle[];
  /** The index of the candle under the crosshair, null when it is on none. */
  readonly onHover: (index: number | null) => void;
  /** The trader comes near the oldest candle. */
  readonly onNearStart: () => void;
  /** What is on the screen now. */
  readonly onView: (seen: Seen) => void;
}

/** Which ends of the history, and whether one of its gaps, are on the screen. */
export interface Seen {
  readonly hasFirst: boolean;
  readonly hasLast: boolean;
  readonly hasGap: boolean;
}

export interface ChartFormat {
  readonly interval: Interval;
  readonly language: string;
  /** Null while they are not known. */
  readonly decimals: number | null;
}

/** Draws candles and volume on a canvas; keeps no candles of its own. */
export class ChartView {
  readonly #chart: IChartApi;
  readonly #prices: ISeriesApi<'Candlestick'>;
  readonly #volumes: ISeriesApi<'Histogram'>;
  #lastPrice: IPriceLine | null = null;
  #time = new ChartTime('1m', 'en');
  #interval: Interval = '1m';
  #palette: ChartPalette;
  #slots: Slot[] = [];
  #gaps: ReturnType<typeof gapsOf> = [];
  #isOld = false;
  readonly reversals: ChartReversals;
  readonly #hatch = new ChartHatch();
  readonly #lines: ChartLines;
  readonly #alertLines: ChartLines;
  readonly #marks: ChartMarks;

  constructor(
    readonly container: HTMLElement,
    private readonly source: ChartSource,
    palette: ChartPalette,
  ) {
    this.#palette = palette;
    this.#chart = createChart(container, {
      autoSize: true,
      // The licence asks for the mark of the library's makers.
      layout: { attributionLogo: true, fontSize: 11 },
      rightPriceScale: { scaleMargins: { top: 0.1, bottom: 0.22 } },
      timeScale: { rightOffset: 6, barSpacing: 8, minBarSpacing: 1.5 },
      crosshair: { mode: CrosshairMode.Normal },
    });
    this.#prices = this.#chart.addSeries(CandlestickSeries, {
      borderVisible: false,
      // The library's own label would follow the last candle in view, not the price now.
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.#volumes = this.#chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'custom', formatter: formatVolume, minMove: 1e-8 },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.#prices.attachPrimitive(this.#hatch);
    this.#lines = new ChartLines(this.#prices);
    this.#alertLines = new ChartLines(this.#prices);
    this.#marks = new ChartMarks(this.#prices);
    this.reversals = new ChartReversals(this.#chart, this.#prices);
    this.#volumes.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.#listen();
    this.setPalette(palette);
  }

  setPalette(palette: ChartPalette): void {
    this.#palette = palette;
    const { ground, text, grid, line, crosshair, up, down, font } = palette;
    this.#chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: ground },
        textColor: text,
        fontFamily: font,
      },
      grid: { vertLines: { color: grid }, horzLines: { color: grid } },
      rightPriceScale: { borderColor: line },
      timeScale: { borderColor: line },
      crosshair: { vertLine: { color: crosshair }, horzLine: { color: crosshair } },
    });
    this.#prices.applyOptions({
      upColor: up,
      wickUpColor: up,
      downColor: down,
      wickDownColor: down,
    });
    this.draw('merged');
  }

  setFormat({ interval, language, decimals }: ChartFormat): void {
    this.#time = new ChartTime(interval, language);
    this.#interval = interval;
    const time = this.#time;
    this.#chart.applyOptions({
      localization: {
        timeFormatter: (at: unknown) => time.crosshairLabel(Number(at)),
      },
      timeScale: {
        timeVisible: !isDaily(interval),
        secondsVisible: interval === '1s',
        tickMarkFormatter: (at: unknown, type: TickMarkType) => time.tickLabel(Number(at), type),
      },
    });
    const formatter = (price: number): string => formatPrice(price, decimals);
    const minMove = 10 ** -(decimals ?? 8);
    this.#prices.applyOptions({ priceFormat: { type: 'custom', formatter, minMove } });
    this.draw('merged');
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
    this.#markPrice(candles.at(-1));
    this.#prices.setData(this.#slots.map((slot) => this.#priceBar(slot)));
    this.#volumes.setData(this.#slots.map((slot) => this.#volumeBar(slot)));
    this.#showHatch();
    this.#marks.draw(this.#slots, this.#time);
    this.reversals.draw(this.#slots, this.#time);
    if (change === 'replaced') this.showLatest();
  }

  /** Back to the newest candle, in the first scale. */
  showLatest(): void {
    this.#chart.timeScale().resetTimeScale();
    this.#prices.priceScale().applyOptions({ autoScale: true });
  }

  /** Draws exactly these levels across the candles. */
  setLines(lines: readonly DrawnLine[]): void {
    this.#lines.show(lines);
  }

  /** Draws exactly these levels of alert rules. */
  setAlertLines(lines: readonly DrawnLine[]): void {
    this.#alertLines.show(lines);
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
    const price = this.#prices.coordinateToPrice(y);
    return price === null || price <= 0 ? null : price;
  }

  /** The height of a price, px from the top; null while nothing is drawn. */
  heightOf(price: number): number | null {
    return this.#prices.priceToCoordinate(price);
  }

  /** px. */
  get axisWidth(): number {
    return this.#prices.priceScale().width();
  }

  /** Hears of each drawing until the returned function is called. */
  onDrawn(listener: () => void): () => void {
    const primitive = { updateAllViews: listener };
    this.#prices.attachPrimitive(primitive);
    return () => this.#prices.detachPrimitive(primitive);
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
    this.#prices.update(this.#priceBar(slot));
    this.#volumes.update(this.#volumeBar(slot));
    this.#markPrice(slot.candle);
    if (isNew && this.#isOld) this.#showHatch();
  }

  #showHatch(): void {
    const end = this.#isOld ? this.#slots.length : 0;
    this.#hatch.show(spansOf(this.#gaps, end), this.#palette.crosshair);
  }

  #markPrice(last: Candle | undefined): void {
    if (!last) {
      if (this.#lastPrice) this.#prices.removePriceLine(this.#lastPrice);
      this.#lastPrice = null;
      return;
    }
    const { up, down, crosshair } = this.#palette;
    const moved = last.close >= last.open ? up : down;
    const options = {
      price: last.close,
      color: this.#isOld ? crosshair : moved,
      lineWidth: 1,
      lineStyle: LineStyle.Dotted,
    } as const;
    if (this.#lastPrice) this.#lastPrice.applyOptions(options);
    else this.#lastPrice = this.#prices.createPriceLine(options);
  }

  #priceBar({ time, candle }: Slot) {
    const at = this.#time.toChart(time);
    if (!candle) return { time: at };
    const { open, high, low, close } = candle;
    return { time: at, open, high, low, close };
  }

  #volumeBar({ time, candle }: Slot) {
    if (!candle) return { time: this.#time.toChart(time) };
    const { open, close, volume } = candle;
    const { up, down } = this.#palette;
    // A quarter of the candle's colour, so that volume stays behind it.
    const color = `${close >= open ? up : down}44`;
    return { time: this.#time.toChart(time), value: volume, color };
  }

  #listen(): void {
    this.#chart.subscribeCrosshairMove(({ logical, point }) => {
      const slot = point && logical !== undefined ? this.#slots[Number(logical)] : undefined;
      this.source.onHover(slot?.candle ? slot.index : null);
    });
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => this.#onRange(range));
  }

  #onRange(range: LogicalRange | null): void {
    const count = this.#slots.length;
    if (!range || count === 0) return;
    if (range.from < MARGIN) this.source.onNearStart();
    this.source.onView({
      hasFirst: range.from < 0,
      hasLast: range.to >= count - 1,
      hasGap: this.#gaps.some(([from, to]) => to >= range.from && from <= range.to),
    });
  }
}
