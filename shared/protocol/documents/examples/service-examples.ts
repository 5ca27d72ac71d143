import type { RequestExamples } from './example-types';

const settings: RequestExamples['get_settings']['result'] = {
  alerts: {
    default_channels: ['desktop', 'sound'],
    quiet_hours: null,
    muted: false,
    snoozed_until: null,
    flood_limit: 10,
    repeat_critical_s: 60,
  },
  signals: {
    cost_spot: 0.002,
    cost_futures: 0.001,
    stop_ranges: 1.5,
    horizon: 24,
    intervals: ['15m', '1h', '4h'],
    per_symbol: {},
  },
  endpoint: {
    enabled: true,
    port: 0,
    lan: false,
    fixed: ['enabled', 'port'],
    state: 'open',
    fault: null,
    url: 'http://127.0.0.1:8765',
    lan_urls: [],
  },
  desktop: null,
};

/** Examples of requests about access and the service itself. */
export const serviceExamples = {
  create_token: {
    params: { name: 'my bot', scope: 'read', ttl_s: 86400 },
    result: {
      id: '3f0c1c5e-8a55-4d0f-9d2a-5b8f0f6f8a11',
      token: 'HEADER.PAYLOAD.SIGNATURE',
      name: 'my bot',
      scope: 'read',
      expires_at: '2026-01-25T03:42:09.259Z',
    },
  },
  list_tokens: {
    params: {},
    result: {
      items: [
        {
          id: '3f0c1c5e-8a55-4d0f-9d2a-5b8f0f6f8a11',
          name: 'my bot',
          scope: 'read',
          created_at: '2026-01-24T03:42:09.259Z',
          expires_at: '2026-01-25T03:42:09.259Z',
          last_used_at: null,
          revoked_at: null,
          current: false,
        },
      ],
      next: null,
    },
  },
  revoke_token: {
    params: { id: '3f0c1c5e-8a55-4d0f-9d2a-5b8f0f6f8a11' },
    result: { id: '3f0c1c5e-8a55-4d0f-9d2a-5b8f0f6f8a11' },
  },
  get_snapshot: {
    params: {},
    result: {
      seq: 1795491718053187,
      prices: [
        {
          symbol: 'BTC/USDT',
          price: 71721.01,
          change_24h: -4.17,
          timestamp: '2026-01-24T03:42:08.454Z',
        },
      ],
      marks: [],
      positions: [],
      alerts: [],
      signals: [
        {
          symbol: 'BTC/USDT',
          interval: '15m',
          signal: 'LONG',
          status: 'reading',
          as_of: '2026-02-05T07:59:59.999Z',
          call: {
            previous_signal: 'NEUTRAL',
            new_signal: 'LONG',
            confidence: 0.378878,
            breakeven: 0.588967,
            basis: 'calibrated',
            target: 55447.84374,
            stop: 54828.70264,
            expires_at: '2026-02-05T08:14:59.999Z',
            n_resolved: 2500,
            model_version: '0bb1f8fa6124',
            timestamp: '2026-02-05T02:14:59.999Z',
            votes: 1,
            origin: 'replayed',
            entry: 55083.19,
            age_ms: 25234028598,
            edge: -0.210089,
            edge_proven: false,
            outcome: 'hit',
            resolved_at: '2026-02-05T05:29:59.999Z',
            net_move: 0.004620054866,
          },
        },
      ],
      status: [
        {
          venue: 'spot',
          status: 'live',
          since: '2026-01-24T03:41:58.162Z',
          reason: 'demo market, seed 1',
          timestamp: '2026-01-24T03:42:08.581Z',
        },
      ],
      symbols: [
        {
          symbol: 'BTC/USDT',
          status: 'live',
          since: '2026-01-24T03:41:58.595Z',
          reason: null,
          data_age_ms: 118,
          timestamp: '2026-01-24T03:42:08.581Z',
        },
      ],
      catch_up: null,
      store: {
        state: 'saved',
        reason: null,
        since: '2026-01-24T03:41:58.031Z',
        notices: [],
        timestamp: '2026-01-24T03:42:08.582Z',
      },
    },
  },
  get_health: {
    params: {},
    result: {
      status: 'ok',
      version: '0.1.0',
      uptime_s: 0.516,
      market: 'demo',
      venues: {
        spot: {
          status: 'live',
          data_age_ms: 153,
          reason: 'demo market, seed 1',
          symbols: { connecting: 0, live: 6, stale: 0, offline: 0 },
          reconnects: 0,
        },
      },
      store: { state: 'saved', reason: null, since: '2026-01-24T03:41:58.031Z' },
    },
  },
  get_metrics: {
    params: {},
    result: {
      text: '# TYPE tickwatch_connections gauge\ntickwatch_connections{transport="websocket"} 1\n',
    },
  },
  get_diagnostics: {
    params: {},
    result: {
      connections: [
        {
          name: 'this session',
          program: '',
          scope: 'write',
          sent: 204,
          received: 67,
          waiting: 0,
          transport: 'websocket',
          address: '127.0.0.1',
          following: 3,
          since: '2026-01-24T03:41:58.585Z',
          waiting_bytes: 0,
          latency_ms: 2.8,
        },
      ],
      event_loop: null,
      feeds: [{ venue: 'spot', delay: { mean_ms: 42.5, p99_ms: 96 } }],
      timestamp: '2026-01-24T03:42:09.608Z',
    },
  },
  get_settings: { params: {}, result: settings },
  patch_settings: {
    params: { alerts: { quiet_hours: { zone: 'Asia/Bangkok', from: '23:00', to: '07:00' } } },
    result: {
      ...settings,
      alerts: {
        default_channels: ['desktop', 'sound'],
        quiet_hours: { zone: 'Asia/Bangkok', from: '23:00', to: '07:00' },
        muted: false,
        snoozed_until: null,
        flood_limit: 10,
        repeat_critical_s: 60,
      },
    },
  },
  dismiss_notice: {
    params: { id: 1 },
    result: {
      state: 'saved',
      reason: null,
      since: '2026-01-24T03:41:58.031Z',
      notices: [],
      timestamp: '2026-01-24T03:42:08.582Z',
    },
  },
  get_openapi: {
    params: {},
    result: { openapi: '3.1.0', info: { title: 'Tickwatch', version: '0.1.0' }, paths: {} },
  },
  get_asyncapi: {
    params: {},
    result: { asyncapi: '3.0.0', info: { title: 'Tickwatch', version: '0.1.0' }, channels: {} },
  },
} satisfies Partial<RequestExamples>;
