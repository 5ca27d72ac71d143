import type { Overlay } from '../../../shared/domain/indicators/overlay';
import type { ChosenStudy, StudyName } from '../../state/chart-studies.svelte';
import type { Curve, CurveSet } from './chart-curves';
import type { ChartPalette } from './chart-palette';

/** An indicator at work on the candles of a chart. */
export interface StudyRun {
  readonly study: ChosenStudy;
  readonly overlay: Overlay;
}

/** One line of an indicator at a candle. */
export interface StudyFigure {
  readonly line: string;
  /** NaN where the formula is not satisfied yet. */
  readonly value: number;
  readonly color: string;
}

type Tone = 'accent' | 'second' | 'text' | 'strong' | 'up' | 'down' | 'trend' | 'sign';

/** The lines people read, in the order in which they are told, and what they are drawn in. */
const TONES: Readonly<Record<StudyName, Readonly<Record<string, Tone>>>> = {
  ema: { ema: 'accent' },
  'ema-slow': { ema: 'second' },
  bollinger: { middle: 'text', upper: 'text', lower: 'text' },
  supertrend: { supertrend: 'trend' },
  rsi: { rsi: 'accent' },
  macd: { histogram: 'sign', macd: 'accent', signal: 'second' },
  adx: { plus_di: 'up', minus_di: 'down', adx: 'strong' },
};

/** Levels that an indicator is read by. */
const LEVELS: Readonly<Partial<Record<StudyName, readonly number[]>>> = {
  rsi: [30, 50, 70],
  macd: [0],
  adx: [20],
};

/** How indicators that share a scale are drawn. */
export function curvesOf(runs: readonly StudyRun[], palette: ChartPalette): CurveSet {
  return {
    curves: runs.flatMap((run) =>
      Object.entries(TONES[run.study.name]).flatMap(([line, tone]) =>
        curvesOfLine(run, line, tone, palette),
      ),
    ),
    bands: runs
      .filter(({ study }) => study.name === 'bollinger')
      .map(({ overlay }) => {
        return { upper: overlay.line('upper'), lower: overlay.line('lower'), color: palette.text };
      }),
    levels: runs.flatMap(({ study }) => LEVELS[study.name] ?? []),
    levelColor: palette.crosshair,
  };
}

/** What the lines of an indicator say at a candle, by its index among all candles. */
export function figuresAt(
  { study, overlay }: StudyRun,
  at: number,
  palette: ChartPalette,
): readonly StudyFigure[] {
  return Object.entries(TONES[study.name]).map(([line, tone]) => {
    const value = overlay.line(line)[at] ?? NaN;
    const side = tone === 'trend' ? (overlay.line('direction')[at] ?? 1) : value;
    return { line, value, color: colorOf(tone, side, palette) };
  });
}

function curvesOfLine(
  { overlay }: StudyRun,
  line: string,
  tone: Tone,
  palette: ChartPalette,
): readonly Curve[] {
  const [above, below] = [colorOf(tone, 1, palette), colorOf(tone, -1, palette)];
  const { warmUp } = overlay;
  const curve = { shape: 'line', values: overlay.line(line), warmUp } as const;
  if (tone === 'sign') return [{ ...curve, shape: 'columns', colors: [above, below] }];
  if (tone !== 'trend') return [{ ...curve, colors: [above, above] }];
  // A trend that turns ends on one side of the price and begins on the other: nothing leads across.
  const direction = overlay.line('direction');
  return [
    { ...curve, colors: [above, above], isDrawnAt: (at) => direction[at] === 1 },
    { ...curve, colors: [below, below], isDrawnAt: (at) => direction[at] === -1 },
  ];
}

function colorOf(tone: Tone, side: number, palette: ChartPalette): string {
  if (tone === 'trend' || tone === 'sign') return side < 0 ? palette.down : palette.up;
  return palette[tone];
}
