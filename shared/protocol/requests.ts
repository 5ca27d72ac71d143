import { z } from 'zod';
import { FEED_STATES, VENUES } from '../domain/feed-status';
import { alertRequests } from './alert-requests';
import { backCastRequests } from './back-cast-requests';
import { backupRequests } from './backup-requests';
import { channelRequests } from './channel-requests';
import { alertBody, events, klineBody, markBody, market, timestamp } from './events';
import { diagnosticsRequests } from './diagnostics-requests';
import { documentRequests } from './document-requests';
import { exportRequests } from './export-requests';
import { importRequests } from './import-requests';
import { portfolioRequests } from './portfolio-requests';
import { positionBody, positionRequests } from './position-requests';
import { signalRequests, signalState } from './signal-requests';
import { tokenRequests } from './token-requests';
import { updateRequests } from './update-requests';
import { count, define, historicTime, id, interval, listOf, nothing, symbol } from './request-spec';

/** What groups of symbols are called. */
const groupName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^\P{C}+$/u, 'must be plain text');

const priceState = z.object({
  symbol: z.string(),
  price: z.number().nullable().describe('null until the first price has arrived'),
  change_24h: z.number().nullable(),
  timestamp: timestamp.nullable(),
});
/** How far a price can be trusted. */
const standing = z.object({
  status: z.enum(FEED_STATES).describe('live only while the price is known to be the present one'),
  reason: z.string().nullable().describe('why it is not live, for people'),
});
const price = priceState.extend(standing.shape).extend({
  mark: markBody.nullable().describe('futures only'),
  age_ms: z.number().int().nonnegative().nullable().describe('since it was received'),
});
const instrument = z.object({
  venue: z.enum(VENUES),
  symbol: z.string(),
  base_asset: z.string(),
  quote_asset: z.string(),
  price_decimals: z.number().int(),
  trading: z.boolean(),
});
const venue = z.object({
  venue: z.enum(VENUES),
  choice: z.string().describe('the name of one of the choices; fixed or off when there are none'),
  rest: z.string().nullable(),
  ws: z.string().nullable(),
  status: z.enum(FEED_STATES),
  reason: z.string().nullable(),
  unavailable_until: timestamp.nullable().describe('the exchange asked for a pause until then'),
  choices: z.array(
    z.object({ name: z.string(), rest: z.string(), ws: z.string(), note: z.string().optional() }),
  ),
});
const watchlist = z.object({
  symbols: z.array(z.string()),
  groups: z.record(z.string(), z.array(z.string())),
});

/** Every request a client can make, by name. REST routes, socket events and IPC derive from it. */
export const requests = {
  subscribe_symbol: define({
    summary: 'Follow the price of a symbol; answers with its present state.',
    scope: 'read',
    params: z.strictObject({ symbol }),
    result: priceState,
  }),
  unsubscribe_symbol: define({
    summary: 'Stop following the price of a symbol.',
    scope: 'read',
    params: z.strictObject({ symbol }),
    result: z.object({ symbol: z.string() }),
  }),
  subscribe_klines: define({
    summary: 'Follow the candles of a symbol; each change arrives as `kline_update`.',
    scope: 'read',
    params: z.strictObject({ symbol, interval }),
    result: z.object({ symbol: z.string(), interval }),
  }),
  unsubscribe_klines: define({
    summary: 'Stop following the candles of a symbol.',
    scope: 'read',
    params: z.strictObject({ symbol, interval }),
    result: z.object({ symbol: z.string(), interval }),
  }),
  get_snapshot: define({
    summary: 'All that a fresh client needs.',
    scope: 'read',
    params: nothing,
    result: z.object({
      seq: z.number().int(),
      prices: z.array(events.price_update),
      marks: z.array(events.mark_price_update),
      positions: z.array(positionBody).describe('those with anything open'),
      alerts: z.array(alertBody).describe('those not read yet, newest first; at most 500'),
      signals: z.array(signalState),
      status: z.array(events.connection_status),
      store: events.store_status,
      symbols: z.array(events.symbol_status),
      catch_up: events.catch_up.nullable().describe('null while nothing is caught up with'),
    }),
  }),
  get_health: define({
    summary: 'Is the service well, and how old is its data.',
    scope: 'public',
    params: nothing,
    result: z.object({
      status: z.enum(['ok', 'degraded']),
      version: z.string(),
      uptime_s: z.number(),
      market,
      venues: z.partialRecord(
        z.enum(VENUES),
        z.object({
          status: z.enum(FEED_STATES),
          data_age_ms: z.number().int().nullable(),
          reason: z.string().nullable(),
          symbols: z
            .record(z.enum(FEED_STATES), z.number().int())
            .describe('watched ones by state'),
          reconnects: z.number().int().describe('connections lost since the start'),
        }),
      ),
      store: events.store_status.pick({ state: true, reason: true, since: true }),
    }),
    rest: { method: 'GET', path: '/health' },
  }),
  get_metrics: define({
    summary: 'All figures of the service, as text in the format of Prometheus.',
    scope: 'read',
    params: nothing,
    result: z.object({ text: z.string() }),
    rest: {
      method: 'GET',
      path: '/metrics',
      textType: 'text/plain; version=0.0.4; charset=utf-8',
    },
  }),
  list_prices: define({
    summary: 'Last price, 24 h change and age of every symbol being watched.',
    scope: 'read',
    params: nothing,
    result: listOf(price),
    rest: { method: 'GET', path: '/prices' },
  }),
  get_price: define({
    summary: 'Last price, 24 h change and age of one symbol.',
    scope: 'read',
    params: z.strictObject({ symbol }),
    result: price,
    rest: { method: 'GET', path: '/prices/{symbol}' },
  }),
  list_klines: define({
    summary: 'Candles of a symbol, oldest first; the newest may be unfinished.',
    scope: 'read',
    params: z.strictObject({
      symbol,
      interval,
      limit: count(1000, 500),
      end: historicTime.optional().describe('only candles that open at or before this time'),
    }),
    result: listOf(klineBody).extend({
      gaps: z
        .array(z.object({ from: timestamp, to: timestamp }))
        .describe('runs of candles between the items that the venue does not have: open times'),
    }),
    rest: { method: 'GET', path: '/klines' },
  }),
  search_symbols: define({
    summary:
      'Symbols of a venue, best match first. The first search of futures connects with them.',
    scope: 'read',
    params: z.strictObject({
      query: z.string().max(64).default(''),
      limit: count(1000, 50),
      venue: z.enum(VENUES).default('spot'),
    }),
    result: listOf(instrument),
    rest: { method: 'GET', path: '/symbols' },
  }),
  list_venues: define({
    summary: 'Where the data of each venue comes from, and what else could be chosen.',
    scope: 'read',
    params: nothing,
    result: listOf(venue),
    rest: { method: 'GET', path: '/venues' },
  }),
  set_venue: define({
    summary: 'Choose where the data of a venue comes from; its feed moves there at once.',
    scope: 'write',
    params: z.strictObject({ venue: z.enum(VENUES), choice: z.string().max(64) }),
    result: venue,
    rest: { method: 'PUT', path: '/venues/{venue}' },
  }),
  get_watchlist: define({
    summary: 'The watchlist, in order.',
    scope: 'read',
    params: nothing,
    result: watchlist,
    rest: { method: 'GET', path: '/watchlist' },
  }),
  put_watchlist: define({
    summary: 'Replace the watchlist.',
    scope: 'write',
    params: z.strictObject({
      symbols: z.array(symbol).max(500),
      groups: z
        .custom<Record<string, string[]>>(
          // The record below would leave this name out without a word.
          (groups) => typeof groups !== 'object' || !Object.hasOwn(groups ?? {}, '__proto__'),
          'a group cannot be called __proto__',
        )
        // What the documents can say of it: a check by a function has no schema of its own.
        .meta({
          type: 'object',
          additionalProperties: { type: 'array', maxItems: 500, items: { type: 'string' } },
        })
        .pipe(z.record(groupName, z.array(symbol).max(500)))
        .default({}),
    }),
    result: watchlist,
    rest: { method: 'PUT', path: '/watchlist' },
  }),
  dismiss_notice: define({
    summary: 'Put away a notice about saved data.',
    scope: 'write',
    params: z.strictObject({ id: id }),
    result: events.store_status,
    rest: { method: 'DELETE', path: '/notices/{id}' },
  }),
  // Before the paths that would take their names for numbers of positions.
  ...exportRequests,
  ...importRequests,
  // Before the path that would take its name for the number of a rule.
  ...backCastRequests,
  ...alertRequests,
  ...positionRequests,
  ...portfolioRequests,
  ...channelRequests,
  ...backupRequests,
  ...signalRequests,
  ...tokenRequests,
  ...documentRequests,
  ...diagnosticsRequests,
  ...updateRequests,
} as const;

export type RequestName = keyof typeof requests;
export type RequestInput<N extends RequestName> = z.input<(typeof requests)[N]['params']>;
export type RequestParams<N extends RequestName> = z.output<(typeof requests)[N]['params']>;
export type RequestResult<N extends RequestName> = z.output<(typeof requests)[N]['result']>;
