import { expect, it } from 'vitest';
import { diagnosticsText } from './diagnostics-text';

const TIME = '2026-01-01T00:00:00.000Z';

it('says everything in lines of names and values, with what has blanks in quotes', () => {
  const told = {
    ...{ name: 'My bot', program: 'node', transport: 'polling', address: '127.0.0.1' },
    ...{ scope: 'read' as const, since: TIME, following: 2, received: 3, sent: 4, waiting: 0 },
    ...{ waiting_bytes: 0, latency_ms: null },
  };
  const rates = { receivedRate: null, sentRate: 1.26 };
  const store = { state: 'saved', reason: null, since: TIME } as const;
  const symbols = { connecting: 0, live: 1, stale: 0, offline: 0 };
  const spot = {
    status: 'live',
    data_age_ms: 12,
    reason: null,
    symbols,
    reconnects: 1,
  } as const;
  const text = diagnosticsText({
    report: {
      connections: [],
      event_loop: { mean_ms: 0.2, p99_ms: 1, max_ms: 7 },
      feeds: [{ venue: 'spot', delay: { mean_ms: 40, p99_ms: null } }],
      timestamp: TIME,
    },
    health: {
      ...{ status: 'ok', version: '1.2.3', uptime_s: 9, market: 'live', store },
      venues: { spot },
    },
    connections: [{ told, key: 'k', latencies: [], ...rates }],
    roundTrips: [9, 2.34],
  });
  expect(text.split('\n')).toEqual([
    `tickwatch version=1.2.3 status=ok uptime_s=9 market=live time=${TIME} round_trip_ms=2.3`,
    'event_loop mean_ms=0.2 p99_ms=1 max_ms=7',
    'spot status=live data_age_ms=12 reconnects=1 delay_mean_ms=40 delay_p99_ms=null',
    `connection name="My bot" program=node transport=polling address=127.0.0.1 scope=read since=${TIME} following=2 received=3 sent=4 waiting=0 waiting_bytes=0 latency_ms=null received_per_s=null sent_per_s=1.3`,
    '',
  ]);
});
