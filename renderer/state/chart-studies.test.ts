import { expect, it } from 'vitest';
import { ChartStudies } from './chart-studies.svelte';

function memory(first: Record<string, string> = {}) {
  const kept = new Map(Object.entries(first));
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}
const KEY = 'tickwatch.chart.0.studies';

it('what a chart shows, and how long, is there again; another chart has its own', () => {
  const store = memory();
  const studies = new ChartStudies(store, 0);
  studies.setShown('rsi', true);
  studies.setShown('ema', true);
  expect(studies.setParams('ema', { length: 34 })).toBeNull();
  const again = new ChartStudies(store, 0);
  expect(again.chosen.map(({ name, params }) => [name, params])).toEqual([
    ['ema', { length: 34 }],
    ['rsi', { length: 14 }],
  ]);
  expect(new ChartStudies(store, 1).chosen).toEqual([]);
  again.reset('ema');
  expect(new ChartStudies(store, 0).paramsOf('ema')).toEqual({ length: 20 });
});

it('a length that the indicator does not take is refused at its field, and changes nothing', () => {
  const studies = new ChartStudies(memory(), 0);
  expect(studies.setParams('ema', { length: 1 })?.path).toEqual(['params', 'length']);
  const order = studies.setParams('macd', { fast: 30, slow: 20, signal: 9 });
  expect(order?.path).toEqual(['params', 'fast']);
  expect(studies.isChanged('ema')).toBe(false);
  expect(studies.paramsOf('macd')).toEqual({ fast: 12, slow: 26, signal: 9 });
});

it.each([
  'no json',
  'null',
  '[1,2]',
  '{"shown":"ema","params":7}',
  '{"shown":["tea"],"params":{"ema":{"length":1},"rsi":{"length":"14"},"macd":{"fast":3}}}',
])('what cannot be read counts as nothing chosen: %s', (text) => {
  const studies = new ChartStudies(memory({ [KEY]: text }), 0);
  expect(studies.chosen).toEqual([]);
  expect(studies.isChanged('ema') || studies.isChanged('rsi') || studies.isChanged('macd')).toBe(
    false,
  );
});
