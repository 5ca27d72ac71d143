import { expect, test } from 'vitest';
import { importCsv, previewCsv, type CsvImport, type CsvImportOptions } from './csv-import';
import type { Fill } from './fill';

const NEW_SPOT = 'Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n';

function run(text: string, change: Partial<CsvImportOptions> = {}): CsvImport {
  const { columns, utcOffset } = previewCsv(text)!.layout;
  const symbolOf = () => 'BTC/USDT';
  const steps = importCsv(text, { columns, utcOffset, symbolOf, known: new Set(), ...change });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

function fillsOf(text: string, change: Partial<CsvImportOptions> = {}): readonly Fill[] {
  const result = run(text, change);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.fills;
}

function errorsOf(text: string): readonly string[] {
  const result = run(text);
  return result.ok ? [] : result.errors.map(({ line, reason }) => `${line} ${reason}`);
}

test('a file of one second is in the order its exchange lists, the newest first', () => {
  const row = (side: string, quantity: string) =>
    `2024-05-01 12:30:01,BTCUSDT,${side},60000,${quantity}BTC,1USDT,0\n`;
  const text = NEW_SPOT + row('SELL', '3') + row('SELL', '1') + row('BUY', '4');
  const fills = fillsOf(text, { isNewestFirst: true });
  expect(fills.map(({ quantity }) => quantity.toText())).toEqual(['4', '1', '3']);
  // Where times tell another order, they count.
  const later = row('SELL', '4').replace('30:01', '30:02');
  const rising = fillsOf(NEW_SPOT + row('BUY', '4') + later, { isNewestFirst: true });
  expect(rising.map(({ side }) => side)).toEqual(['buy', 'sell']);
});

test('a first line names the delimiter, and lines may end as they did on old machines', () => {
  const text = `${NEW_SPOT}2024-05-01 12:30:00,BTCUSDT,BUY,60000,1BTC,60000USDT,0.1USDT\n`;
  const [fill] = fillsOf(text);
  for (const other of [
    `sep=,\r\n${text}`,
    `\uFEFFSEP=;\n${text.replaceAll(',', ';')}`,
    `sep=|\r${text.replaceAll(',', '|').replaceAll('\n', '\r')}`,
    text.replaceAll('\n', '\r'),
  ]) {
    expect(fillsOf(other)).toEqual([fill]);
  }
  const broken = `sep=;\n${text.replaceAll(',', ';').replace('BUY', 'HOLD')}`;
  expect(errorsOf(broken)).toEqual(['3 side: "HOLD" cannot be read']);
  expect(errorsOf(text.replace('BUY', 'HOLD').replaceAll('\n', '\r'))).toHaveLength(1);
});

test.each([
  ['2024-01-01T00:00:00+07:00', '2023-12-31T17:00:00.000Z'],
  ['2024-01-01T00:00:00.250-0330', '2024-01-01T03:30:00.250Z'],
  ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.000Z'],
  ['2024-01-01 00:00:00', '2023-12-31T19:00:00.000Z'],
])('the time %s is told by its own offset, where it has one', (time, utc) => {
  const text = `${NEW_SPOT}${time},BTCUSDT,BUY,60000,1BTC,60000USDT,0\n`;
  const [fill] = fillsOf(text, { utcOffset: 300 });
  expect(new Date(fill!.time).toISOString()).toBe(utc);
});

test('an amount finer than any coin is refused by its field', () => {
  const row = (price: string, fee: string) =>
    `${NEW_SPOT}2024-05-01 12:30:00,BTCUSDT,BUY,${price},1BTC,1USDT,${fee}\n`;
  expect(errorsOf(row('1e-19', '0'))).toEqual(['2 price: "1e-19" is less than 1e-18']);
  expect(errorsOf(row('1', '1e-30'))).toEqual(['2 fee: "1e-30" is less than 1e-18']);
  expect(fillsOf(row('1e-18', '0'))).toHaveLength(1);
});
