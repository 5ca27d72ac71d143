import type {
  IPrimitivePaneRenderer,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
} from 'lightweight-charts';
import type { EquitySlot } from '../../state/equity-slots';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** A slot with a point, and its place on the axis. */
interface Placed {
  readonly place: number;
  readonly equity: number;
  readonly peak: number;
}

/** Shades what lies between the best equity so far and the equity. */
export class DrawdownShade implements ISeriesPrimitive {
  #parts: Pick<SeriesAttachedParameter, 'chart' | 'series'> | null = null;
  #repaint: () => void = () => undefined;
  #points: readonly Placed[] = [];
  #color = '';
  readonly #views = [
    {
      zOrder: () => 'bottom' as const,
      renderer: () => ({ draw: (target: Target) => this.#draw(target) }),
    },
  ];

  attached({ chart, series, requestUpdate }: SeriesAttachedParameter): void {
    this.#parts = { chart, series };
    this.#repaint = requestUpdate;
  }

  paneViews() {
    return this.#views;
  }

  show(slots: readonly EquitySlot[], color: string): void {
    this.#points = slots.flatMap(({ equity, peak }, place) =>
      equity === null || peak === null ? [] : [{ place, equity, peak }],
    );
    this.#color = color;
    this.#repaint();
  }

  #draw(target: Target): void {
    const parts = this.#parts;
    if (!parts || this.#points.length < 2) return;
    const { series } = parts;
    const scale = parts.chart.timeScale();
    const x = ({ place }: Placed): number => scale.logicalToCoordinate(place as Logical) ?? 0;
    const y = (amount: number): number => series.priceToCoordinate(amount) ?? 0;
    target.useMediaCoordinateSpace(({ context }) => {
      context.fillStyle = this.#color;
      context.beginPath();
      for (const point of this.#points) context.lineTo(x(point), y(point.peak));
      for (const point of this.#points.toReversed()) context.lineTo(x(point), y(point.equity));
      context.closePath();
      context.fill();
    });
  }
}
