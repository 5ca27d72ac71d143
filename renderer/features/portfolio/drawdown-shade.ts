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
  /** Without what nobody knows in between. */
  #runs: readonly (readonly Placed[])[] = [];
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
    this.#runs = runsOf(slots);
    this.#color = color;
    this.#repaint();
  }

  #draw(target: Target): void {
    const parts = this.#parts;
    if (!parts) return;
    const { series } = parts;
    const scale = parts.chart.timeScale();
    const x = ({ place }: Placed): number => scale.logicalToCoordinate(place as Logical) ?? 0;
    const y = (amount: number): number => series.priceToCoordinate(amount) ?? 0;
    target.useMediaCoordinateSpace(({ context }) => {
      context.fillStyle = this.#color;
      for (const run of this.#runs) {
        context.beginPath();
        for (const point of run) context.lineTo(x(point), y(point.peak));
        for (const point of run.toReversed()) context.lineTo(x(point), y(point.equity));
        context.closePath();
        context.fill();
      }
    });
  }
}

function runsOf(slots: readonly EquitySlot[]): Placed[][] {
  const runs: Placed[][] = [];
  for (const [place, { equity, peak }] of slots.entries()) {
    if (equity === null || peak === null) continue;
    const run = runs.at(-1);
    if (run?.at(-1)?.place === place - 1) run.push({ place, equity, peak });
    else runs.push([{ place, equity, peak }]);
  }
  return runs;
}
