import { expect, it } from 'vitest';
import type { AlertInfo } from './alert-filter';
import { lastEvents } from './last-events';
import type { Turn } from './turns';

const at = (second: number) => new Date(second * 1000).toISOString();
const alert = (id: number, second: number) =>
  ({ alert_id: id, occurred_at: at(second) }) as AlertInfo;
const turn = (symbol: string, second: number) =>
  ({ symbol, interval: '1h', timestamp: at(second) }) as Turn;

it('tells the newest of alerts and turns first, and no more than asked for', () => {
  const alerts = [alert(3, 30), alert(2, 20), alert(1, 5)];
  const turns = [turn('BTC/USDT', 25), turn('ETH/USDT', 10)];
  expect(lastEvents(alerts, turns, 4).map(({ time }) => time / 1000)).toEqual([30, 25, 20, 10]);
});

it('tells apart what happened to one symbol on two intervals at once', () => {
  const both = [turn('BTC/USDT', 9), { ...turn('BTC/USDT', 9), interval: '4h' as const }];
  expect(new Set(lastEvents([], both, 9).map(({ key }) => key)).size).toBe(2);
});
