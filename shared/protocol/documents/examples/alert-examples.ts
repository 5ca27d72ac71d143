import type { RequestExamples } from './example-types';

const rule: RequestExamples['create_alert_rule']['result'] = {
  rule_id: 3,
  symbol: 'BTC/USDT',
  condition: { type: 'price_cross', price: 100000, direction: 'up' },
  mode: 'once',
  severity: 'warning',
  origin: 'trader',
  created_at: '2026-01-24T03:41:58.869Z',
  armed_at: '2026-01-24T03:41:58.885Z',
  muted: false,
  snoozed_until: null,
  can_fire: true,
  reason: null,
  watches: [{ symbol: 'BTC/USDT', position_id: null, reason: null, level: 100000 }],
};
const alert: RequestExamples['read_alert']['result'] = {
  alert_id: 1,
  rule_id: 4,
  position_id: null,
  symbol: 'ETH/USDT',
  alert_type: 'PRICE_ABOVE',
  severity: 'info',
  message: 'ETH/USDT is at or above 1, now 6800.76 (already true when armed)',
  price: 6800.76,
  read: true,
  late: false,
  occurred_at: '2026-01-24T03:41:58.920Z',
  timestamp: '2026-01-24T03:41:58.944Z',
  params: {
    condition: { type: 'price_above', price: 1 },
    direction: 'up',
    level: 1,
    already_true: true,
    own_message: false,
    sound: null,
  },
  outcome: null,
};

/** Examples of requests about alert rules, alerts and channels. */
export const alertExamples = {
  list_alert_rules: { params: {}, result: { items: [rule], next: null } },
  create_alert_rule: {
    params: {
      symbol: 'BTC/USDT',
      condition: { type: 'price_cross', price: 100000, direction: 'up' },
      mode: 'once',
      severity: 'warning',
    },
    result: rule,
  },
  create_alert_rules: {
    params: {
      rules: [
        {
          symbol: 'ETH/USDT',
          condition: { type: 'price_above', price: 1 },
          mode: 'once',
          severity: 'info',
        },
      ],
    },
    result: { rule_ids: [4] },
  },
  check_alert_rules: {
    params: {
      rules: [
        {
          symbol: 'BTC/USDT',
          condition: { type: 'price_cross', price: 100000, direction: 'up' },
          mode: 'once',
          severity: 'loud',
        },
      ],
    },
    result: {
      items: [
        {
          rule: null,
          details: [
            {
              field: 'severity',
              message: 'Invalid option: expected one of "info"|"warning"|"critical"',
            },
          ],
        },
      ],
    },
  },
  get_alert_rule: { params: { id: 3 }, result: rule },
  patch_alert_rule: {
    params: { id: 3, severity: 'critical', cooldown_s: 300 },
    result: {
      ...rule,
      cooldown_s: 300,
      severity: 'critical',
      armed_at: '2026-01-24T03:41:58.905Z',
    },
  },
  delete_alert_rule: { params: { id: 3 }, result: { rule_id: 3 } },
  backtest_alert_rule: {
    params: {
      rule: {
        symbol: 'BTC/USDT',
        condition: { type: 'change', percent: 2, window_s: 3600, direction: 'any' },
        mode: 'every_time',
        severity: 'warning',
      },
      days: 1,
      run: 'first',
    },
    result: {
      fires: [
        {
          symbol: 'BTC/USDT',
          price: 73151.66,
          message: 'BTC/USDT fell by 2% within 1 h, now 73151.66',
          direction: 'down',
          level: 73152.1882,
          already_true: false,
          occurred_at: '2026-01-22T06:38:06.169Z',
          mfe: 0.95,
          mae: -1.05,
          outcome: {
            '15m': { mfe: 0.14, mae: -0.19 },
            '1h': { mfe: 0.86, mae: -0.53 },
            '4h': { mfe: 0.95, mae: -1.05 },
          },
          exact: true,
        },
      ],
      from: '2026-01-22T03:42:00.000Z',
      to: '2026-01-24T03:41:00.000Z',
      exact: true,
      count: 18,
      typical_gap_s: 3715,
      per_week: 63.02,
      per_week_at_night: 10.5,
      busiest_week: 18,
      proposal: null,
    },
  },
  cancel_backtest: { params: {}, result: { canceled: false } },
  list_alerts: {
    params: { unread: true, limit: 1 },
    result: { items: [{ ...alert, read: false }], next: null },
  },
  read_alert: { params: { id: 1 }, result: alert },
  read_all_alerts: { params: {}, result: { read: 0 } },
  list_deliveries: {
    params: { id: 1 },
    result: {
      items: [
        {
          channel: 'ntfy',
          status: 'accepted',
          reason: null,
          tries: 1,
          next_try_at: null,
          timestamp: '2026-01-24T03:40:34.000Z',
        },
      ],
      next: null,
    },
  },
  list_channels: {
    params: {},
    result: {
      items: [
        {
          name: 'desktop',
          enabled: true,
          state: 'incomplete',
          reason: 'This machine has no desktop session that could show notifications.',
          last: null,
        },
      ],
      next: null,
    },
  },
  put_channel: {
    params: { name: 'ntfy', enabled: true, topic: 'my-alerts' },
    result: {
      name: 'ntfy',
      enabled: true,
      server: 'https://ntfy.sh',
      allow_private: false,
      state: 'ready',
      reason: null,
      last: null,
      topic: { configured: true, hint: null },
      token: { configured: false, hint: null },
    },
  },
  test_channel: {
    params: { name: 'desktop' },
    result: {
      name: 'desktop',
      outcome: 'failed',
      message: 'This machine has no desktop session that could show notifications.',
      remote_id: null,
      retry_after_ms: null,
    },
  },
} satisfies Partial<RequestExamples>;
