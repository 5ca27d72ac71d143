import type { ChartPalette } from './chart-palette';

/** What stands over the picture of a chart, so that it says what it shows wherever it goes. */
export interface PictureText {
  /** Symbol, interval, shape. */
  readonly title: string;
  /** When it was taken, on which clock. */
  readonly time: string;
  /** What of it is not the market now; null when it is. */
  readonly warning: string | null;
}

/** px, before the scale of the screen. */
const HEAD = 34;
const PAD = 12;

/** The picture of a chart under a line that says what it shows. */
export function framePicture(
  chart: HTMLCanvasElement,
  { title, time, warning }: PictureText,
  { palette, ratio }: { readonly palette: ChartPalette; readonly ratio: number },
): HTMLCanvasElement {
  const framed = document.createElement('canvas');
  framed.width = chart.width;
  framed.height = chart.height + HEAD * ratio;
  const context = framed.getContext('2d');
  if (!context) return chart;
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, framed.width, framed.height);
  context.drawImage(chart, 0, HEAD * ratio);
  context.scale(ratio, ratio);
  context.textBaseline = 'middle';
  context.font = `600 13px ${palette.font}`;
  context.fillStyle = palette.strong;
  context.fillText(title, PAD, HEAD / 2);
  const left = 2 * PAD + context.measureText(title).width;
  context.font = `12px ${palette.font}`;
  if (warning !== null) context.fillText(warning, left, HEAD / 2);
  context.fillStyle = palette.text;
  context.textAlign = 'right';
  context.fillText(time, framed.width / ratio - PAD, HEAD / 2);
  return framed;
}

/** A picture as a PNG file. @throws when the browser cannot make one. */
export function pngOf(picture: HTMLCanvasElement): Promise<Blob> {
  return new Promise((done, failed) => {
    const take = (blob: Blob | null): void =>
      blob ? done(blob) : failed(new Error('The picture is too large for a file'));
    picture.toBlob(take, 'image/png');
  });
}
