import type { PlacedLine } from './placed-line';
import type { ChartPalette } from './chart-palette';

/** px. */
export const CHIP_HEIGHT = 17;
const PAD = 6;
const DASHES = { solid: [], dashed: [6, 4], dotted: [1, 4] } as const;
const ARROWS = { above: '▲ ', below: '▼ ', inside: '' } as const;

/** The label of a level at the right edge of the candles, px. */
export interface Chip {
  readonly left: number;
  readonly width: number;
  /** Its middle. */
  readonly y: number;
  readonly title: string;
  readonly price: string;
  readonly titleWidth: number;
  readonly color: string;
  readonly isMoving: boolean;
}

/** The label of a level, measured in the context's font. */
export function chipOf(
  context: CanvasRenderingContext2D,
  at: {
    readonly placed: PlacedLine;
    readonly price: string;
    readonly right: number;
    readonly y: number;
  },
): Chip {
  const { line, where } = at.placed;
  const title = ARROWS[where] + line.title;
  const titleWidth = context.measureText(title).width;
  const width = titleWidth + context.measureText(at.price).width + 3 * PAD;
  return {
    ...{ left: at.right - width - 1, width, y: Math.round(at.y), title, titleWidth },
    ...{ price: at.price, color: line.color, isMoving: line.isMoving === true },
  };
}

/** Draws a label: what it is, and the price. */
export function drawChip(
  context: CanvasRenderingContext2D,
  chip: Chip,
  palette: ChartPalette,
): void {
  const { left, width, y, title, titleWidth, price, color, isMoving } = chip;
  context.beginPath();
  context.roundRect(left + 0.5, y - CHIP_HEIGHT / 2, width - 1, CHIP_HEIGHT - 1, 3);
  context.fillStyle = palette.raised;
  context.fill();
  context.lineWidth = isMoving ? 2 : 1;
  context.setLineDash([]);
  context.strokeStyle = isMoving ? palette.accent : color;
  context.stroke();
  context.fillStyle = palette.text;
  context.fillText(title, left + PAD, y);
  context.fillStyle = palette.strong;
  context.fillText(price, left + titleWidth + 2 * PAD, y);
}

/** Draws the line of a level, bent toward its label where that had to give way. */
export function drawLevel(
  context: CanvasRenderingContext2D,
  { line, y, labelY }: PlacedLine,
  { width, chip }: { readonly width: number; readonly chip: Chip | null },
): void {
  const height = Math.round(y) + 0.5;
  context.strokeStyle = line.color;
  context.lineWidth = line.isMoving === true ? 2 : 1;
  context.setLineDash([...DASHES[line.style]]);
  context.beginPath();
  context.moveTo(0, height);
  const hasMoved = chip !== null && labelY !== null && Math.abs(labelY - y) > 2;
  context.lineTo(hasMoved ? chip.left - 10 : width, height);
  context.stroke();
  if (!hasMoved) return;
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(chip.left - 10, height);
  context.lineTo(chip.left, labelY);
  context.stroke();
}
