import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutOf } from './csv-columns';
import { fillsToCsv, journalToCsv, writeCsv } from './csv-export';
import {
  fillKey,
  importCsv,
  previewCsv,
  type CsvImport,
  type CsvImportOptions,
} from './csv-import';
import { readCsv } from './csv-table';
import { readAmount, readTime } from './csv-value';
import type { Fill } from './fill';
import { buildLedger } from './ledger-build';
import { fillOf, finish } from './ledger-script';
import { Exact } from './money';

const SPOT: Record<string, string> = {
  BTCUSDT: 'BTC/USDT',
  '1INCHUSDT': '1INCH/USDT',
  '1000SATSUSDT': '1000SATS/USDT',
  TUSDT: 'T/USDT',
};
const symbolOf = (name: string) => SPOT[name.replace('/', '')] ?? null;
const contractOf = (name: string) => (SPOT[name] ? `${SPOT[name]}:USDT` : null);

function optionsFor(text: string, change: Partial<CsvImportOptions> = {}): CsvImportOptions {
  const { layout } = previewCsv(text)!;
  const { columns, utcOffset } = layout;
  return { columns, utcOffset, symbolOf, known: new Set(), ...change };
}

function run(text: string, change: Partial<CsvImportOptions> = {}): CsvImport {
  return finish(importCsv(text, optionsFor(text, change)));
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

function show({ time, symbol, side, quantity, price, fee, feeFromQuantity }: Fill): string {
  const charged = fee ? `${fee.amount.toText()} ${fee.asset}` : 'no';
  const at = new Date(time).toISOString();
  const taken = feeFromQuantity ? ' taken' : '';
  return `${at} ${side} ${quantity.toText()} ${symbol} @ ${price.toText()} fee ${charged}${taken}`;
}

const NEW_SPOT = 'Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n';
const OLD_SPOT = 'Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n';
const FUTURES =
  'Date(UTC),Symbol,Side,Price,Quantity,Amount,Fee,Fee Coin,Realized Profit,Quote Asset\n';

test('the spot export is recognized, its units and separators are read', () => {
  const text = `${NEW_SPOT}2024-05-01 12:30:00,BTCUSDT,BUY,"60,000.50",0.0012BTC,"72.0006USDT",0.0000012BTC
2024-05-01 12:31:00,1INCHUSDT,SELL,0.4,121INCH,4.8USDT,0.00001BNB
2024-05-01 12:32:00,1000SATSUSDT,BUY,0.0002,100001000SATS,2USDT,0.002USDT
2024-05-01 12:33:00,TUSDT,SELL,0.02,100T,2USDT,0.002USDT\n`;
  expect(previewCsv(text)?.layout).toMatchObject({ format: 'binance-spot', missing: [] });
  expect(fillsOf(text).map(show)).toEqual([
    '2024-05-01T12:30:00.000Z buy 0.0012 BTC/USDT @ 60000.5 fee 0.0000012 BTC taken',
    '2024-05-01T12:31:00.000Z sell 12 1INCH/USDT @ 0.4 fee 0.00001 BNB',
    '2024-05-01T12:32:00.000Z buy 10000 1000SATS/USDT @ 0.0002 fee 0.002 USDT',
    '2024-05-01T12:33:00.000Z sell 100 T/USDT @ 0.02 fee 0.002 USDT',
  ]);
});

test('the older spot export is recognized: there, the amount is the quantity', () => {
  const text = `${OLD_SPOT}2018-01-20 16:59:59,BTCUSDT,BUY,11000,0.5,5500,0.55,USDT\r\n`;
  expect(previewCsv(text)?.layout.format).toBe('binance-spot');
  expect(fillsOf(text).map(show)).toEqual([
    '2018-01-20T16:59:59.000Z buy 0.5 BTC/USDT @ 11000 fee 0.55 USDT',
  ]);
});

test('the futures export is recognized, with a fee in BNB valued at its price of then', () => {
  const text = `${FUTURES}2025-01-10 10:00:00,BTCUSDT,SELL,94000.00,0.01,940,0.0004,BNB,0,USDT\n`;
  expect(previewCsv(text)?.layout.format).toBe('binance-futures');
  const [fill] = fillsOf(text, { symbolOf: contractOf, rateOf: () => Exact.of(700) });
  expect(show(fill!)).toBe(
    '2025-01-10T10:00:00.000Z sell 0.01 BTC/USDT:USDT @ 94000 fee 0.0004 BNB',
  );
  expect(fill!.fee?.rate?.toText()).toBe('700');
});

test('a coin that is traded no more is read by the unit of its quantity', () => {
  const text = `${NEW_SPOT}2022-05-01 12:30:00,LUNAUSDT,BUY,80,12.5LUNA,1000USDT,0.0125LUNA\n`;
  expect(fillsOf(text)[0]?.symbol).toBe('LUNA/USDT');
});

test('other files say what is missing, and a mapping by hand reads them', () => {
  const text = 'When;What;Way;At;How much\n24-05-01 12:30;BTC/USDT;b;100;0.5\n';
  expect(previewCsv(text)?.layout.missing).toHaveLength(5);
  const columns = { time: 0, symbol: 1, side: 2, price: 3, quantity: 4 };
  expect(fillsOf(text, { columns }).map(show)).toEqual([
    '2024-05-01T12:30:00.000Z buy 0.5 BTC/USDT @ 100 fee no',
  ]);
});

test('a time zone in the header is taken off', () => {
  const text = `Time(UTC+5:30),Pair,Side,Price,Quantity\n2024-05-01 01:00:00,BTCUSDT,BUY,1,1\n`;
  expect(layoutOf(['Date(UTC-3)', 'Pair']).utcOffset).toBe(-180);
  expect(new Date(fillsOf(text)[0]!.time).toISOString()).toBe('2024-04-30T19:30:00.000Z');
});

test.each([
  [
    '2024-02-30 10:00:00,BTCUSDT,BUY,1,1BTC,1USDT,0',
    '3 time: "2024-02-30 10:00:00" cannot be read',
  ],
  [
    '2024-02-20 25:00:00,BTCUSDT,BUY,1,1BTC,1USDT,0',
    '3 time: "2024-02-20 25:00:00" cannot be read',
  ],
  [',BTCUSDT,BUY,1,1BTC,1USDT,0', '3 time: is missing'],
  ['2024-02-20 10:00:00,NOPE,BUY,1,1BTC,1USDT,0', '3 symbol: "NOPE" is no known symbol'],
  ['2024-02-20 10:00:00,BTCUSDT,HOLD,1,1BTC,1USDT,0', '3 side: "HOLD" cannot be read'],
  ['2024-02-20 10:00:00,BTCUSDT,BUY,0,1BTC,1USDT,0', '3 price: "0" is not above 0'],
  ['2024-02-20 10:00:00,BTCUSDT,BUY,1,-1BTC,1USDT,0', '3 quantity: "-1BTC" is not above 0'],
  ['2024-02-20 10:00:00,BTCUSDT,BUY,1,1ETH,1USDT,0', '3 quantity: "1ETH" is not in BTC'],
  ['2024-02-20 10:00:00,BTCUSDT,BUY,"1,5",1BTC,1USDT,0', '3 price: "1,5" cannot be read'],
  ['2024-02-20 10:00:00,BTCUSDT,BUY,1', '3 The row is cut off: the header has 7 cells, it 4.'],
  ['2024-02-20 10:00:00,BTCUSDT,BUY,1,1BTC,1USDT,x', '3 fee: "x" cannot be read'],
  ['2024-02-20 10:00:00,"BTCUSDT,BUY,1,1BTC,1USDT,0', '3 The row has a quote without an end.'],
  ['2024-02-20 10:00:00,"BTC"USDT,BUY,1,1', '3 The row has text after a closing quote.'],
])('a broken row is named by its line and reason, and nothing is imported: %s', (row, reason) => {
  const good = '2024-05-01 12:30:00,BTCUSDT,BUY,60000,1BTC,60000USDT,0.1USDT\n';
  expect(errorsOf(`${NEW_SPOT}${good}${row}\n`)).toEqual([reason]);
});

test('a row with fewer cells than the header is cut off, and nothing is imported', () => {
  const row = '2024-05-01 12:30:00,BTCUSDT,BUY,60000,125.75BTC,1USDT,0.1USDT\n';
  const cut = NEW_SPOT + row + row.slice(0, row.indexOf('.75'));
  expect(errorsOf(cut)).toEqual(['3 The row is cut off: the header has 7 cells, it 5.']);
});

test('no symbol and no asset is conjured from what is no name', () => {
  const row = (pair: string, unit: string, fee: string) =>
    `${NEW_SPOT}2024-05-01 12:30:00,${pair},BUY,1,1${unit},1USDT,${fee}\n`;
  expect(errorsOf(row('<B>USDT', '<B>', '0'))).toEqual(['2 symbol: "<B>USDT" is no known symbol']);
  expect(errorsOf(row('LUNA<B>', 'LUNA', '0'))).toEqual(['2 symbol: "LUNA<B>" is no known symbol']);
  expect(errorsOf(row('BTCUSDT', 'BTC', '1<B>'))).toEqual(['2 fee: "1<B>" cannot be read']);
  const old = `${OLD_SPOT}2018-01-20 16:59:59,BTCUSDT,BUY,1,1,1,1,<B>\n`;
  expect(errorsOf(old)).toEqual(['2 fee: "<B>" cannot be read']);
});

test('a line break inside a cell is counted as a line', () => {
  const text = `Date(UTC),Pair,Side,Price,Executed,Note\n${'2024-05-01 12:30:00,BTCUSDT,BUY,1,1BTC,"a\r\n\nb"\n'.repeat(2)}x\n`;
  expect(errorsOf(text)[0]).toMatch(/^8 /);
});

test('only the first hundred errors are listed, all are counted', () => {
  const result = run(NEW_SPOT + 'x,BTCUSDT,BUY,1,1,1,0\n'.repeat(250));
  expect(result).toMatchObject({ ok: false, errorCount: 250 });
  expect(result.ok ? 0 : result.errors.length).toBe(100);
});

const ROW = '2024-05-01 12:30:00,BTCUSDT,BUY,60000,1BTC,60000USDT,0.1USDT\n';

test('rows that the ledger has, or that come twice, are left out and listed', () => {
  const other = ROW.replace('60000,', '60001,');
  const known = new Set(fillsOf(NEW_SPOT + other).map(fillKey));
  const result = run(NEW_SPOT + ROW + other + ROW, { known });
  expect(result).toMatchObject({
    ok: true,
    duplicates: [
      { line: 3, firstLine: null },
      { line: 4, firstLine: 2 },
    ],
  });
  expect(result.ok && result.fills.length).toBe(1);
});

test('repeated rows are fills of their own when the trader says so, or when their ids differ', () => {
  expect(fillsOf(NEW_SPOT + ROW + ROW, { keepRepeats: true })).toHaveLength(2);
  const header = 'Date(UTC),Pair,Side,Price,Executed,Trade ID\n';
  const rows = [2, 1].map((id) => `2024-05-01 12:30:00,BTCUSDT,BUY,60000,1BTC,${id}\n`).join('');
  expect(fillsOf(header + rows).map((fill) => fill.tradeId)).toEqual(['1', '2']);
});

test('a file that lists the newest first is turned round, also within one second', () => {
  const row = (time: string, side: string, quantity: string) =>
    `2024-05-01 12:30:${time},BTCUSDT,${side},60000,${quantity}BTC,1USDT,0\n`;
  const text = NEW_SPOT + row('05', 'SELL', '3') + row('01', 'SELL', '1') + row('01', 'BUY', '4');
  const { records, uncovered } = finish(buildLedger(fillsOf(text), null));
  expect(uncovered).toHaveLength(0);
  expect(records.map(({ position }) => position.closedAt !== null)).toEqual([true]);
});

test('progress grows to one, step by step', () => {
  const text = NEW_SPOT + ROW.repeat(1000);
  const steps = [...importCsv(text, optionsFor(text))];
  expect(steps.map(({ rows }) => rows)).toEqual([250, 500, 750, 1000, 1000]);
  expect(steps.at(-1)?.done).toBe(1);
  expect(steps.every(({ done }, at) => at === 0 || done >= steps[at - 1]!.done)).toBe(true);
});

test('a preview shows the first rows and needs no valid ones', () => {
  const preview = previewCsv(`\uFEFF${NEW_SPOT}${'a,b\n'.repeat(50)}`)!;
  expect(preview.header[0]).toBe('Date(UTC)');
  expect(preview.rows).toHaveLength(20);
  expect(previewCsv('')).toBeNull();
});

test('what is written is read back, whatever is in the cells', () => {
  const cell = fc.string().map((text) => text.replaceAll('\r', '').replaceAll('\uFEFF', ''));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, fc.constant('end')), { minLength: 1 }), (rows) => {
      const back = [...readCsv(writeCsv(rows), ',')];
      expect(back.every(({ problem }) => problem === null)).toBe(true);
      const plain = (text: string) => text.replace(/^'(?=[=+\-@\t])/, '');
      expect(back.map(({ cells }) => cells.map(plain))).toEqual(rows.map((row) => row.map(plain)));
    }),
    { numRuns: 500 },
  );
});

test.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1'])('%j is written as no formula', (text) => {
  expect(writeCsv([[text]])).toMatch(/^"?'/);
});

test('numbers stay numbers, quotes and line breaks are kept', () => {
  expect(writeCsv([['-12.5', 'a "b"', 'c\nd']])).toBe('-12.5,"a ""b""","c\nd"\r\n');
});

test('exported fills come back as they were', () => {
  const fills = fillsOf(NEW_SPOT + ROW + ROW.replace('0.1USDT', '0.001BTC'));
  expect(fillsOf(fillsToCsv(fills)).map(show)).toEqual(fills.map(show));
});

test.each([true, false])('an export tells where a fee was taken from: %j', (feeFromQuantity) => {
  const [fill] = fillsOf(NEW_SPOT + ROW.replace('0.1USDT', '0.001BTC'));
  const [back] = fillsOf(fillsToCsv([{ ...fill!, feeFromQuantity }]));
  expect(back?.feeFromQuantity).toBe(feeFromQuantity);
});

test('the journal is exported with results and their currency', () => {
  const sell = ROW.replace('BUY,60000', 'SELL,61000').replace('12:30', '12:31');
  const { records } = finish(buildLedger(fillsOf(NEW_SPOT + ROW + sell), null));
  const text = journalToCsv(records.map(({ position }) => ({ position, tags: ['=x', 'dip'] })));
  expect(text.split('\r\n')[1]).toBe(
    "2024-05-01 12:30:00.000,2024-05-01 12:31:00.000,BTC/USDT,long,1,60000,61000,1000,0.2,0,999.8,USDT,60000,'=x dip",
  );
});

test.each([
  ['1704067200000', 1_704_067_200_000],
  ['1704067200', 1_704_067_200_000],
  ['2024-01-01T00:00:00.5Z', 1_704_067_200_500],
  ['2024/1/1 0:00', 1_704_067_200_000],
  ['2024-13-01 00:00:00', null],
  ['yesterday', null],
])('the time %s is read as %j', (text, expected) => {
  expect(readTime(text, 0)).toBe(expected);
});

test.each(['', 'BTC', '1.2.3', '12,34', '0,125', '--1'])('%j is no amount', (text) => {
  expect(readAmount(text, ['BTC'])).toBeNull();
});

test('coins sold that were never bought are in no position, and said', () => {
  const sell = ROW.replace('BUY', 'SELL').replace('1BTC', '1.5BTC').replace('12:30', '12:31');
  const { records, uncovered } = finish(
    buildLedger(fillsOf(NEW_SPOT + ROW + sell + sell.replace('31', '32')), null),
  );
  expect(records).toHaveLength(1);
  expect(uncovered.map(({ quantity }) => quantity.toText())).toEqual(['0.5', '1.5']);
});

test('contracts flip where coins would be uncovered', () => {
  const header = FUTURES;
  const row = (time: string, side: string, quantity: string) =>
    `2025-01-10 10:00:${time},BTCUSDT,${side},100,${quantity},1,0,USDT,0,USDT\n`;
  const text = header + row('00', 'BUY', '1') + row('01', 'SELL', '3') + row('02', 'BUY', '2');
  const { records } = finish(buildLedger(fillsOf(text, { symbolOf: contractOf }), 10));
  expect(records.map(({ position }) => `${position.side} ${position.closedAt !== null}`)).toEqual([
    'long true',
    'short true',
  ]);
});

test('a long history is put together in steps', () => {
  const buys = Array.from({ length: 600 }, (_, at) => fillOf('buy', '1', '100', at));
  expect([...buildLedger(buys, null)]).toEqual([250, 500]);
});
