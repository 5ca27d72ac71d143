import { expect, test } from 'vitest';
import { Welcome } from './welcome.svelte';

const storeOf = (kept: Record<string, string> = {}) => ({
  getItem: (key: string) => kept[key] ?? null,
  setItem: (key: string, value: string) => void (kept[key] = value),
});

test('it comes at the first start, still after a reload, and never again once it has ended', () => {
  const store = storeOf();
  expect(new Welcome(store).isOpen).toBe(true);
  store.setItem('tickwatch.symbol', 'BTC/USDT');
  const welcome = new Welcome(store);
  expect(welcome.isOpen).toBe(true);
  welcome.end();
  expect(new Welcome(store).isOpen).toBe(false);
});

test('who has used the page before is not welcomed', () => {
  expect(new Welcome(storeOf({ 'tickwatch.symbol': 'BTC/USDT' })).isOpen).toBe(false);
});

test('its pages lead on and back, and beyond the last one it ends', () => {
  const welcome = new Welcome(storeOf());
  welcome.go(-1);
  expect([welcome.step, welcome.number]).toEqual(['look', 1]);
  welcome.go(1);
  welcome.go(1);
  expect([welcome.step, welcome.isLast]).toEqual(['told', true]);
  welcome.go(1);
  expect(welcome.isOpen).toBe(false);
  welcome.open();
  expect([welcome.isOpen, welcome.number]).toEqual([true, 1]);
});
