import { expect, test } from 'vitest';
import tokens from '../theme/tokens.css?raw';
import { LOOKS, Theme, type DarkQuery } from './theme.svelte';

const storeOf = (kept: Record<string, string> = {}) => ({
  kept,
  getItem: (key: string) => kept[key] ?? null,
  setItem: (key: string, value: string) => void (kept[key] = value),
});

class System implements DarkQuery {
  #listener = (): void => undefined;
  matches = true;

  addEventListener(_: 'change', listener: () => void): void {
    this.#listener = listener;
  }

  turn(isDark: boolean): void {
    this.matches = isDark;
    this.#listener();
  }
}

test('without a choice everything is usual, and dark follows the system', () => {
  const system = new System();
  const theme = new Theme(storeOf(), system);
  expect([theme.of('theme'), theme.of('palette'), theme.of('density')]).toEqual([
    'system',
    'standard',
    'comfortable',
  ]);
  expect(theme.isDark).toBe(true);
  system.turn(false);
  expect(theme.isDark).toBe(false);
  expect(theme.colors).toBe('light standard');
});

test('a choice is kept, and one that does not exist any more is not', () => {
  const store = storeOf({ 'tickwatch.density': 'spacious', 'tickwatch.theme': 'light' });
  const theme = new Theme(store, new System());
  expect(theme.of('density')).toBe('comfortable');
  expect(theme.isDark).toBe(false);
  theme.choose('palette', 'red-up');
  expect(new Theme(store, new System()).colors).toBe('light red-up');
});

test('all looks stand on the root', () => {
  const theme = new Theme(storeOf(), new System());
  theme.choose('motion', 'none');
  theme.choose('density', 'compact');
  const root = { dataset: {} } as HTMLElement;
  theme.applyTo(root);
  expect(root.dataset).toEqual({
    ...{ theme: 'dark', palette: 'standard', density: 'compact', motion: 'none' },
  });
});

test.each(LOOKS.density)('rows are as high as the stylesheet makes them when %s', (density) => {
  const theme = new Theme(storeOf(), new System());
  theme.choose('density', density);
  const rule = density === 'compact' ? /compact'\] \{[^}]*--row: (\d+)px/ : /--row: (\d+)px/;
  expect(theme.row).toBe(Number(rule.exec(tokens)?.[1]));
});
