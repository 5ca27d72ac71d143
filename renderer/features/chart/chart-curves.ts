import type {
  AutoscaleInfo,
  IChartApi,
  IPrimitivePaneRenderer,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
} from 'lightweight-charts';
import type { Slot } from './chart-slots';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** A line of an indicator as it is drawn. */
export interface Curve {
  readonly shape: 'line' | 'columns';
  /** One for each candle; NaN where there is none. */
  readonly values: readonly number[];
  /** Candles before which the values are not settled: they are drawn faint. */
  readonly warmUp: number;
  /** Of a line; of columns above and below zero. */
  readonly colors: readonly [string, string];
  /** Draws it only at the candles of which this is true. */
  readonly isDrawnAt?: ((at: number) => boolean) | undefined;
}

/** The stretch between two lines, filled. */
export interface Band {
  readonly upper: readonly number[];
  readonly lower: readonly number[];
  readonly color: string;
}

/** What stands on one scale. */
export interface CurveSet {
  readonly curves: readonly Curve[];
  readonly bands: readonly Band[];
  /** Levels that are read by, such as 30 and 70; drawn faint. */
  readonly levels: readonly number[];
  readonly levelColor: string;
}

const NOTHING: CurveSet = { curves: [], bands: [], levels: [], levelColor: '' };
const FAINT = 0.35;
const LINE_WIDTH = 1.5;

/** Where things stand on the canvas. */
interface Places {
  readonly first: number;
  readonly last: number;
  readonly barWidth: number;
  readonly x: (place: number) => number;
  readonly y: (value: number) => number;
}

/** Draws the lines of indicators over the candles they belong to, broken where there are none. */
export class ChartCurves implements ISeriesPrimitive {
  #chart: Pick<IChartApi, 'timeScale'> | null = null;
  #series: SeriesAttachedParameter['series'] | null = null;
  #repaint: () => void = () => undefined;
  #set = NOTHING;
  #slots: readonly Slot[] = [];
  readonly #views = [
    {
      zOrder: () => 'normal' as const,
      renderer: () => ({ draw: (target: Target) => this.#draw(target) }),
    },
  ];

  attached({ chart, series, requestUpdate }: SeriesAttachedParameter): void {
    this.#chart = chart;
    this.#series = series;
    this.#repaint = requestUpdate;
  }

  paneViews() {
    return this.#views;
  }

  /** Keeps what is on the screen in view. */
  autoscaleInfo(first: Logical, last: Logical): AutoscaleInfo | null {
    let [low, high] = [Infinity, -Infinity];
    const [from, to] = [Math.max(0, Math.floor(first)), Math.min(last, this.#slots.length - 1)];
    for (const curve of this.#set.curves) {
      for (let place = from; place <= to; place += 1) {
        const value = this.#valueAt(curve, place);
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    return low > high ? null : { priceRange: { minValue: low, maxValue: high } };
  }

  /** Takes what to draw; the lists of values may grow and change at their end. */
  show(set: CurveSet): void {
    this.#set = set;
    this.#repaint();
  }

  /** Takes the places the candles stand at; the list may grow at its end. */
  place(slots: readonly Slot[]): void {
    this.#slots = slots;
    this.#repaint();
  }

  #valueAt({ values, isDrawnAt }: Pick<Curve, 'values' | 'isDrawnAt'>, place: number): number {
    const slot = this.#slots[place];
    if (!slot?.candle || (isDrawnAt && !isDrawnAt(slot.index))) return NaN;
    return values[slot.index] ?? NaN;
  }

  #draw(target: Target): void {
    const [scale, series] = [this.#chart?.timeScale(), this.#series];
    const range = scale?.getVisibleLogicalRange();
    if (!scale || !series || !range) return;
    const barWidth = scale.options().barSpacing;
    const origin = scale.logicalToCoordinate(0 as Logical) ?? 0;
    const places = {
      first: Math.max(0, Math.floor(range.from) - 1),
      last: Math.min(this.#slots.length - 1, Math.ceil(range.to) + 1),
      barWidth,
      x: (place: number) => origin + place * barWidth,
      y: (value: number) => series.priceToCoordinate(value) ?? NaN,
    };
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.save();
      this.#drawLevels(context, places, mediaSize.width);
      for (const band of this.#set.bands) this.#drawBand(context, band, places);
      for (const curve of this.#set.curves) {
        if (curve.shape === 'columns') this.#drawColumns(context, curve, places);
        else this.#drawLine(context, curve, places);
      }
      context.restore();
    });
  }

  #drawLevels(context: CanvasRenderingContext2D, { y }: Places, width: number): void {
    context.strokeStyle = this.#set.levelColor;
    context.setLineDash([2, 3]);
    context.beginPath();
    for (const level of this.#set.levels) {
      context.moveTo(0, Math.round(y(level)) + 0.5);
      context.lineTo(width, Math.round(y(level)) + 0.5);
    }
    context.stroke();
    context.setLineDash([]);
  }

  #drawLine(context: CanvasRenderingContext2D, curve: Curve, places: Places): void {
    const settled = Math.min(places.last, Math.max(places.first, this.#placeOf(curve.warmUp - 1)));
    context.strokeStyle = curve.colors[0];
    context.lineWidth = LINE_WIDTH;
    context.lineJoin = 'round';
    for (const isSettled of [false, true]) {
      context.globalAlpha = isSettled ? 1 : FAINT;
      context.beginPath();
      const span = isSettled ? { first: settled } : { last: settled };
      this.#trace(context, curve, { ...places, ...span });
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  #trace(context: CanvasRenderingContext2D, curve: Curve, places: Places): void {
    let isDown = false;
    for (let place = places.first; place <= places.last; place += 1) {
      const value = this.#valueAt(curve, place);
      if (Number.isNaN(value)) {
        isDown = false;
        continue;
      }
      if (isDown) context.lineTo(places.x(place), places.y(value));
      else context.moveTo(places.x(place), places.y(value));
      isDown = true;
    }
  }

  #drawColumns(context: CanvasRenderingContext2D, curve: Curve, places: Places): void {
    const { first, last, barWidth, x, y } = places;
    const width = Math.max(1, barWidth * 0.6);
    const zero = y(0);
    for (let place = first; place <= last; place += 1) {
      const value = this.#valueAt(curve, place);
      if (Number.isNaN(value)) continue;
      const isSettled = (this.#slots[place]?.index ?? 0) >= curve.warmUp - 1;
      context.globalAlpha = isSettled ? 0.55 : 0.2;
      context.fillStyle = curve.colors[value < 0 ? 1 : 0];
      const top = Math.min(zero, y(value));
      context.fillRect(x(place) - width / 2, top, width, Math.max(1, Math.abs(y(value) - zero)));
    }
    context.globalAlpha = 1;
  }

  #drawBand(context: CanvasRenderingContext2D, band: Band, places: Places): void {
    context.fillStyle = band.color;
    context.globalAlpha = 0.06;
    const [upper, lower] = [{ values: band.upper }, { values: band.lower }];
    let start = -1;
    for (let place = places.first; place <= places.last + 1; place += 1) {
      const isKnown = place <= places.last && !Number.isNaN(this.#valueAt(lower, place));
      if (isKnown && start < 0) start = place;
      if (isKnown || start < 0) continue;
      context.beginPath();
      for (let at = start; at < place; at += 1) {
        context.lineTo(places.x(at), places.y(this.#valueAt(upper, at)));
      }
      for (let at = place - 1; at >= start; at -= 1) {
        context.lineTo(places.x(at), places.y(this.#valueAt(lower, at)));
      }
      context.fill();
      start = -1;
    }
    context.globalAlpha = 1;
  }

  /** Where a candle stands, by its index among all candles. */
  #placeOf(index: number): number {
    let [low, high] = [0, this.#slots.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#slots[middle]?.index ?? Infinity) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
