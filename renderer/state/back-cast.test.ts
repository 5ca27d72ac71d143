import { expect, it } from 'vitest';
import type { AlertRule } from '../../shared/domain/alert-rule';
import { FakeTransport } from '../client/fake-transport';
import { BackCast, type BackCastResult } from './back-cast.svelte';

const rule: AlertRule = {
  symbol: 'BTC/USDT',
  condition: { type: 'price_above', price: 1 },
  ...{ mode: 'every_time', severity: 'info' },
};
const order = { rule, days: 7, maxPerWeek: 7 };
const timestamp = '2026-01-01T00:00:00.000Z';
const result: BackCastResult = {
  ...{ fires: [], from: timestamp, to: timestamp, exact: true, count: 0, typical_gap_s: null },
  ...{ per_week: 0, per_week_at_night: 0, busiest_week: 0, proposal: null },
};

function parked() {
  const answers: (() => void)[] = [];
  const fake = new FakeTransport()
    .answer('cancel_backtest', () => ({ ok: true, value: { canceled: true } }))
    .answer(
      'backtest_alert_rule',
      () => new Promise((done) => answers.push(() => done({ ok: true, value: result }))),
    );
  return { fake, answers, cast: new BackCast(fake) };
}

it('progress counts only for the question at hand', async () => {
  const { cast, answers } = parked();
  const first = cast.ask(order);
  const second = cast.ask(order);
  cast.hear({ run: '1', done: 0.9, timestamp });
  expect(cast.progress).toBe(0);
  cast.hear({ run: '2', done: 0.5, timestamp });
  expect(cast.progress).toBe(0.5);
  answers[0]?.();
  await first;
  expect(cast.result).toBeNull();
  answers[1]?.();
  await second;
  expect(cast.result).toBe(result);
  expect(cast.progress).toBeNull();
});

it('ending it cancels what is at work, and a late answer is not shown', async () => {
  const { cast, answers, fake } = parked();
  const asked = cast.ask(order);
  cast.end();
  expect(fake.asked.at(-1)?.name).toBe('cancel_backtest');
  answers[0]?.();
  await asked;
  expect(cast.result).toBeNull();
  cast.end();
  expect(fake.asked.filter(({ name }) => name === 'cancel_backtest')).toHaveLength(1);
});
