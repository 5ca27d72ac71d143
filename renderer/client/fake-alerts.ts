import type { AlertRule } from '../../shared/domain/alert-rule';
import type { Events } from '../../shared/protocol/events';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import type { FakeTransport } from './fake-transport';

type RuleBody = RequestResult<'create_alert_rule'>;
type Alert = Events['alert'];

const MINUTE_MS = 60_000;
const text = (time = Date.now()): string => new Date(time).toISOString();
const ok = <T>(value: T): Reply<T> => ({ ok: true, value });
const fail = (error: ErrorBody): Reply<never> => ({ ok: false, error });

/** Any object is a rule here; only the services look at what is in it. */
function reading(value: unknown): RequestResult<'check_alert_rules'>['items'][number] {
  return typeof value === 'object' && value !== null
    ? { rule: value as AlertRule, details: [] }
    : { rule: null, details: [{ field: '(all)', message: 'must be a rule' }] };
}

/** What the services add to an alert on request: the newest have no outcome yet. */
function detailed(alert: Alert): RequestResult<'read_alert'> {
  const fired = FIRES.find(([symbol]) => symbol === alert.symbol);
  const age = Date.now() - Date.parse(alert.occurred_at);
  const within = (minutes: number, mfe: number, mae: number) =>
    age < minutes * MINUTE_MS ? null : { mfe, mae };
  const outcome = { '15m': within(15, 0.42, -0.1), '1h': within(60, 0.9, -0.35) };
  const direction = alert.alert_type === 'PRICE_CROSS' ? 'up' : 'down';
  const rest = { level: null, already_true: false, own_message: false, sound: null } as const;
  return {
    ...alert,
    params: fired ? { condition: fired[4], direction, ...rest } : null,
    outcome: outcome['15m'] && { ...outcome, '4h': within(240, 1.8, -0.35) },
  };
}

/** Alerts and rules without services: rules are kept but never fire; what has fired is invented. */
export class FakeAlerts {
  #rules: RuleBody[] = [];
  #alerts: Alert[] = [];
  #lastId = 0;

  constructor(private readonly fake: FakeTransport) {
    fake
      .answer('list_alert_rules', () => ok({ items: this.#rules, next: null }))
      .answer('get_alert_rule', ({ id }) => this.#change(Number(id), {}))
      .answer('create_alert_rule', (rule) => this.#create(rule as AlertRule))
      .answer('check_alert_rules', ({ rules }) => ok({ items: rules.map(reading) }))
      .answer('create_alert_rules', ({ rules }) => this.#createAll(rules as AlertRule[]))
      .answer('patch_alert_rule', ({ id, ...changes }) => this.#change(Number(id), changes))
      .answer('delete_alert_rule', ({ id }) => {
        this.#rules = this.#rules.filter(({ rule_id }) => rule_id !== Number(id));
        return ok({ rule_id: Number(id) });
      })
      .answer('list_alerts', ({ unread }) => {
        const items = this.#alerts.filter(({ read }) => unread !== true || !read);
        return ok({ items: items.map(detailed), next: null });
      })
      .answer('read_alert', ({ id }) => this.#read(Number(id)))
      .answer('read_all_alerts', () => {
        const count = this.#alerts.filter(({ read }) => !read).length;
        this.#alerts = this.#alerts.map((alert) => ({ ...alert, read: true }));
        return ok({ read: count });
      })
      .answer('list_deliveries', () => ok({ items: deliveries(), next: null }));
  }

  /** Fills what a trader would have after some days. */
  fill(): void {
    for (const [n, rule] of RULES.entries()) {
      this.#create(rule);
      const reason = REASONS[n % REASONS.length] ?? null;
      this.#change(this.#lastId, { reason, can_fire: reason === null, muted: n === 5 });
    }
    for (let n = 40; n > 0; n -= 1) this.#fire(n);
  }

  /** Lets something fire now. */
  fire(severity: Alert['severity']): void {
    const alert = { ...this.#fire(0), severity, read: false };
    this.#alerts[0] = alert;
    this.fake.emit('alert', alert);
    const { params, outcome } = detailed(alert);
    this.fake.emit('alert_detail', {
      ...{ alert_id: alert.alert_id, params, outcome, timestamp: alert.timestamp },
    });
  }

  #fire(ago: number): Alert {
    this.#lastId += 1;
    const [symbol, alert_type, message, price] = FIRES[this.#lastId % FIRES.length] ?? FIRES[0];
    const severity = (['info', 'warning', 'critical'] as const)[ago % 7 === 3 ? 2 : ago % 2];
    const at = Date.now() - ago * ago * MINUTE_MS;
    const late = ago % 9 === 4;
    const alert: Alert = {
      ...{ alert_id: this.#lastId, rule_id: 1 + (ago % 3), position_id: null, symbol, alert_type },
      ...{ severity: severity ?? 'info', message, price, read: ago > 5, late },
      occurred_at: text(at - (late ? 40 * MINUTE_MS : 0)),
      timestamp: text(at),
    };
    this.#alerts = [alert, ...this.#alerts];
    return alert;
  }

  #create(rule: AlertRule): Reply<RuleBody> {
    const { condition, symbol } = rule;
    if (symbol === 'NO/SUCH') return fail({ code: 'UNKNOWN_SYMBOL', message: 'No such symbol.' });
    this.#lastId += 1;
    const level = 'price' in condition ? condition.price : null;
    const body: RuleBody = {
      rule_id: this.#lastId,
      ...rule,
      origin: 'trader',
      created_at: text(),
      armed_at: text(),
      muted: false,
      snoozed_until: null,
      can_fire: true,
      reason: null,
      watches: [
        {
          symbol: typeof symbol === 'string' ? symbol : '',
          position_id: null,
          reason: null,
          level,
        },
      ],
    };
    this.#rules = [...this.#rules, body];
    return ok(body);
  }

  #createAll(rules: readonly AlertRule[]): Reply<RequestResult<'create_alert_rules'>> {
    const at = rules.findIndex(({ symbol }) => symbol === 'NO/SUCH');
    if (at >= 0) {
      const details = [{ field: `rules.${at}`, message: 'No such symbol.' }];
      return fail({ code: 'UNKNOWN_SYMBOL', message: `rules.${at}: No such symbol.`, details });
    }
    for (const each of rules) this.#create(each);
    return ok({ rule_ids: this.#rules.slice(-rules.length).map(({ rule_id }) => rule_id) });
  }

  #change(id: number, changes: object): Reply<RuleBody> {
    const before = this.#rules.find(({ rule_id }) => rule_id === id);
    if (!before) return fail({ code: 'NOT_FOUND', message: `There is no rule ${id}` });
    const after = { ...before, ...changes };
    this.#rules = this.#rules.map((rule) => (rule === before ? after : rule));
    return ok(after);
  }

  #read(id: number): Reply<RequestResult<'read_alert'>> {
    const alert = this.#alerts.find(({ alert_id }) => alert_id === id);
    if (!alert) return fail({ code: 'NOT_FOUND', message: `There is no alert ${id}` });
    const read = { ...alert, read: true };
    this.#alerts = this.#alerts.map((one) => (one === alert ? read : one));
    return ok(detailed(read));
  }
}

const REASONS = [null, null, 'feed', 'fired', 'warming_up', null, 'cooling_down'];
const FIRES: readonly [Fired, ...Fired[]] = [
  [
    'BTC/USDT',
    'PRICE_CROSS',
    'BTC/USDT crossed up through 67000, now 67000.5',
    67_000.5,
    { type: 'price_cross', price: 67_000, direction: 'up' },
  ],
  [
    'ETH/USDT',
    'PRICE_CHANGE',
    'ETH/USDT fell by 2% within 5 min, now 3390.1',
    3390.1,
    { type: 'change', percent: 2, window_s: 300, direction: 'any' },
  ],
  [
    'SOL/USDT',
    'NEW_HIGH',
    'SOL/USDT made a new high of 24 × 1h, now 173.9',
    173.9,
    { type: 'new_extreme', side: 'high', bars: 24, interval: '1h' },
  ],
  [
    'PEPE/USDT',
    'TRAILING',
    'PEPE/USDT fell by 3% from its high, now 0.0000121',
    0.0000121,
    { type: 'trailing', percent: 3, from: 'high' },
  ],
];
type Fired = readonly [
  symbol: string,
  type: string,
  message: string,
  price: number,
  condition: AlertRule['condition'],
];

const RULES: readonly AlertRule[] = [
  rule('BTC/USDT', { type: 'price_cross', price: 68_000, direction: 'up' }, 'critical'),
  rule('BTC/USDT', { type: 'price_below', price: 66_500 }, 'warning'),
  rule('ETH/USDT', { type: 'change', percent: 2, window_s: 300, direction: 'any' }, 'warning'),
  rule('SOL/USDT', { type: 'price_cross', price: 170, direction: 'down' }, 'info'),
  rule(
    'BTC/USDT',
    {
      ...{ type: 'indicator', indicator: 'rsi', params: { length: 14 }, interval: '1h' },
      ...{ op: 'cross_down', value: 30 },
    },
    'info',
  ),
  rule('*', { type: 'feed_stale', after_s: 60 }, 'critical'),
];

function rule(
  symbol: string,
  condition: AlertRule['condition'],
  severity: AlertRule['severity'],
): AlertRule {
  return { symbol, condition, mode: 'every_time', severity };
}

function deliveries(): RequestResult<'list_deliveries'>['items'] {
  const usual = { tries: 1, next_try_at: null, reason: null, timestamp: text() };
  return [
    { ...usual, channel: 'desktop', status: 'sent' },
    { ...usual, channel: 'telegram', status: 'accepted' },
    {
      ...usual,
      ...{ channel: 'webhook', status: 'failed', reason: 'The address redirects elsewhere.' },
    },
  ];
}
