import { describe, expect, it } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { VenueSources, type VenueSource } from './venue-sources.svelte';

const spot: VenueSource = {
  venue: 'spot',
  choice: 'global',
  rest: 'https://api.binance.com',
  ws: 'wss://stream.binance.com:9443',
  status: 'offline',
  reason: 'The exchange does not serve this location (451)',
  unavailable_until: null,
  choices: [{ name: 'data', rest: 'https://data-api.binance.vision', ws: 'wss://x' }],
};

async function opened(answer: { ok: true } | { ok: false }) {
  const transport = new FakeTransport()
    .answer('list_venues', () => ({ ok: true, value: { items: [spot], next: null } }))
    .answer('set_venue', ({ choice }) =>
      answer.ok
        ? { ok: true, value: { ...spot, choice } }
        : { ok: false, error: { code: 'FORBIDDEN', message: 'No.' } },
    );
  const sources = new VenueSources(transport);
  await sources.load();
  return { sources, transport };
}

describe('VenueSources', () => {
  it('shows the new source only once the services have taken it', async () => {
    const { sources, transport } = await opened({ ok: true });
    const change = sources.choose('spot', 'data');
    expect([sources.isBusy, sources.of('spot')?.choice]).toEqual([true, 'global']);
    expect(await change).toBe(true);
    expect([sources.isBusy, sources.of('spot')?.choice]).toEqual([false, 'data']);
    expect(transport.asked.at(-1)?.params).toEqual({ venue: 'spot', choice: 'data' });
  });

  it('keeps the old source when the change is refused, and says why', async () => {
    const { sources } = await opened({ ok: false });
    expect(await sources.choose('spot', 'data')).toBe(false);
    expect(sources.of('spot')?.choice).toBe('global');
    expect(sources.errorOf('spot')?.code).toBe('FORBIDDEN');
    expect(sources.errorOf('futures')).toBeNull();
    expect(sources.of('futures')).toBeUndefined();
  });
});
