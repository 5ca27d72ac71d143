import type {
  AutoscaleInfo,
  IChartApi,
  IPrimitivePaneRenderer,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
} from 'lightweight-charts';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** A claim by its places on the time scale, which may lie after the last candle, and its prices. */
export interface PlacedClaim {
  readonly from: number;
  readonly to: number;
  readonly entry: number;
  readonly target: number;
  readonly stop: number;
  /** Where it ended; null while it is open. */
  readonly end: { readonly at: number; readonly price: number } | null;
  readonly labels: { readonly target: string; readonly stop: string };
  readonly color: string;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly yOf: (price: number) => number;
  readonly xOf: (place: number) => number;
}

/** Draws what a signal has claimed: its target and stop as far as its time goes, and how it ended. */
export class ChartClaim implements ISeriesPrimitive {
  #chart: Pick<IChartApi, 'timeScale'> | null = null;
  #series: Pick<SeriesAttachedParameter['series'], 'priceToCoordinate'> | null = null;
  #repaint: () => void = () => undefined;
  #claim: PlacedClaim | null = null;
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

  /** Keeps its prices in view while its time is. */
  autoscaleInfo(first: Logical, last: Logical): AutoscaleInfo | null {
    const claim = this.#claim;
    if (claim === null || claim.to < first || claim.from > last) return null;
    const { target, stop } = claim;
    const priceRange = { minValue: Math.min(target, stop), maxValue: Math.max(target, stop) };
    return { priceRange };
  }

  /** Null draws none. */
  show(claim: PlacedClaim | null): void {
    this.#claim = claim;
    this.#repaint();
  }

  #draw(target: Target): void {
    const claim = this.#claim;
    const [scale, series] = [this.#chart?.timeScale(), this.#series];
    if (claim === null || !scale || !series) return;
    const xOf = (place: number): number => scale.logicalToCoordinate(place as Logical) ?? 0;
    const yOf = (price: number): number => series.priceToCoordinate(price) ?? 0;
    target.useMediaCoordinateSpace(({ context }) => {
      context.save();
      drawClaim(context, claim, { left: xOf(claim.from), right: xOf(claim.to), xOf, yOf });
      context.restore();
    });
  }
}

function drawClaim(context: CanvasRenderingContext2D, claim: PlacedClaim, box: Box): void {
  const { left, right, xOf, yOf } = box;
  const [target, stop] = [yOf(claim.target), yOf(claim.stop)];
  context.strokeStyle = claim.color;
  context.fillStyle = claim.color;
  context.globalAlpha = 0.06;
  context.fillRect(left, Math.min(target, stop), right - left, Math.abs(stop - target));
  context.globalAlpha = 0.9;
  line(context, [left, target, right, target], []);
  line(context, [left, stop, right, stop], [4, 3]);
  line(context, [left, yOf(claim.entry), right, yOf(claim.entry)], [1, 3]);
  line(context, [right, target, right, stop], [1, 3]);
  label(context, claim.labels.target, { x: left, y: target, isAbove: target < stop });
  label(context, claim.labels.stop, { x: left, y: stop, isAbove: stop < target });
  if (claim.end === null) return;
  context.beginPath();
  context.arc(xOf(claim.end.at), yOf(claim.end.price), 3.5, 0, 2 * Math.PI);
  context.fill();
}

function line(
  context: CanvasRenderingContext2D,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  dash: number[],
): void {
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

function label(
  context: CanvasRenderingContext2D,
  text: string,
  { x, y, isAbove }: { readonly x: number; readonly y: number; readonly isAbove: boolean },
): void {
  context.font = '11px sans-serif';
  context.textBaseline = isAbove ? 'bottom' : 'top';
  context.fillText(text, x + 4, isAbove ? y - 2 : y + 2);
}
