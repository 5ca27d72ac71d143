import { describe, expect, it } from 'vitest';
import { en } from './en';
import { Locale, type TextKey } from './i18n.svelte';
import { th } from './th';

const sources = import.meta.glob(
  ['../**/*.svelte', '../**/*.ts', '!../**/*.test.ts', '!./en*.ts', '!./th*.ts'],
  { query: '?raw', import: 'default', eager: true },
);
const code = Object.values(sources).join('\n');
const keys = Object.keys(en) as TextKey[];

const nothing = { getItem: () => null, setItem: () => undefined };
const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

/** Keys written out, or made of a written beginning and a value, as in `link.${state}`. */
function isUsed(key: string): boolean {
  if (code.includes(`'${key}'`)) return true;
  const beginning = key.slice(0, key.lastIndexOf('.') + 1);
  return (
    code.includes(`\`${beginning}\${`) ||
    /^(?:statistics\.\w+\.help|export\.\w+\.body|diagnostics\.column\.\w+\.hint)$/.test(key) ||
    /^(?:(?:market|mark)\.\w+\.hint|store\.\w+\.body|source\.\w+\.note)$/.test(key)
  );
}

describe('texts', () => {
  it('are the same set in both languages', () => {
    expect(Object.keys(th).sort()).toEqual(Object.keys(en).sort());
  });

  it('are never empty', () => {
    expect(keys.filter((key) => th[key].trim() === '')).toEqual([]);
  });

  it('have the same placeholders in both languages', () => {
    const different = keys.filter(
      (key) => placeholders(en[key]).join() !== placeholders(th[key]).join(),
    );
    expect(different).toEqual([]);
  });

  it('are all used', () => {
    expect(keys.filter((key) => !isUsed(key))).toEqual([]);
  });
});

describe('Locale', () => {
  it('starts in the first language of the reader that it speaks', () => {
    expect(new Locale(nothing, ['fr-FR', 'th-TH', 'en']).language).toBe('th');
    expect(new Locale(nothing, ['fr']).language).toBe('en');
  });

  it('changes language at once and fills placeholders without escaping', () => {
    const locale = new Locale(nothing, ['en']);
    expect(locale.t('watchlist.remove', { symbol: 'A&B/USDT' })).toBe('Remove A&B/USDT');
    locale.setLanguage('th');
    expect(locale.t('watchlist.remove', { symbol: 'A&B/USDT' })).toBe('เอา A&B/USDT ออก');
    expect(locale.age(12_000)).toBe('12 วิ');
  });

  it('remembers the choice, and ignores one that it does not know', () => {
    const store = { ...nothing, getItem: () => 'th' };
    expect(new Locale(store, ['en']).language).toBe('th');
    expect(new Locale({ ...nothing, getItem: () => 'xx' }, ['en']).language).toBe('en');
  });
});
