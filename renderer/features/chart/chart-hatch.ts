import type {
  IChartApi,
  IPrimitivePaneRenderer,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
} from 'lightweight-charts';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** A stretch of the time scale by positions, both included; null reaches to the edge of the picture. */
export interface HatchSpan {
  readonly from: number;
  readonly to: number | null;
}

/** The stretches of gaps, and of what follows `end`; 0 when nothing does. */
export const spansOf = (
  gaps: readonly (readonly [number, number])[],
  end: number,
): readonly HatchSpan[] => [
  ...gaps.map(([from, to]) => ({ from, to })),
  ...(end > 0 ? [{ from: end, to: null }] : []),
];

/** Distance of the lines and their width, px. */
const STEP = 7;
const WIDTH = 1;

/** Hatches stretches of a chart where there is nothing that could be shown. */
export class ChartHatch implements ISeriesPrimitive {
  #chart: Pick<IChartApi, 'timeScale'> | null = null;
  #repaint: () => void = () => undefined;
  #spans: readonly HatchSpan[] = [];
  #color = '';
  readonly #views = [
    {
      zOrder: () => 'bottom' as const,
      renderer: () => ({ draw: (target: Target) => this.#draw(target) }),
    },
  ];

  attached({ chart, requestUpdate }: SeriesAttachedParameter): void {
    this.#chart = chart;
    this.#repaint = requestUpdate;
  }

  paneViews() {
    return this.#views;
  }

  show(spans: readonly HatchSpan[], color: string): void {
    this.#spans = spans;
    this.#color = color;
    this.#repaint();
  }

  #draw(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.strokeStyle = this.#color;
      context.lineWidth = WIDTH;
      for (const span of this.#spans) {
        const [left, right] = this.#edges(span, mediaSize.width);
        if (right <= 0 || left >= mediaSize.width || right <= left) continue;
        hatch(context, { left: Math.max(left, 0), right, height: mediaSize.height });
      }
    });
  }

  #edges({ from, to }: HatchSpan, width: number): [number, number] {
    const scale = this.#chart?.timeScale();
    if (!scale) return [0, 0];
    const half = scale.options().barSpacing / 2;
    const at = (position: number): number => scale.logicalToCoordinate(position as Logical) ?? 0;
    return [at(from) - half, to === null ? width : Math.min(at(to) + half, width)];
  }
}

function hatch(
  context: CanvasRenderingContext2D,
  { left, right, height }: { left: number; right: number; height: number },
): void {
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, height);
  context.clip();
  context.beginPath();
  // The lines stay where they are when the stretch moves, as hatching on paper does.
  for (let x = Math.floor((left - height) / STEP) * STEP; x < right; x += STEP) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
  context.restore();
}
