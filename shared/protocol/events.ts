import { z } from 'zod';
import { alertCondition } from '../domain/alert-conditions';
import { FEED_STATES, MARKETS, VENUES } from '../domain/feed-status';
import { INTERVALS } from '../domain/interval';
import { NOTICE_KINDS, STORE_STATES } from '../domain/store-status';
import { endpointState } from './endpoint-body';
import { outcomeBody } from './outcome-body';
import { updatesBody } from './updates-body';

/** ISO-8601 UTC with milliseconds. */
export const timestamp = z.iso.datetime({ precision: 3 });

/** One candle on the wire; prices in the quote asset, volume in the base asset. */
export const klineBody = z.object({
  time: timestamp.describe('open time of the candle'),
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
  closed: z.boolean(),
});

/** What a futures symbol is valued at. */
export const markBody = z.object({
  mark_price: z.number().positive(),
  index_price: z.number().positive().nullable(),
  funding_rate: z
    .number()
    .nullable()
    .describe('fraction per funding period, paid by longs to shorts; null where there is none'),
  next_funding_at: timestamp.nullable(),
  timestamp: timestamp.describe('when the exchange stated it'),
});

/** A position at the present price; amounts in the quote currency. */
export const positionFigures = z.object({
  position_id: z.number().int().positive(),
  symbol: z.string(),
  side: z.enum(['long', 'short']),
  quantity: z.number().describe('what is open, in the base asset; 0 when closed'),
  entry_price: z.number().describe('average entry of what is open; when closed, of all entries'),
  current_price: z.number().describe('last trade; of a closed position the average exit'),
  pnl: z.number().describe('(price - average entry) x open quantity x direction, before fees'),
  pnl_percentage: z
    .number()
    .describe('pnl in percent of what is open, without leverage, 2 decimals'),
  realized_pnl: z.number().describe('before fees'),
  fees: z.number(),
  funding: z.number().describe('positive when received'),
  net_pnl: z.number().describe('pnl + realized_pnl - fees + funding'),
  status: z.enum(['open', 'closed']),
  timestamp: timestamp.describe('time of the trade that set the price, or of the last entry'),
});

/** All positions together, at present prices, in one currency. */
export const portfolioFigures = z.object({
  currency: z.string(),
  equity: z.number().describe('capital and net PnL of all positions'),
  unrealized_pnl: z.number(),
  settled_pnl: z.number().describe('realized PnL - fees + funding'),
  pnl_today: z.number().nullable().describe('null before the first equity of the day is known'),
  exposure: z.object({
    long: z.number(),
    short: z.number(),
    gross: z.number(),
    net: z.number(),
  }),
  drawdown: z
    .object({
      current: z.number(),
      deepest: z.number(),
      deepest_percent: z.number(),
      peak: z.number(),
    })
    .nullable(),
  timestamp,
});

/** What an alert is about, for screens that say it in a language of their own. */
const alertParams = z.object({
  condition: alertCondition.describe('of the rule as it was then'),
  direction: z.enum(['up', 'down']).nullable().describe('which way the price went'),
  level: z.number().nullable().describe('what was reached; null for conditions without one'),
  already_true: z.boolean().describe('true ever since the rule was armed'),
  own_message: z.boolean().describe('the message is the own one of the rule'),
  sound: z.string().nullable().describe('the sound that the rule asks for'),
});

/** A rule has fired. */
export const alertBody = z.object({
  alert_id: z.number().int().positive(),
  rule_id: z.number().int().positive(),
  position_id: z.number().int().positive().nullable(),
  symbol: z.string(),
  alert_type: z.string().describe('PRICE_CROSS, PROFIT_TARGET …, by the condition of the rule'),
  severity: z.enum(['info', 'warning', 'critical']),
  message: z.string(),
  price: z.number().nullable().describe('of what decided; null where no price did'),
  read: z.boolean(),
  late: z.boolean().describe('what decided comes from history: it happened while nobody watched'),
  occurred_at: timestamp.describe('when what decided happened, by the exchange'),
  timestamp: timestamp.describe('when it was recorded'),
});

/** What more is known of an alert; it grows while the market goes on. */
export const alertDetail = z.object({
  params: alertParams.nullable().describe('null for alerts of older versions'),
  outcome: outcomeBody.nullable().describe('what the price did after it; null until 15 min after'),
});

const signal = z.enum(['LONG', 'SHORT', 'NEUTRAL']);
const share = z.number().min(0).max(1);

/** A signal has turned: what was said at that moment, of which nothing ever changes. */
export const signalReversal = z.object({
  symbol: z.string(),
  interval: z.enum(INTERVALS),
  previous_signal: signal,
  new_signal: signal,
  confidence: share
    .nullable()
    .describe('that the target is reached before the stop, frozen; null to NEUTRAL'),
  breakeven: share.describe('confidence at which such calls neither win nor lose after costs'),
  basis: z.enum(['prior', 'learning', 'calibrated']),
  target: z.number().nullable(),
  stop: z.number().nullable(),
  expires_at: timestamp.nullable(),
  n_resolved: z.number().int().nonnegative().describe('results of the interval known at the call'),
  model_version: z.string(),
  timestamp: timestamp.describe('close time of the candle'),
});

/** How far the reading of history has come. */
const signalProgress = z.object({
  done: z.number().int().nonnegative().describe('series that are up to date'),
  total: z.number().int().nonnegative().describe('series: symbols times intervals'),
  share: share.describe('of the time to be read'),
  timestamp,
});

/** Every event the service sends, by name. */
export const events = {
  price_update: z.object({
    symbol: z.string(),
    price: z.number().positive(),
    change_24h: z.number().nullable().describe('percent over the last 24 hours, 2 decimals'),
    timestamp: timestamp.describe('time of the trade, by the exchange'),
  }),
  mark_price_update: markBody.extend({ symbol: z.string() }),
  kline_update: klineBody.extend({
    symbol: z.string(),
    interval: z.enum(INTERVALS),
    timestamp: timestamp.describe('when the candle last changed, by the exchange'),
  }),
  symbol_status: z.object({
    symbol: z.string(),
    status: z.enum(FEED_STATES),
    since: timestamp,
    reason: z.string().nullable().describe('why it is not live, for people'),
    data_age_ms: z.number().int().nonnegative().nullable().describe('null before the first price'),
    timestamp,
  }),
  catch_up: z.object({
    total: z.number().int().nonnegative().describe('symbols whose missed history is fetched'),
    done: z.number().int().nonnegative(),
    timestamp,
  }),
  connection_status: z.object({
    venue: z.enum(VENUES),
    status: z.enum(FEED_STATES),
    since: timestamp,
    reason: z.string().nullable(),
    timestamp,
  }),
  position_update: positionFigures,
  portfolio_update: portfolioFigures,
  position_changed: z.object({
    position_id: z.number().int().positive(),
    change: z.enum(['created', 'changed', 'closed', 'deleted', 'restored']),
    timestamp,
  }),
  import_progress: z.object({
    phase: z.enum(['reading', 'valuing', 'building', 'saving', 'done', 'failed']),
    done: z.number().min(0).max(1).describe('of the phase'),
    rows: z.number().int().nonnegative().describe('rows, or fills, done in the phase'),
    timestamp,
  }),
  state_replaced: z.object({
    reason: z.enum(['import', 'restore']).describe('whatever a client knew may be another now'),
    timestamp,
  }),
  alert: alertBody,
  alert_rules_changed: z.object({
    rule_id: z.number().int().positive(),
    change: z.enum(['created', 'changed', 'deleted']),
    timestamp,
  }),
  alert_rules_created: z.object({
    rule_ids: z.array(z.number().int().positive()).describe('of rules that came all at once'),
    timestamp,
  }),
  backtest_progress: z.object({
    run: z.string().nullable().describe('as the client named it; null when it did not'),
    done: z.number().min(0).max(1),
    timestamp,
  }),
  alert_detail: alertDetail.extend({ alert_id: z.number().int().positive(), timestamp }),
  alerts_read: z.object({
    alert_ids: z.array(z.number().int().positive()).describe('read from now on'),
    timestamp,
  }),
  signal_reversal: signalReversal,
  signal_progress: signalProgress,
  resync: z.object({
    timestamp: timestamp.describe(
      'this client has fallen behind: nothing more is sent before it has asked for a snapshot',
    ),
  }),
  endpoint_status: endpointState.extend({ timestamp }),
  updates_status: updatesBody.extend({ timestamp }),
  watchlist_update: z.object({ symbols: z.array(z.string()), timestamp }),
  store_status: z.object({
    state: z
      .enum(STORE_STATES)
      .describe('unsaved changes are held in memory and tried again; read_only is for good'),
    reason: z.string().nullable().describe('why it is not saved, for people'),
    since: timestamp,
    notices: z
      .array(
        z.object({
          id: z.number().int().positive(),
          kind: z.enum(NOTICE_KINDS),
          text: z.string(),
          at: timestamp,
        }),
      )
      .describe('what happened to saved data, oldest first; each stays until dismiss_notice'),
    timestamp,
  }),
} as const;

export type Events = { [N in keyof typeof events]: z.infer<(typeof events)[N]> };
export type EventName = keyof Events;
export type MarkBody = z.infer<typeof markBody>;
export type KlineBody = z.infer<typeof klineBody>;

/** What a client receives: exactly one of these per event. */
export type Envelope = {
  [N in EventName]: {
    readonly type: N;
    readonly data: Events[N];
    /** One counter over all the service's events; grows strictly, also across restarts. Gaps are normal. */
    readonly seq: number;
    /** Present only when the prices are not the real market's. */
    readonly market?: 'demo' | 'replay';
  };
}[EventName];

/** Name of the market on the wire. */
export const market = z.enum(MARKETS);
