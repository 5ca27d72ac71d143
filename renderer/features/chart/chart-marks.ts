import {
  createSeriesMarkers,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type Time,
} from 'lightweight-charts';
import type { Slot } from './chart-slots';
import type { ChartTime } from './chart-time';

/** Marks over the candles at which something happened. */
export class ChartMarks {
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  #times: readonly number[] = [];
  #color = '';

  constructor(series: ISeriesApi<'Candlestick'>) {
    this.#markers = createSeriesMarkers(series, []);
  }

  /** Takes what to mark: moments in ms UTC, oldest first. */
  set(times: readonly number[], color: string): void {
    this.#times = times;
    this.#color = color;
  }

  /** Draws the marks at their candles; what is older than the candles is left out. */
  draw(slots: readonly Slot[], chartTime: ChartTime): void {
    const [first] = slots;
    const shown = first ? this.#times.filter((time) => time >= first.time) : [];
    const markers = shown.flatMap((time) => {
      const slot = slots.findLast((one) => one.time <= time);
      if (!slot) return [];
      const at = chartTime.toChart(slot.time);
      const look = { position: 'aboveBar', shape: 'square', size: 0.6 } as const;
      return [{ time: at, color: this.#color, ...look }];
    });
    this.#markers.setMarkers(markers);
  }
}
