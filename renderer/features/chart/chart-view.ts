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
import { ChartTime, isDaily } from './chart-time';

/** Candles left of the screen when older ones are fetched. */
const MARGIN = 40;

export interface ChartSource {
  readonly candles: () => readonly Candle[];
  /** The index of the candle under the crosshair, null when it is on none. */
  readonly onHover: (index: number | null) => void;
  /** The trader comes near the oldest candle. */
  readonly onNearStart: () => void;
  /** Which ends of the history are on the screen. */
  readonly onView: (ends: { readonly hasFirst: boolean; readonly hasLast: boolean }) => void;
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
  #palette: ChartPalette;

  constructor(
    container: HTMLElement,
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
      if (last) this.#update(last);
      return;
    }
    this.#markPrice(candles.at(-1));
    this.#prices.setData(candles.map((candle) => this.#priceBar(candle)));
    this.#volumes.setData(candles.map((candle) => this.#volumeBar(candle)));
    if (change === 'replaced') this.showLatest();
  }

  /** Back to the newest candle, in the first scale. */
  showLatest(): void {
    this.#chart.timeScale().resetTimeScale();
    this.#prices.priceScale().applyOptions({ autoScale: true });
  }

  remove(): void {
    this.#chart.remove();
  }

  #update(candle: Candle): void {
    this.#prices.update(this.#priceBar(candle));
    this.#volumes.update(this.#volumeBar(candle));
    this.#markPrice(candle);
  }

  #markPrice(last: Candle | undefined): void {
    if (!last) {
      if (this.#lastPrice) this.#prices.removePriceLine(this.#lastPrice);
      this.#lastPrice = null;
      return;
    }
    const { up, down } = this.#palette;
    const options = {
      price: last.close,
      color: last.close >= last.open ? up : down,
      lineWidth: 1,
      lineStyle: LineStyle.Dotted,
    } as const;
    if (this.#lastPrice) this.#lastPrice.applyOptions(options);
    else this.#lastPrice = this.#prices.createPriceLine(options);
  }

  #priceBar({ time, open, high, low, close }: Candle) {
    return { time: this.#time.toChart(time), open, high, low, close };
  }

  #volumeBar({ time, open, close, volume }: Candle) {
    const { up, down } = this.#palette;
    // A quarter of the candle's colour, so that volume stays behind it.
    const color = `${close >= open ? up : down}44`;
    return { time: this.#time.toChart(time), value: volume, color };
  }

  #listen(): void {
    this.#chart.subscribeCrosshairMove(({ logical, point }) => {
      this.source.onHover(point && logical !== undefined ? Number(logical) : null);
    });
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => this.#onRange(range));
  }

  #onRange(range: LogicalRange | null): void {
    const count = this.source.candles().length;
    if (!range || count === 0) return;
    if (range.from < MARGIN) this.source.onNearStart();
    this.source.onView({ hasFirst: range.from < 0, hasLast: range.to >= count - 1 });
  }
}
