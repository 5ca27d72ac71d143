import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from './connection.svelte';
import { Now } from './now.svelte';

const START = Date.UTC(2026, 0, 1);

describe('Connection', () => {
  beforeEach(() => void vi.useFakeTimers({ now: START }));
  afterEach(() => void vi.useRealTimers());

  it('keeps since when a venue is as it is, and how old its data is', () => {
    const connection = new Connection(new Now());
    connection.setLink({ state: 'connected' });
    const since = new Date(START - 60_000).toISOString();
    const status = { venue: 'spot', status: 'stale', reason: 'silence' } as const;
    connection.setStatus({ ...status, since, timestamp: since });
    connection.setHealth({
      status: 'degraded',
      version: '0',
      uptime_s: 1,
      market: 'live',
      venues: {
        spot: {
          status: 'stale',
          data_age_ms: 9000,
          reason: 'silence',
          symbols: { connecting: 0, live: 0, stale: 1, offline: 0 },
          reconnects: 0,
        },
      },
      store: { state: 'saved', reason: null, since },
    });
    expect(connection.venues).toMatchObject([
      {
        venue: 'spot',
        state: 'stale',
        since: START - 60_000,
        heardAt: START - 9000,
      },
    ]);
    expect(connection.ageMs).toBe(9000);
  });

  it('shows a catch-up while it lasts, and not behind a lost line', () => {
    const connection = new Connection(new Now());
    connection.setLink({ state: 'connected' });
    connection.setCatchUp({ total: 50, done: 12 });
    expect(connection.catchUp).toEqual({ total: 50, done: 12 });
    connection.setCatchUp({ total: 50, done: 50 });
    expect(connection.catchUp).toBeNull();
    connection.setCatchUp({ total: 2, done: 1 });
    connection.setLink({ state: 'lost', reason: 'gone' });
    expect(connection.catchUp).toBeNull();
  });
});
