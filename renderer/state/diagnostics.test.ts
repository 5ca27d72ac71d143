import { describe, expect, it } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import type { RequestResult } from '../../shared/protocol/requests';
import { Diagnostics } from './diagnostics.svelte';

type Connection = RequestResult<'get_diagnostics'>['connections'][number];

const time = (seconds: number): string => new Date(1e12 + seconds * 1000).toISOString();
const connection = (part: Partial<Connection>): Connection => ({
  ...{ name: 'bot', program: 'node', transport: 'websocket', address: '127.0.0.1' },
  ...{ scope: 'read', since: time(0), following: 0, received: 0, sent: 0, waiting: 0 },
  ...{ waiting_bytes: 0, latency_ms: null },
  ...part,
});

function harness() {
  let now = 0;
  let connections: Connection[] = [];
  let timestamp = time(0);
  const transport = new FakeTransport().answer('get_diagnostics', () => {
    now += 7;
    return { ok: true, value: { connections, event_loop: null, feeds: [], timestamp } };
  });
  const diagnostics = new Diagnostics(transport, () => now);
  const tell = (seconds: number, next: Connection[]): Promise<void> => {
    [timestamp, connections] = [time(seconds), next];
    return diagnostics.load();
  };
  return { transport, diagnostics, tell };
}

describe('Diagnostics', () => {
  it('tells rates between two reports, and none of a connection seen the first time', async () => {
    const { diagnostics, tell } = harness();
    await tell(0, [connection({ received: 10, sent: 100 })]);
    expect(diagnostics.connections.map(({ sentRate }) => sentRate)).toEqual([null]);
    const later = connection({ name: 'new', since: time(1), sent: 9 });
    await tell(2, [later, connection({ received: 13, sent: 140 })]);
    expect(diagnostics.connections).toMatchObject([
      { told: { name: 'bot' }, receivedRate: 1.5, sentRate: 20 },
      { told: { name: 'new' }, receivedRate: null, sentRate: null },
    ]);
  });

  it('tells two connections of one program apart that were made at one time', async () => {
    const { diagnostics, tell } = harness();
    await tell(0, [connection({ sent: 5 }), connection({ sent: 50 })]);
    await tell(1, [connection({ sent: 6 }), connection({ sent: 70 })]);
    expect(new Set(diagnostics.connections.map(({ key }) => key)).size).toBe(2);
    expect(diagnostics.connections.map(({ sentRate }) => sentRate)).toEqual([1, 20]);
  });

  it('keeps each answer to a ping once, and how long its own questions take', async () => {
    const { diagnostics, tell } = harness();
    for (const latency of [null, 3, 3, 5]) await tell(0, [connection({ latency_ms: latency })]);
    expect(diagnostics.connections[0]?.latencies).toEqual([3, 5]);
    expect(diagnostics.roundTrips).toEqual([7, 7, 7, 7]);
  });

  it('keeps what it knows and says why when it is not answered', async () => {
    const { diagnostics, tell, transport } = harness();
    await tell(0, [connection({})]);
    transport.setLink({ state: 'lost', reason: 'transport close' });
    await diagnostics.load();
    expect([diagnostics.error?.code, diagnostics.connections.length]).toEqual(['UNAVAILABLE', 1]);
  });
});
