import { describe, expect, it } from 'vitest';
import { readFill } from '../../../shared/domain/csv-fill';
import { knownRowReason } from './row-reason';

const sources: Record<string, string> = import.meta.glob(
  ['../../../shared/domain/csv-{fill,import,table}.ts'],
  { query: '?raw', import: 'default', eager: true },
);
/** Places in the importer where a reason is written. */
const WRITTEN = [
  /RowProblem\([`']([^`']+)[`']/g,
  /\breason = '([^']+)'/g,
  /\bwhat = .*\? '([^']+)'/g,
  /\bwhat = .*: '([^']+)'/g,
  /#fail\(line, `([^`]+)`/g,
  /'(has [^']+)'/g,
];

const ROW = ['2026-01-05 10:00:00', 'BTCUSDT', 'BUY', '45000', '0.5', '0.1', 'USDT'];
const READING = {
  columns: { time: 0, symbol: 1, side: 2, price: 3, quantity: 4, fee: 5, feeAsset: 6 },
  utcOffset: 0,
  latest: Date.UTC(2026, 5, 1),
  decimal: '.',
  symbolOf: (name: string) => (name === 'BTCUSDT' ? 'BTC/USDT' : null),
} as const;

/** What the importer says of a row with one cell spoiled. */
function reasonOf(column: number, cell: string): string {
  const cells = ROW.with(column, cell);
  return readFill(cells, READING).problem ?? 'none';
}

describe('knownRowReason', () => {
  it.for<[column: number, cell: string, field: string, key: string, value: string]>([
    [0, '2031-01-01 00:00:00', 'time', 'future', '"2031-01-01 00:00:00"'],
    [0, '1999-01-01 00:00:00', 'time', 'past', '"1999-01-01 00:00:00"'],
    [1, 'WHATUSDX', 'symbol', 'symbol', '"WHATUSDX"'],
    [2, 'maybe', 'side', 'unreadable', '"maybe"'],
    [3, 'a lot', 'price', 'unreadable', '"a lot"'],
    [3, '', 'price', 'missing', ''],
    [3, '10000000000000000', 'price', 'large', '"10000000000000000"'],
    [4, '0', 'quantity', 'small', '"0"'],
    [4, '5 ETH', 'quantity', 'asset', '"5 ETH"'],
  ])(
    'understands what the importer says of cell %i when it is %j',
    ([column, cell, field, key, value]) => {
      expect(knownRowReason(reasonOf(column, cell))).toMatchObject({
        ...{ field: `import.field.${field}`, key: `import.row.${key}`, value },
      });
    },
  );

  it('understands every reason that the importer can write', () => {
    const written = Object.values(sources).flatMap((source) =>
      WRITTEN.flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1] ?? '')),
    );
    // What follows the cell is written by itself.
    const whole = written.filter((text) => !/\$\{(?:reason|what)\}/.test(text));
    const reasons = whole.map((text) =>
      text
        .replace('${field}', 'price')
        .replace('${problem}', 'has a quote without an end')
        .replaceAll(/\$\{[^}]+\}/g, '"7"'),
    );
    expect(reasons.length).toBeGreaterThan(12);
    const complete = reasons.map((reason) => {
      if (/^(?:has a|has text)/.test(reason)) return `The row ${reason}.`;
      return /^[Tt]he row|^\w+: /.test(reason) ? reason : `price: "7" ${reason}`;
    });
    expect(complete.filter((reason) => knownRowReason(reason) === null)).toEqual([]);
  });

  it('knows broken quotes, and leaves alone what it does not know', () => {
    expect(knownRowReason('The row has a quote without an end.')?.key).toBe('import.row.quotes');
    expect(knownRowReason('price: is purple')).toBeNull();
  });
});
