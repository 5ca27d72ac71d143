import { describe, expect, it } from 'vitest';
import { shortcutOf } from './shortcuts';

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  shortcutOf({
    key,
    code: '',
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    ...more,
  });

describe('shortcutOf', () => {
  it('knows the plain keys', () => {
    expect(press('/')).toEqual({ kind: 'search' });
    expect(press('?', { shiftKey: true })).toEqual({ kind: 'help' });
    expect(press('j')).toEqual({ kind: 'step', by: 1 });
    expect(press('K', { shiftKey: true })).toEqual({ kind: 'step', by: -1 });
    expect(press('9')).toEqual({ kind: 'select', index: 8 });
    expect(press('p')).toEqual({ kind: 'add-position' });
    expect(press('Delete')).toEqual({ kind: 'remove' });
  });

  it('reorders with Alt only', () => {
    expect(press('ArrowDown', { altKey: true })).toEqual({ kind: 'reorder', by: 1 });
    expect(press('ArrowDown')).toBeNull();
  });

  it('leaves the browser its own keys', () => {
    expect(press('k', { ctrlKey: true })).toBeNull();
    expect(press('1', { metaKey: true })).toBeNull();
    expect(press('z', { metaKey: true })).toEqual({ kind: 'undo' });
    expect(press('j', { ctrlKey: true })).toEqual({ kind: 'dock' });
  });

  it('finds the same keys on a Thai keyboard by their place', () => {
    expect(press('่', { code: 'KeyJ' })).toEqual({ kind: 'step', by: 1 });
    expect(press('ฝ', { code: 'Slash' })).toEqual({ kind: 'search' });
    expect(press('ฦ', { code: 'Slash', shiftKey: true })).toEqual({ kind: 'help' });
    expect(press('ๅ', { code: 'Digit1' })).toEqual({ kind: 'select', index: 0 });
    expect(press('ก', { code: 'KeyD' })).toBeNull();
  });
});
