import { expect, test } from 'vitest';
import { requests } from '../../shared/protocol/requests';
import { Locale } from './i18n.svelte';
import { knownRefusal } from './refusals';

const sources: Record<string, string> = import.meta.glob(
  [
    '../../shared/domain/{ledger,equity-day}.ts',
    '../../electron/services/positions/*.ts',
    '../../electron/services/store/{state-document,import-limits,backups}.ts',
  ],
  { query: '?raw', import: 'default', eager: true },
);
/** Places where the services refuse the value of a field. */
const WRITTEN = [
  /\b(?:invalid|fieldError)\(\s*['`][^'`]+['`],\s*(['`])([^'`]+)\1/g,
  /'INVALID',\s*(['`])([^'`]+)\1/g,
  /\bmessage: (['`])([^'`]+)\1/g,
];

function refusalsWritten(): string[] {
  const own = Object.entries(sources).filter(([path]) => !/test|harness/.test(path));
  const found = own.flatMap(([, source]) =>
    WRITTEN.flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[2] ?? '')),
  );
  return found
    .filter((text) => text !== '${field}: ${message}')
    .filter((text) => text !== '${field}: ${message}; nothing was changed')
    .map((text) => text.replace('${side}', 'short').replaceAll(/\$\{[^}]+\}/g, '7'));
}

const nothing = { getItem: () => null, setItem: () => undefined };
const thai = new Locale(nothing, ['th']);

test('all that the services refuse at a field has words of the catalogs', () => {
  expect(refusalsWritten().length).toBeGreaterThan(25);
  expect(refusalsWritten().filter((text) => knownRefusal(text) === null)).toEqual([]);
});

const VALID = { symbol: 'BTC/USDT', side: 'long', quantity: 1, entry_price: 1 };

test.each<[string, object, string]>([
  ['nothing above zero', { quantity: 0 }, 'refusal.positive'],
  ['more than can be', { quantity: 1e15 }, 'refusal.most'],
  ['no number', { quantity: 'much' }, 'refusal.invalid'],
  ['too little', { leverage: 0.5 }, 'refusal.least'],
  ['a long note', { note: 'x'.repeat(4001) }, 'refusal.long'],
  ['many tags', { tags: Array(21).fill('a') }, 'refusal.many'],
  ['an empty tag', { tags: [''] }, 'refusal.needed'],
  ['an asset that is none', { fee_asset: '$$$' }, 'refusal.asset'],
  ['a time that is none', { opened_at: 'soon' }, 'refusal.invalid'],
  ['a year far off', { opened_at: '1990-01-01T00:00:00Z' }, 'refusal.years'],
])('what a schema says of %s is known', (_name, change, key) => {
  const { error } = requests.create_position.params.safeParse({ ...VALID, ...change });
  expect(knownRefusal(error?.issues[0]?.message ?? 'nothing')?.key).toBe(key);
});

test('a refusal is Thai on a Thai screen, with what it names, and all of it is told', () => {
  const details = [
    { field: 'quantity', message: 'Selling 3 is more than the 1.5 that is open; and so on' },
    { field: 'asset', message: 'has no known rate to THB' },
  ];
  const told = thai.refusal({ code: 'INVALID', message: 'in English', details });
  expect(told).toBe('มากกว่าที่เปิดอยู่ คือ 1.5 ไม่ทราบอัตราแลกเปลี่ยนเป็น THB');
  expect(thai.refusal({ code: 'UNAVAILABLE', message: 'x' })).toBe(thai.t('error.UNAVAILABLE'));
});

test('what is not known stays as it is', () => {
  expect(thai.atField('is purple')).toBe('is purple');
});

test('a port that cannot be had is said with its number', () => {
  const message =
    'Port 8765 on 127.0.0.1 is in use; choose another with --port, or --port 0 for any';
  expect(knownRefusal(message)).toEqual({ key: 'refusal.port.used', values: { port: '8765' } });
});

test.each([
  ['must be at least 0.01, the smallest step of the price', 'refusal.tick', '0.01'],
  [
    'must be at least 0.1 at a price of 10000: smaller steps would be alerts',
    'refusal.fine',
    '0.1',
  ],
  ['must be at least 0.001: smaller steps would be alerts', 'refusal.fine', '0.001'],
  ['must be below 100: no price falls further', 'refusal.fall', undefined],
])('a rule that is refused for "%s" is told so in Thai', (said, key, bound) => {
  expect(knownRefusal(said)).toMatchObject({ key, values: bound === undefined ? {} : { bound } });
  expect(thai.atField(said)).toMatch(/[\u0e00-\u0e7f]/);
  if (bound !== undefined) expect(thai.atField(said)).toContain(bound);
});
