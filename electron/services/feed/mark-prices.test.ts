import { beforeEach, expect, test } from 'vitest';
import type { MarkPrice } from '../../../shared/domain/mark-price';
import { FakeExchange } from '../exchange/fake-exchange';
import { MarkPrices } from './mark-prices';

const PERPETUAL = 'BTC/USDT:USDT';

let exchange: FakeExchange;
let told: MarkPrice[];
let marks: MarkPrices;

const mark = (markPrice: number, time: number): MarkPrice => ({
  ...{ symbol: PERPETUAL, markPrice, time },
  ...{ indexPrice: null, fundingRate: null, nextFundingTime: null },
});

beforeEach(() => {
  exchange = new FakeExchange();
  told = [];
  marks = new MarkPrices({ exchange, onMark: (each) => told.push(each) });
});

test('a perpetual’s mark price is streamed as long as somebody follows it; spot has none', () => {
  const releases = [marks.follow(PERPETUAL), marks.follow(PERPETUAL), marks.follow('BTC/USDT')];
  expect(exchange.streams).toEqual([`markPrice ${PERPETUAL}`]);
  marks.onMark(mark(1, 1));
  for (const release of releases) release();
  expect(exchange.streams).toEqual([]);
  expect(marks.of(PERPETUAL)).toBeNull();
  marks.onMark(mark(2, 2));
  expect(told.map(({ markPrice }) => markPrice)).toEqual([1]);
});

test('one that comes twice or late changes nothing', () => {
  marks.follow(PERPETUAL);
  for (const [price, time] of [
    [1, 10],
    [2, 11],
    [2, 11],
    [1, 10],
  ] as const) {
    marks.onMark(mark(price, time));
  }
  expect(told.map(({ markPrice }) => markPrice)).toEqual([1, 2]);
  expect(marks.of(PERPETUAL)?.markPrice).toBe(2);
});

test('that of a symbol nobody follows is asked of the venue', async () => {
  exchange.marks = [mark(3, 1)];
  await expect(marks.lookUp(PERPETUAL)).resolves.toMatchObject({ markPrice: 3 });
  await expect(marks.lookUp('BTC/USDT')).resolves.toBeNull();
});

test('on another market the one before is forgotten, and an earlier one is news', () => {
  marks.follow(PERPETUAL);
  marks.onMark(mark(1, 1000));
  marks.onMoved('spot');
  expect(marks.of(PERPETUAL)).not.toBeNull();
  marks.onMoved('futures');
  expect(marks.of(PERPETUAL)).toBeNull();
  marks.onMark(mark(2, 5));
  expect(marks.of(PERPETUAL)?.markPrice).toBe(2);
});

test('a mark with a wrong time far ahead does not keep those that follow away for long', () => {
  marks.follow(PERPETUAL);
  marks.onMark(mark(1, 600_000));
  for (let second = 1; second <= 20; second++) marks.onMark(mark(200 + second, 1000 * second));
  expect(told.map(({ markPrice }) => markPrice)).toEqual([
    1,
    ...Array.from({ length: 10 }, (_, at) => 211 + at),
  ]);
  expect(marks.of(PERPETUAL)?.markPrice).toBe(220);
});
