import type { TrayIconState } from './tray-view';

type Color = readonly [red: number, green: number, blue: number];
type Point = readonly [x: number, y: number];

/** A shape of one color; the distance to its edge is negative inside, in units of the grid. */
interface Shape {
  readonly color: Color;
  readonly distance: (x: number, y: number) => number;
}

/** The grid of the product's icon, `renderer/icon.svg`, whose line is drawn here. */
const GRID = 32;
const LINE: readonly Point[] = [
  [3, 22],
  [10, 12],
  [16, 18],
  [22, 7],
  [29, 14],
];
const HALF_STROKE = 2;
const SLASH: readonly Point[] = [
  [5, 5],
  [27, 27],
];
const BADGE = { x: 24, y: 24, radius: 7, gap: 2 };

/** On a dark and on a light panel; told apart by shape too, not by color alone. */
const COLORS = {
  dark: { live: [63, 208, 190], dim: [168, 176, 188], amber: [255, 178, 36], red: [255, 92, 92] },
  light: { live: [0, 116, 104], dim: [104, 112, 124], amber: [176, 106, 0], red: [206, 32, 41] },
} as const satisfies Record<string, Record<string, Color>>;
export type TrayTheme = keyof typeof COLORS;

/**
 * Draws the icon: the line for a live feed, gray when it is not; a ring for old prices, a bar
 * through it for none, a dot for alerts nobody has read, a square for critical ones.
 * @param size Of a side, px.
 * @returns Four bytes a pixel, blue, green, red and opacity, as Electron takes them.
 */
export function drawTray(state: TrayIconState, theme: TrayTheme, size: number): Uint8Array {
  const shapes = shapesOf(state, theme);
  const cut = hasBadge(state) ? badge(BADGE.radius + BADGE.gap) : null;
  const pixels = new Uint8Array(size * size * 4);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at: Point = [((column + 0.5) * GRID) / size, ((row + 0.5) * GRID) / size];
      pixels.set(pixelOf(shapes, cut, at, GRID / size), (row * size + column) * 4);
    }
  }
  return pixels;
}

/** The line comes first, and what covers it after it. */
function shapesOf(state: TrayIconState, theme: TrayTheme): Shape[] {
  const { live, dim, amber, red } = COLORS[theme];
  const isDim = state === 'stale' || state === 'offline' || state === 'critical-old';
  const line: Shape = { color: isDim ? dim : live, distance: polyline(LINE, HALF_STROKE) };
  switch (state) {
    case 'live':
      return [line];
    case 'stale':
      return [line, { color: amber, distance: ring(BADGE.radius - 1.5, 1.5) }];
    case 'offline':
      return [line, { color: red, distance: polyline(SLASH, 2) }];
    case 'unread':
      return [line, { color: amber, distance: badge(BADGE.radius) }];
    case 'critical':
    case 'critical-old':
      return [line, { color: red, distance: square(BADGE.radius) }];
  }
}

const hasBadge = (state: TrayIconState): boolean => state !== 'live' && state !== 'offline';

/** @param pixel Size of a pixel in the grid: an edge is as soft as that. */
function pixelOf(
  shapes: readonly Shape[],
  cut: Shape['distance'] | null,
  [x, y]: Point,
  pixel: number,
): [number, number, number, number] {
  const coverOf = (distance: number): number => Math.min(Math.max(0.5 - distance / pixel, 0), 1);
  let mix = { red: 0, green: 0, blue: 0, alpha: 0 };
  shapes.forEach(({ color, distance }, index) => {
    // The line keeps clear of what stands over it.
    const room = index === 0 && cut ? 1 - coverOf(cut(x, y)) : 1;
    const cover = coverOf(distance(x, y)) * room;
    const rest = 1 - cover;
    mix = {
      red: color[0] * cover + mix.red * rest,
      green: color[1] * cover + mix.green * rest,
      blue: color[2] * cover + mix.blue * rest,
      alpha: cover + mix.alpha * rest,
    };
  });
  return [mix.blue, mix.green, mix.red, mix.alpha * 255];
}

const badge =
  (radius: number): Shape['distance'] =>
  (x, y) =>
    Math.hypot(x - BADGE.x, y - BADGE.y) - radius;

const ring =
  (radius: number, half: number): Shape['distance'] =>
  (x, y) =>
    Math.abs(badge(radius)(x, y)) - half;

const square =
  (half: number): Shape['distance'] =>
  (x, y) =>
    Math.max(Math.abs(x - BADGE.x), Math.abs(y - BADGE.y)) - half;

const polyline =
  (points: readonly Point[], half: number): Shape['distance'] =>
  (x, y) =>
    Math.min(...points.slice(1).map((end, i) => toSegment([x, y], points[i] ?? end, end))) - half;

function toSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
  const at = Math.min(Math.max(along, 0), 1);
  return Math.hypot(x - ax - at * dx, y - ay - at * dy);
}
