import { expect, test } from 'vitest';
import { importCsv, previewCsv } from './csv-import';
import { finish } from './ledger-script';

const SPOT: Record<string, string> = { BTCUSDT: 'BTC/USDT', '1INCHUSDT': '1INCH/USDT' };

function run(text: string) {
  const { columns, utcOffset } = previewCsv(text)!.layout;
  const symbolOf = (name: string) => SPOT[name] ?? null;
  return finish(importCsv(text, { columns, utcOffset, symbolOf, known: new Set() }));
}

function fillsOf(text: string) {
  const result = run(text);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.fills;
}

function errorsOf(text: string): readonly string[] {
  const result = run(text);
  return result.ok ? [] : result.errors.map(({ line, reason }) => `${line} ${reason}`);
}

const NEW_SPOT = 'Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n';
const SEMICOLONS = 'Time(UTC);Symbol;Side;Price;Quantity;Fee\n';
const semicolonRow = (price: string, quantity: string, fee = '0') =>
  `2024-05-01 12:30:00;BTCUSDT;BUY;${price};${quantity};${fee}\n`;

test.each([
  ['0,125', '0.125'],
  ['1,500', '1.5', '0,45'],
  ['1,500BTC', '1.5', '0,45USDT'],
  ['1.234,5', '1234.5'],
  ['1.500', '1500', '0,45'],
  ['1.500', '1.5', '0.45'],
  ['1,500', '1500', '0.45'],
  ['1,234,567', '1234567'],
  ['1,5E-05', '0.000015'],
])(
  'a decimal comma is read as one, never as thousands: %s is %s (fee %s)',
  (quantity, shown, fee = '0') => {
    const [fill] = fillsOf(SEMICOLONS + semicolonRow('3000', quantity, fee));
    expect(fill?.quantity.toText()).toBe(shown);
  },
);

test.each([
  ['60000,50', '60000.5'],
  ['61000', '61000'],
])('a cell elsewhere tells what the comma of another is: beside %s', (price, expected) => {
  const text = SEMICOLONS + semicolonRow('3000', '1,500') + semicolonRow(price, '0,5');
  expect(fillsOf(text).map(({ quantity }) => quantity.toText())).toEqual(['1.5', '0.5']);
  expect(fillsOf(text)[1]?.price.toText()).toBe(expected);
});

test.each(['1,500', '60.000'])('%s with nothing that tells its sign is refused', (amount) => {
  const told = 'may mean thousands or three decimals, and no other amount of the file tells';
  const quantity = SEMICOLONS + semicolonRow('3000', amount);
  expect(errorsOf(quantity)).toEqual([`2 quantity: "${amount}" ${told}`]);
  const price = SEMICOLONS + semicolonRow('7', '1') + semicolonRow(amount, '1');
  expect(errorsOf(price)).toEqual([`3 price: "${amount}" ${told}`]);
});

test('commas and points for decimals in one file are refused', () => {
  const text = SEMICOLONS + semicolonRow('3000', '0,125') + semicolonRow('3000', '0.125');
  expect(errorsOf(text)).toEqual(['2 quantity: "0,125" cannot be read']);
});

test('a quoted decimal comma in a file of commas is no thousands', () => {
  const [fill] = fillsOf(`${NEW_SPOT}2024-05-01 12:30:00,BTCUSDT,BUY,3000,"0,125BTC",375USDT,0\n`);
  expect(fill?.quantity.toText()).toBe('0.125');
});

test('the digits of a unit prove no decimal sign: 1,500 of 1INCH in a file of commas', () => {
  const [fill] = fillsOf(`${NEW_SPOT}2024-05-01 12:30:00,1INCHUSDT,BUY,3,"1,5001INCH",0,0\n`);
  expect(fill?.quantity.toText()).toBe('1500');
});
