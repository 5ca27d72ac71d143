import { describe, expect, it } from 'vitest';
import { en } from './en';
import { Locale, type TextKey } from './i18n.svelte';
import { untranslatedWords } from './latin-words';
import { th } from './th';

const sources = import.meta.glob(
  ['../**/*.svelte', '../**/*.ts', '!../**/*.test.ts', '!./en*.ts', '!./th*.ts'],
  { query: '?raw', import: 'default', eager: true },
);
const code = Object.values(sources).join('\n');
/** All that is quoted in the code, and all beginnings of templates up to a point. */
const quoted = new Set(Array.from(code.matchAll(/'([\w.-]+)'/g), ([, key]) => key));
const begun = new Set(Array.from(code.matchAll(/`([\w.-]+\.)\$\{/g), ([, key]) => key));
const keys = Object.keys(en) as TextKey[];

const nothing = { getItem: () => null, setItem: () => undefined };
const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

/** Keys written out, or made of a written beginning and a value, as in `link.${state}`. */
function isUsed(key: string): boolean {
  if (quoted.has(key)) return true;
  const beginning = key.slice(0, key.lastIndexOf('.') + 1);
  return (
    begun.has(beginning) ||
    /^(?:statistics\.\w+\.help|export\.\w+\.body|diagnostics\.column\.\w+\.hint)$/.test(key) ||
    /^(?:(?:market|mark)\.\w+\.hint|store\.\w+\.body|source\.\w+\.note)$/.test(key)
  );
}

/** What these count is never one: choices, or figures that are kept back until there are enough. */
const NEVER_ONE = [
  'backcast.days.count',
  'record.drift',
  'signal.basis.hint.calibrated',
  'signal.basis.hint.learning',
];

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

  it('hold no word in Thai that is not translated', () => {
    const left = keys.flatMap((key) => untranslatedWords(th[key]).map((word) => `${key}: ${word}`));
    expect(left).toEqual([]);
    expect(untranslatedWords('ปิด position {{count}} ที่ Binance')).toEqual(['position']);
  });

  it('are Thai in Thai but for terms, names and signs', () => {
    const isThai = (text: string) => /[\u0e00-\u0e7f]/.test(text);
    const wordsOf = (text: string) => text.replace(/\{\{\w+\}\}/g, '').match(/[a-z]+/gi) ?? [];
    const english = keys.filter((key) => !isThai(th[key]) && wordsOf(en[key]).length > 3);
    expect(english).toEqual([]);
  });

  it('speak of one thing in the singular wherever a count may be one', () => {
    const plural = /\{\{count\}\}(?: \w+)? (?!its\b)\w+s\b/;
    const unsaid = keys.filter(
      (key) => plural.test(en[key]) && !keys.includes(`${key}.one` as TextKey),
    );
    expect(unsaid.sort()).toEqual(NEVER_ONE);
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
