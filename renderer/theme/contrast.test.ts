import { describe, expect, test } from 'vitest';
import { LOOKS } from '../state/theme.svelte';
import colors from './colors.css?raw';
import palettes from './palettes.css?raw';

type Colors = Readonly<Record<string, string>>;

const GROUNDS = ['ground', 'raised', 'hover', 'chosen'];
/** What is read on any ground. */
const TEXTS = [
  ...['text', 'text-2', 'text-3', 'accent', 'second', 'up', 'down', 'good', 'bad', 'warn-text'],
];
const OWN_GROUNDS: readonly (readonly [text: string, ground: string])[] = [
  ['on-accent', 'accent'],
  ['on-warn', 'warn'],
  ['warn-text', 'warn-ground'],
  ['text', 'warn-ground'],
  ['text-2', 'warn-ground'],
  ['bad', 'bad-ground'],
  ['text', 'bad-ground'],
  ['text-2', 'bad-ground'],
];
/** Frames of fields and buttons; they stand on these. */
const FRAME_GROUNDS = ['ground', 'raised', 'hover'];

/** The custom properties of all rules that hold for a root, later ones first in rank. */
function colorsOf(theme: string, palette: string): Colors {
  const sheets = (colors + palettes).replaceAll(/\/\*[^]*?\*\//g, '');
  const rules = [...sheets.matchAll(/([^{}]+)\{([^{}]*)\}/g)];
  const found = rules.flatMap(([, selectors = '', body = '']) => {
    const holds = selectors.split(',').some((selector) => {
      const wanted = [...selector.matchAll(/\[data-(\w+)='([\w-]+)'\]/g)];
      return wanted.every(([, name, value]) => value === (name === 'theme' ? theme : palette));
    });
    return holds ? [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)] : [];
  });
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value] as const));
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Red, green and blue without gamma, 0 … 1. */
function channelsOf(color: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The pairs below a ratio, said so that the failure tells what to change. */
function tooFaint(named: Colors, pairs: readonly (readonly [string, string])[], least: number) {
  return pairs.flatMap(([front, ground]) => {
    const ratio = contrast(named[front] ?? '', named[ground] ?? '');
    return ratio >= least ? [] : [`--${front} on --${ground}: ${ratio.toFixed(2)}`];
  });
}

const across = (fronts: readonly string[], grounds: readonly string[]) =>
  fronts.flatMap((front) => grounds.map((ground) => [front, ground] as const));

const looks = ['dark', 'light'].flatMap((theme) =>
  LOOKS.palette.map((palette) => ({ theme, palette })),
);

describe.each(looks)('$theme, $palette', ({ theme, palette }) => {
  const named = colorsOf(theme, palette);

  test('every text can be read on every ground it stands on', () => {
    const pairs = [...across(TEXTS, GROUNDS), ...OWN_GROUNDS];
    expect(tooFaint(named, pairs, 4.5)).toEqual([]);
  });

  test('frames and the focus ring can be seen', () => {
    expect(tooFaint(named, across(['line-strong'], FRAME_GROUNDS), 3)).toEqual([]);
    expect(tooFaint(named, across(['accent'], GROUNDS), 3)).toEqual([]);
  });

  test('up and down differ', () => {
    expect(named['up']).not.toBe(named['down']);
  });
});

/**
 * Linear RGB as eyes without red or without green receptors see it.
 * @see https://doi.org/10.1109/TVCG.2009.113 Machado, Oliveira, Fernandes: severity 1.0
 */
const BLINDNESS = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const;

describe.each(['dark', 'light'])('blue and orange, %s', (theme) => {
  test.each(Object.entries(BLINDNESS))('are apart in hue with %s', (_, matrix) => {
    const named = colorsOf(theme, 'blue-orange');
    const blueness = (color: string): number => {
      const linear = channelsOf(color);
      const [red = 0, green = 0, blue = 0] = matrix.map((row) =>
        row.reduce((sum, share, at) => sum + share * (linear[at] ?? 0), 0),
      );
      return (blue - (red + green) / 2) / Math.max(red, green, blue);
    };
    expect(blueness(named['up'] ?? '')).toBeGreaterThan(0.3);
    expect(blueness(named['down'] ?? '')).toBeLessThan(-0.3);
  });
});
