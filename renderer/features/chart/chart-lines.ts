import { LineStyle, type IPriceLine, type ISeriesApi } from 'lightweight-charts';

/** A level as it is drawn. */
export interface DrawnLine {
  readonly key: string;
  readonly price: number;
  readonly title: string;
  readonly color: string;
  readonly style: 'solid' | 'dashed' | 'dotted';
  /** Ground and text of its label on the price axis. */
  readonly label: { readonly ground: string; readonly text: string };
}

const STYLES = {
  solid: LineStyle.Solid,
  dashed: LineStyle.Dashed,
  dotted: LineStyle.SparseDotted,
} as const;

/** Levels across a chart; what stays is moved, not drawn anew. */
export class ChartLines {
  readonly #lines = new Map<string, IPriceLine>();

  constructor(private readonly series: ISeriesApi<'Candlestick'>) {}

  /** Draws exactly these levels. */
  show(lines: readonly DrawnLine[]): void {
    const keys = new Set(lines.map(({ key }) => key));
    for (const [key, line] of this.#lines) {
      if (keys.has(key)) continue;
      this.series.removePriceLine(line);
      this.#lines.delete(key);
    }
    for (const line of lines) this.#draw(line);
  }

  #draw({ key, price, title, color, style, label }: DrawnLine): void {
    const options = {
      price,
      title,
      color,
      lineWidth: 1,
      lineStyle: STYLES[style],
      axisLabelColor: label.ground,
      axisLabelTextColor: label.text,
    } as const;
    const known = this.#lines.get(key);
    if (known) known.applyOptions(options);
    else this.#lines.set(key, this.series.createPriceLine(options));
  }
}
