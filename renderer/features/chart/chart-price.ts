import { LineStyle, type IPriceLine, type ISeriesApi } from 'lightweight-charts';
import type { Candle } from '../../state/kline-series';
import type { ChartPalette } from './chart-palette';

/** The line of the newest price, gray where that is not of now. */
export class ChartPrice {
  #line: IPriceLine | null = null;

  constructor(private readonly series: ISeriesApi<'Candlestick'>) {}

  /** Draws the line at the close of the newest candle; none where there is no candle. */
  show(last: Candle | undefined, isOld: boolean, palette: ChartPalette): void {
    if (!last) {
      if (this.#line) this.series.removePriceLine(this.#line);
      this.#line = null;
      return;
    }
    const moved = last.close >= last.open ? palette.up : palette.down;
    const options = {
      price: last.close,
      color: isOld ? palette.crosshair : moved,
      lineWidth: 1,
      lineStyle: LineStyle.Dotted,
    } as const;
    if (this.#line) this.#line.applyOptions(options);
    else this.#line = this.series.createPriceLine(options);
  }
}
