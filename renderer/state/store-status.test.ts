import { describe, expect, it } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { StoreStatus, type StoreReport } from './store-status.svelte';

const at = '2026-01-01T00:00:00.000Z';
const notice = { id: 3, kind: 'recovered', text: 'Recovered.', at } as const;
const saved: StoreReport = {
  state: 'saved',
  reason: null,
  since: at,
  notices: [notice],
  timestamp: at,
};

describe('StoreStatus', () => {
  it('puts a notice away where all screens see it', async () => {
    const transport = new FakeTransport().answer('dismiss_notice', () => ({
      ok: true,
      value: { ...saved, notices: [] },
    }));
    const store = new StoreStatus(transport);
    store.receive(saved);
    await store.dismiss(3);
    expect(transport.asked).toEqual([{ name: 'dismiss_notice', params: { id: 3 } }]);
    expect(store.report?.notices).toEqual([]);
  });

  it('keeps a notice that could not be put away', async () => {
    const store = new StoreStatus(new FakeTransport());
    store.receive(saved);
    await store.dismiss(3);
    expect(store.report).toBe(saved);
  });
});
