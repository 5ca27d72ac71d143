import {
  createSeriesMarkers,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type Time,
} from 'lightweight-charts';
import { slotAt, type Slot } from './chart-slots';
import type { ChartTime } from './chart-time';
import { groupMarks, groupSpan } from './group-marks';

/** Marks over the candles at which something happened, counted where they are dense. */
export class ChartMarks {
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  #times: readonly number[] = [];
  #color = '';
  #span = 1;

  constructor(series: ISeriesApi<'Candlestick'>) {
    this.#markers = createSeriesMarkers(series, []);
  }

  /** Takes what to mark: moments in ms UTC, oldest first. */
  set(times: readonly number[], color: string): void {
    this.#times = times;
    this.#color = color;
  }

  /** Takes the width of a candle, px. @returns true when the marks have to be drawn anew. */
  setBarWidth(width: number): boolean {
    const span = groupSpan(width);
    const isOther = span !== this.#span;
    this.#span = span;
    return isOther;
  }

  /** Draws the marks at their candles; what is older than the candles is left out. */
  draw(slots: readonly Slot[], chartTime: ChartTime): void {
    const places = this.#times.map((time) => slotAt(slots, time));
    const markers = groupMarks(places, this.#span).flatMap(({ place, count }) => {
      const slot = slots[place];
      if (!slot) return [];
      const at = chartTime.toChart(slot.time);
      const look = { position: 'aboveBar', shape: 'square', size: 0.6 } as const;
      const text = count === 1 ? {} : { text: String(count) };
      return [{ time: at, color: this.#color, ...look, ...text }];
    });
    this.#markers.setMarkers(markers);
  }
}
