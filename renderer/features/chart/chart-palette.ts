import { ColorType } from 'lightweight-charts';

/** The stylesheet's colours, as a canvas needs them. */
export interface ChartPalette {
  readonly ground: string;
  readonly raised: string;
  readonly text: string;
  /** Of what is read first. */
  readonly strong: string;
  readonly grid: string;
  readonly line: string;
  readonly crosshair: string;
  readonly up: string;
  readonly down: string;
  readonly accent: string;
  /** Of a second line beside one in the accent. */
  readonly second: string;
  readonly font: string;
}

/** Reads the colours that are in force for an element now. */
export function readPalette(element: Element): ChartPalette {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ground: read('--ground'),
    raised: read('--raised'),
    text: read('--text-2'),
    strong: read('--text'),
    grid: read('--grid'),
    line: read('--line'),
    crosshair: read('--line-strong'),
    up: read('--up'),
    down: read('--down'),
    accent: read('--accent'),
    second: read('--second'),
    font: style.fontFamily,
  };
}

/** The options of the chart library that are colors, and its font. */
export function paletteOptions({ ground, text, grid, line, crosshair, font }: ChartPalette) {
  return {
    layout: {
      background: { type: ColorType.Solid, color: ground },
      textColor: text,
      fontFamily: font,
      panes: { separatorColor: line, separatorHoverColor: crosshair },
    },
    grid: { vertLines: { color: grid }, horzLines: { color: grid } },
    rightPriceScale: { borderColor: line },
    timeScale: { borderColor: line },
    crosshair: { vertLine: { color: crosshair }, horzLine: { color: crosshair } },
  } as const;
}
