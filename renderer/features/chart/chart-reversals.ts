import {
  createSeriesMarkers,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type MouseEventParams,
  type SeriesMarker,
  type Time,
} from 'lightweight-charts';
import { ChartClaim, type PlacedClaim } from './chart-claim';
import { placeOf, slotAt, type Slot } from './chart-slots';
import type { ChartTime } from './chart-time';

/** A turn of a signal as it is marked. */
export interface MarkedTurn {
  /** Close time of its candle, ms UTC. */
  readonly time: number;
  readonly signal: 'LONG' | 'SHORT' | 'NEUTRAL';
  /** How its claim ended; null while it is open and where nothing was claimed. */
  readonly end: 'hit' | 'miss' | null;
}

/** A claim as it is drawn; times in ms UTC. */
export interface DrawnClaim extends Omit<PlacedClaim, 'from' | 'to' | 'end'> {
  readonly from: number;
  readonly until: number;
  readonly end: { readonly time: number; readonly price: number } | null;
}

const LOOKS = {
  LONG: { position: 'belowBar', shape: 'arrowUp', size: 1 },
  SHORT: { position: 'aboveBar', shape: 'arrowDown', size: 1 },
  NEUTRAL: { position: 'aboveBar', shape: 'circle', size: 0.5 },
} as const;
const ENDS = { hit: '✓', miss: '✗' } as const;

/** Marks where signals turned, and draws what one of them claimed. */
export class ChartReversals {
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  readonly #claimView = new ChartClaim();
  #turns: readonly MarkedTurn[] = [];
  #claim: DrawnClaim | null = null;
  #color = '';
  #slots: readonly Slot[] = [];
  #time: ChartTime | null = null;

  constructor(
    private readonly chart: IChartApi,
    series: ISeriesApi<'Candlestick'>,
  ) {
    this.#markers = createSeriesMarkers(series, []);
    series.attachPrimitive(this.#claimView);
  }

  /** Takes what to mark, oldest first. */
  show(turns: readonly MarkedTurn[], color: string): void {
    this.#turns = turns;
    this.#color = color;
    this.#drawTurns();
  }

  /** Takes the claim to draw; null for none. */
  showClaim(claim: DrawnClaim | null): void {
    this.#claim = claim;
    this.#drawClaim();
  }

  /** Takes the candles they stand at; the list may grow at its end. */
  draw(slots: readonly Slot[], time: ChartTime): void {
    this.#slots = slots;
    this.#time = time;
    this.#drawTurns();
    this.#drawClaim();
  }

  /** Hears the open time (ms UTC) of each candle that is clicked until the returned function is called. */
  onPick(listener: (time: number) => void): () => void {
    const hear = ({ logical }: MouseEventParams): void => {
      const slot = logical === undefined ? undefined : this.#slots[Number(logical)];
      if (slot) listener(slot.time);
    };
    this.chart.subscribeClick(hear);
    return () => this.chart.unsubscribeClick(hear);
  }

  #drawTurns(): void {
    const chartTime = this.#time;
    if (!chartTime) return;
    const markers = this.#turns.flatMap(({ time, signal, end }): SeriesMarker<Time>[] => {
      const slot = this.#slots[slotAt(this.#slots, time)];
      if (!slot) return [];
      const text = end === null ? {} : { text: ENDS[end] };
      const at = chartTime.toChart(slot.time);
      return [{ time: at, color: this.#color, ...LOOKS[signal], ...text }];
    });
    this.#markers.setMarkers(markers);
  }

  #drawClaim(): void {
    const claim = this.#claim;
    if (claim === null || this.#slots.length === 0) {
      this.#claimView.show(null);
      return;
    }
    const { from, until, end, ...rest } = claim;
    const place = (time: number): number => placeOf(this.#slots, time);
    this.#claimView.show({
      ...rest,
      from: place(from),
      to: place(until),
      end: end && { at: place(end.time), price: end.price },
    });
  }
}
