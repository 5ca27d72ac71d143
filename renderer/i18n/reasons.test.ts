import { describe, expect, it } from 'vitest';
import { Locale } from './i18n.svelte';
import { knownReason } from './reasons';

const sources: Record<string, string> = import.meta.glob(
  [
    '../../electron/app.ts',
    '../../electron/services/*.ts',
    '../../electron/services/feed/*.ts',
    '../../electron/services/exchange/**/*.ts',
    '../../electron/services/store/store-*.ts',
    '../../electron/services/store/state-store.ts',
  ],
  { query: '?raw', import: 'default', eager: true },
);

const nothing = { getItem: () => null, setItem: () => undefined };
const thai = new Locale(nothing, ['th']);

/** Places in the services where a reason for people is written. */
const WRITTEN = [
  /\b(?:reason|what|why|trouble)\s*(?:[:=]|\?\?)(?:[^;'"`{]*[?:])?\s*(['"`])([^'"`]+?)\1/g,
  /\breason = \S+ \?\? (['"`])([^'"`]+?)\1/g,
  /\bfault\(host, (['"`])([^'"`]+?)\1/g,
  /\breturn \[(['"`])([^'"`]+?)\1/g,
  /\brestart\((['"`])([^'"`]+?)\1/g,
  /#set\('(stale|offline|connecting)', '([^']+?)'/g,
  /setReadOnly\((['"`])([^'"`]+?)\1/g,
  /^\s+(?:[A-Z_]+|untrusted|nameless|unreachable):\s+(')([^']+)'/gm,
  /^const [A-Z]+ = (')([A-Z][^']+)'/gm,
  /'UNAVAILABLE',\s*(['"`])([^'"`]+?)\1/g,
];
/** Not about the exchange, or never seen by a screen. */
const NOT_REASONS = [/\.test\.ts$/, /exchange\/demo\//, /fake|harness/, /watchlist-service/];

/** A template with something in its holes: a number fits all of them. */
const filled = (template: string): string => template.replace(/\$\{[^}]*\}/g, '503');

function reasonsWritten(): string[] {
  const found = new Set<string>();
  for (const [path, source] of Object.entries(sources)) {
    if (NOT_REASONS.some((pattern) => pattern.test(path))) continue;
    for (const pattern of WRITTEN) {
      for (const match of source.matchAll(pattern)) found.add(filled(match[2] ?? ''));
    }
  }
  return [...found].filter((text) => /\p{L} \p{L}/u.test(text.replace('The exchange 503', '')));
}

describe('reasons', () => {
  it('are found in the services at all', () => {
    expect(reasonsWritten().length).toBeGreaterThan(25);
  });

  it('are all known, so that none is English on a Thai screen', () => {
    expect(reasonsWritten().filter((reason) => knownReason(reason) === null)).toEqual([]);
  });

  it('are Thai on a Thai screen, with the time they name', () => {
    const ban = 'api.binance.com has banned this address until 2026-01-01T00:00:00.000Z (418)';
    expect(thai.cause(ban)).toMatch(/แบน.*ถึงเวลา \d\d:\d\d/);
    expect(thai.cause('connect ECONNREFUSED 127.0.0.1:9443')).toBe('ติดต่อกระดานเทรดไม่ได้');
  });

  it('are said one by one, with the symbols they name', () => {
    const several = 'Not live: ETH/USDT, SOL/USDT and 3 more · demo market, seed 7';
    expect(thai.cause(several)).toBe('ไม่สด: ETH/USDT, SOL/USDT และอีก 3 · ตลาดจำลอง ไม่ใช่ราคาจริง');
  });

  it('stay as they are when they are not known', () => {
    expect(thai.cause('The moon is full')).toBe('The moon is full');
  });

  it('says what the far side of a channel answered, and never that it was the exchange', () => {
    const trouble = 'ntfy.sh has trouble of its own (502: "bad gateway")';
    expect(knownReason(trouble)?.key).toBe('reason.send.trouble');
    expect(thai.cause(trouble)).toBe('ปลายทางมีปัญหาเอง (502: "bad gateway")');
    expect(thai.cause('127.0.0.1:99 does not take the message (400: "no such hook")')).toBe(
      'ปลายทางไม่รับข้อความนี้ (400: "no such hook")',
    );
    expect(knownReason('The exchange has trouble of its own')?.key).toBe('reason.trouble');
  });
});
