import { expect, it } from 'vitest';
import type { AlertRule } from '../../shared/domain/alert-rule';
import { FakeAlerts } from '../client/fake-alerts';
import { FakeTransport } from '../client/fake-transport';
import { RulePacks } from './rule-packs.svelte';
import { Rules } from './rules.svelte';

const rule = (n: number, symbol = 'BTC/USDT'): AlertRule => ({
  ...{ symbol, mode: 'once', severity: 'info' },
  condition: { type: 'price_above', price: n },
});
const many = Array.from({ length: 12 }, (_, n) => rule(n + 1));

function harness() {
  const transport = new FakeTransport();
  const services = new FakeAlerts(transport);
  const rules = new Rules({ transport, onSymbols: () => undefined });
  const packs = new RulePacks({ transport, rules, save: () => undefined });
  const armed = async (): Promise<number> => {
    const reply = await transport.request('list_alert_rules', {});
    return reply.ok ? reply.value.items.length : -1;
  };
  return { transport, services, packs, rules, armed };
}

it('arms all that were chosen', async () => {
  const { packs, rules, armed } = harness();
  expect(await packs.arm(many)).toEqual({ kind: 'armed' });
  expect([await armed(), rules.items.length, packs.done]).toEqual([12, 12, null]);
});

it('takes back what was armed when one is refused, and names that one', async () => {
  const { packs, rules, armed } = harness();
  const bad = rule(9, 'NO/SUCH');
  expect(await packs.arm([...many, bad])).toEqual({ kind: 'refused', left: 0 });
  expect(packs.refusal?.rule).toEqual(bad);
  expect([await armed(), rules.items.length]).toEqual([0, 0]);
});

it('a cancel in the middle takes back what was armed and arms no more', async () => {
  const { packs, armed } = harness();
  const ending = packs.arm(many);
  while ((packs.done ?? 0) === 0) await Promise.resolve();
  packs.cancel();
  expect(packs.done).toBeLessThan(many.length);
  expect(await ending).toEqual({ kind: 'canceled', left: 0 });
  expect(await armed()).toBe(0);
});

it('says how many could not be taken back', async () => {
  const { transport, packs } = harness();
  transport.answer('delete_alert_rule', () => ({
    ok: false,
    error: { code: 'UNAVAILABLE', message: 'Gone.' },
  }));
  expect(await packs.arm([rule(1), rule(2), rule(3, 'NO/SUCH')])).toEqual({
    kind: 'refused',
    left: 2,
  });
});
