import { describe, expect, it } from 'vitest';
import type { Action } from '../state/actions';
import { actionOf, nameOfPress } from './shortcuts';

const none = { code: '', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  nameOfPress({ ...none, key, ...more });

describe('nameOfPress', () => {
  it('names letters alike, with Shift or caps lock too', () => {
    expect([press('j'), press('J'), press('J', { shiftKey: true })]).toEqual(['J', 'J', 'J']);
  });

  it('names signs by what they are', () => {
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('/')).toBe('/');
  });

  it('names what is held', () => {
    expect(press('k', { ctrlKey: true })).toBe('Mod+K');
    expect(press('k', { metaKey: true })).toBe('Mod+K');
    expect(press('ArrowDown', { altKey: true })).toBe('Alt+ArrowDown');
    expect(press('F6', { shiftKey: true })).toBe('Shift+F6');
  });

  it('finds the same keys on a Thai keyboard by their place', () => {
    expect(press('่', { code: 'KeyJ' })).toBe('J');
    expect(press('ฝ', { code: 'Slash' })).toBe('/');
    expect(press('ฦ', { code: 'Slash', shiftKey: true })).toBe('?');
    expect(press('ๅ', { code: 'Digit1' })).toBe('1');
    expect(press('า', { code: 'KeyK', ctrlKey: true })).toBe('Mod+K');
  });
});

describe('actionOf', () => {
  const action = (id: string, ...keys: string[]): Action => ({
    id,
    group: 'window',
    title: () => id,
    keys,
    run: () => undefined,
  });
  const actions = [action('one', 'A'), action('pick', '1', '2', '3')];

  it('tells which of its keys was pressed', () => {
    expect(actionOf(actions, { ...none, key: '3' })).toEqual({ action: actions[1], index: 2 });
    expect(actionOf(actions, { ...none, key: 'a' })).toEqual({ action: actions[0], index: 0 });
  });

  it('leaves the browser its own keys', () => {
    expect(actionOf(actions, { ...none, key: 'a', ctrlKey: true })).toBeNull();
    expect(actionOf(actions, { ...none, key: 'b' })).toBeNull();
  });
});
