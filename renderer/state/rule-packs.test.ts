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
  expect(await packs.arm(many)).toBe(true);
  expect([await armed(), rules.items.length, packs.isArming]).toEqual([12, 12, false]);
});

it('arms none when one is refused, and names that one', async () => {
  const { packs, rules, armed } = harness();
  const bad = rule(9, 'NO/SUCH');
  expect(await packs.arm([...many, bad, rule(10)])).toBe(false);
  expect(packs.refusal).toMatchObject({ rule: bad, error: { code: 'UNKNOWN_SYMBOL' } });
  expect([await armed(), rules.items.length]).toEqual([0, 0]);
});

it('says why when no rule of them is at fault', async () => {
  const { transport, packs } = harness();
  const error = { code: 'UNAVAILABLE', message: 'The disk is full.' } as const;
  transport.answer('create_alert_rules', () => ({ ok: false, error }));
  expect(await packs.arm(many)).toBe(false);
  expect(packs.refusal).toEqual({ rule: null, error });
});
