import type {
  IPrimitivePaneRenderer,
  ISeriesPrimitive,
  SeriesAttachedParameter,
} from 'lightweight-charts';
import type { ChartPalette } from './chart-palette';
import { chipOf, drawChip, drawLevel, CHIP_HEIGHT, type Chip } from './level-chip';
import { placeLabels } from './place-labels';
import type { DrawnLine, PlacedLine } from './placed-line';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** Levels off the screen that are told of at each edge; the others are counted. */
const MOST_AT_EDGE = 2;
/** Height a label takes, px. */
const LABEL_STEP = CHIP_HEIGHT + 2;

/** Levels across the candles, with labels that do not cover each other. */
export class ChartLevels implements ISeriesPrimitive {
  #series: SeriesAttachedParameter['series'] | null = null;
  #repaint: () => void = () => undefined;
  readonly #groups = new Map<string, readonly DrawnLine[]>();
  #placed: readonly PlacedLine[] = [];
  readonly #lineViews = [this.#viewOf('normal'), this.#viewOf('top')];

  constructor(
    private palette: ChartPalette,
    private readonly about: {
      /** Of what the candles are drawn on, px. */
      readonly height: () => number;
      readonly format: (price: number) => string;
    },
  ) {}

  attached({ series, requestUpdate }: SeriesAttachedParameter): void {
    this.#series = series;
    this.#repaint = requestUpdate;
  }

  setPalette(palette: ChartPalette): void {
    this.palette = palette;
    this.#repaint();
  }

  /** Draws exactly these levels of a kind, the ones that matter most first. */
  show(group: string, lines: readonly DrawnLine[]): void {
    this.#groups.set(group, lines);
    this.#repaint();
  }

  /** As they were drawn last. */
  get placed(): readonly PlacedLine[] {
    return this.#placed;
  }

  updateAllViews(): void {
    this.#placed = this.#place();
  }

  paneViews() {
    return this.#lineViews;
  }

  #place(): readonly PlacedLine[] {
    const [series, height] = [this.#series, this.about.height()];
    if (!series || height <= 0) return [];
    const lines = [...this.#groups.values()].flat().flatMap((line) => {
      const y = series.priceToCoordinate(line.price);
      return y === null ? [] : [{ line, y: Number(y) }];
    });
    const inside = lines.filter(({ y }) => y >= 0 && y <= height);
    const above = lines.filter(({ y }) => y < 0).sort((a, b) => b.y - a.y);
    const below = lines.filter(({ y }) => y > height).sort((a, b) => a.y - b.y);
    const [first, last] = [rowsOf(above.length), rowsOf(below.length)];
    const room = { top: first * LABEL_STEP, bottom: height - last * LABEL_STEP };
    const labels = placeLabels(inside, { ...room, height: LABEL_STEP });
    return [
      ...inside.map(({ line, y }, at) => {
        return { line, y, labelY: labels[at] ?? null, where: 'inside' } as const;
      }),
      ...above.map(({ line, y }, at) => {
        const labelY = at < MOST_AT_EDGE ? (at + 0.5) * LABEL_STEP : null;
        return { line, y, labelY, where: 'above' } as const;
      }),
      ...below.map(({ line, y }, at) => {
        const labelY = at < MOST_AT_EDGE ? height - (at + 0.5) * LABEL_STEP : null;
        return { line, y, labelY, where: 'below' } as const;
      }),
    ];
  }

  /** Lines lie under the labels of all of them. */
  #viewOf(layer: 'normal' | 'top') {
    const draw = (target: Target): void => {
      target.useMediaCoordinateSpace(({ context, mediaSize }) => {
        context.save();
        context.font = `11px ${this.palette.font}`;
        context.textBaseline = 'middle';
        for (const one of this.#placed) this.#drawOne(context, one, mediaSize.width, layer);
        if (layer === 'top') this.#drawCounts(context, mediaSize);
        context.restore();
      });
    };
    return { zOrder: () => layer, renderer: () => ({ draw }) };
  }

  #drawOne(
    context: CanvasRenderingContext2D,
    placed: PlacedLine,
    width: number,
    layer: 'normal' | 'top',
  ): void {
    const chip = this.#chipOf(context, placed, width);
    if (layer === 'top' && chip) drawChip(context, chip, this.palette);
    if (layer === 'normal' && placed.where === 'inside')
      drawLevel(context, placed, { width, chip });
  }

  #chipOf(context: CanvasRenderingContext2D, placed: PlacedLine, width: number): Chip | null {
    if (placed.labelY === null) return null;
    const price = this.about.format(placed.line.price);
    return chipOf(context, { placed, price, right: width, y: placed.labelY });
  }

  /** How many more there are beyond the edges. */
  #drawCounts(
    context: CanvasRenderingContext2D,
    { width, height }: { readonly width: number; readonly height: number },
  ): void {
    for (const where of ['above', 'below'] as const) {
      const count = this.#placed.filter((one) => one.where === where).length;
      if (count <= MOST_AT_EDGE) continue;
      const row = (MOST_AT_EDGE + 0.5) * LABEL_STEP;
      context.fillStyle = this.palette.text;
      context.textAlign = 'right';
      const arrow = where === 'above' ? '▲' : '▼';
      const text = `${arrow} +${count - MOST_AT_EDGE}`;
      context.fillText(text, width - 6, where === 'above' ? row : height - row);
      context.textAlign = 'left';
    }
  }
}

/** Labels at an edge for a number of levels beyond it. */
const rowsOf = (count: number): number => Math.min(count, MOST_AT_EDGE + 1);
