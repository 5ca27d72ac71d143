import { expect, it } from 'vitest';
import { keyText } from './key';

it('names keys as they stand on the keyboard', () => {
  const all = ['Mod+K', 'Alt+ArrowUp', 'Shift+F6', '/'];
  expect(all.map((keys) => keyText(keys, false))).toEqual(['Ctrl K', 'Alt ↑', 'Shift F6', '/']);
  expect(all.map((keys) => keyText(keys, true))).toEqual(['⌘K', '⌥↑', '⇧F6', '/']);
});
