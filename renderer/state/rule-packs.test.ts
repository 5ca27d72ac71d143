import { expect, it, vi } from 'vitest';
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

/** A file of rules as a browser hands it over. */
function fileOf(...rules: unknown[]): File {
  const text = JSON.stringify({ format: 'tickwatch-rules', version: 1, rules });
  return new File([text], 'rules.json');
}

it('shows what the services make of a file', async () => {
  const { packs } = harness();
  await packs.choose(fileOf(rule(1), 7));
  expect([packs.busy, packs.problem, packs.refusal]).toEqual([null, null, null]);
  expect(packs.read).toMatchObject({
    entries: [
      { kind: 'rule', rule: rule(1), isDouble: false },
      { kind: 'bad', place: '(all)' },
    ],
  });
});

it('says that a file could not be looked at, and shows nothing of it', async () => {
  const { transport, packs } = harness();
  transport.setLink({ state: 'lost', reason: 'gone' });
  await packs.choose(fileOf(rule(1)));
  expect([packs.read, packs.busy]).toEqual([null, null]);
  expect(packs.refusal).toMatchObject({ rule: null, error: { code: 'UNAVAILABLE' } });
});

it('shows the file chosen last, whatever is answered first', async () => {
  const { transport, packs } = harness();
  const parked: (() => void)[] = [];
  transport.answer('check_alert_rules', async ({ rules }) => {
    await new Promise<void>((resolve) => parked.push(resolve));
    return { ok: true, value: { items: rules.map(() => ({ rule: rule(1), details: [] })) } };
  });
  const first = packs.choose(fileOf(1));
  await vi.waitFor(() => expect(parked).toHaveLength(1));
  const second = packs.choose(fileOf(1, 2));
  await vi.waitFor(() => expect(parked).toHaveLength(2));
  for (const answer of parked.reverse()) answer();
  await Promise.all([first, second]);
  expect(packs.read).toMatchObject({ kind: 'pack', entries: { length: 2 } });
});

it('arms all that were chosen', async () => {
  const { packs, rules, armed } = harness();
  expect(await packs.arm(many)).toBe(true);
  expect([await armed(), rules.items.length, packs.busy]).toEqual([12, 12, null]);
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
