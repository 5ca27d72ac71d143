import {
  BarSeries,
  CandlestickSeries,
  HistogramSeries,
  LineSeries,
  type IChartApi,
  type ISeriesApi,
} from 'lightweight-charts';
import { formatPrice } from '../../format/price';
import { formatVolume } from '../../format/volume';
import type { ChartKind } from '../../state/chart-look.svelte';
import type { Candle } from '../../state/kline-series';
import type { ChartPalette } from './chart-palette';
import type { Slot } from './chart-slots';
import type { ChartTime } from './chart-time';
import { heikinAshi, type DrawnBar } from './heikin-ashi';

const NOTHING = 'transparent';

/** The candles of a chart in one of their shapes, and their volume. */
export class ChartBars {
  /** All else stands on it: it is there in every shape, unseen where another is drawn. */
  readonly prices: ISeriesApi<'Candlestick'>;
  readonly #volumes: ISeriesApi<'Histogram'>;
  #shape: ISeriesApi<'Bar'> | ISeriesApi<'Line'> | null = null;
  #kind: ChartKind = 'candles';
  #time: ChartTime;
  /** Of Heikin-Ashi: the last bar, and the one before it. */
  #averaged: readonly [before: DrawnBar | null, last: DrawnBar | null] = [null, null];

  constructor(
    private readonly chart: IChartApi,
    private palette: ChartPalette,
    time: ChartTime,
  ) {
    this.#time = time;
    const quiet = { lastValueVisible: false, priceLineVisible: false };
    // The library's own label would follow the last candle in view, not the price now.
    this.prices = chart.addSeries(CandlestickSeries, { borderVisible: false, ...quiet });
    this.#volumes = chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'custom', formatter: formatVolume, minMove: 1e-8 },
      ...quiet,
    });
    this.#volumes.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.setPalette(palette);
  }

  /** Takes the shape; the candles have to be shown anew. */
  setKind(kind: ChartKind): void {
    if (kind === this.#kind) return;
    this.#kind = kind;
    if (this.#shape) this.chart.removeSeries(this.#shape);
    const quiet = { lastValueVisible: false, priceLineVisible: false };
    this.#shape = null;
    if (kind === 'bars') this.#shape = this.chart.addSeries(BarSeries, quiet);
    if (kind === 'line') this.#shape = this.chart.addSeries(LineSeries, { ...quiet, lineWidth: 2 });
    this.setPalette(this.palette);
  }

  setPalette(palette: ChartPalette): void {
    this.palette = palette;
    const isSeen = this.#shape === null;
    const [up, down] = isSeen ? [palette.up, palette.down] : [NOTHING, NOTHING];
    const colors = { upColor: up, wickUpColor: up, downColor: down, wickDownColor: down };
    this.prices.applyOptions(colors);
    const [line, bar] = [{ color: palette.accent }, { upColor: palette.up }];
    this.#shape?.applyOptions({ ...line, ...bar, downColor: palette.down });
  }

  /** @param decimals Of the prices; null while they are not known. */
  setFormat(time: ChartTime, decimals: number | null): void {
    this.#time = time;
    const formatter = (price: number): string => formatPrice(price, decimals);
    const minMove = 10 ** -(decimals ?? 8);
    this.prices.applyOptions({ priceFormat: { type: 'custom', formatter, minMove } });
  }

  /** Draws exactly these slots. */
  show(slots: readonly Slot[]): void {
    this.#averaged = [null, null];
    const bars = slots.map((slot) => this.#barOf(slot, true));
    this.prices.setData(bars);
    this.#shape?.setData(this.#kind === 'line' ? brokenAtGaps(bars) : bars);
    this.#volumes.setData(slots.map((slot) => this.#volumeOf(slot)));
  }

  /** Draws the newest slot. @param isNew It has not been drawn before. */
  update(slot: Slot, isNew: boolean): void {
    const bar = this.#barOf(slot, isNew);
    this.prices.update(bar);
    this.#shape?.update(this.#kind === 'line' ? pointOf(bar) : bar);
    this.#volumes.update(this.#volumeOf(slot));
  }

  #barOf({ time, candle }: Slot, isNew: boolean): Bar {
    const at = this.#time.toChart(time);
    if (!candle) return { time: at };
    return { time: at, ...this.#drawnBar(candle, isNew) };
  }

  #drawnBar(candle: Candle, isNew: boolean): DrawnBar {
    const { open, high, low, close } = candle;
    // Scale and marks go by the line where one is drawn.
    if (this.#kind === 'line') return { open: close, high: close, low: close, close };
    if (this.#kind !== 'heikin-ashi') return { open, high, low, close };
    const before = isNew ? this.#averaged[1] : this.#averaged[0];
    const last = heikinAshi(candle, before);
    this.#averaged = [before, last];
    return last;
  }

  #volumeOf({ time, candle }: Slot) {
    if (!candle) return { time: this.#time.toChart(time) };
    const { open, close, volume } = candle;
    const { up, down } = this.palette;
    // A quarter of the candle's color, so that volume stays behind it.
    const color = `${close >= open ? up : down}44`;
    return { time: this.#time.toChart(time), value: volume, color };
  }
}

type Bar = { readonly time: ReturnType<ChartTime['toChart']> } & Partial<DrawnBar>;

function pointOf({ time, close }: Bar) {
  return close === undefined ? { time } : { time, value: close };
}

/** The points of a line; what would lead across a gap is not drawn. */
function brokenAtGaps(bars: readonly Bar[]) {
  return bars.map((bar, at) => {
    const next = bars[at + 1];
    const point = pointOf(bar);
    return next && next.close === undefined ? { ...point, color: NOTHING } : point;
  });
}
