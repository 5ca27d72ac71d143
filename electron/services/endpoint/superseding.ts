import type { Envelope, EventName, Events } from '../../../shared/protocol/events';

/**
 * What an event is the newest news of, where a later one says all that an earlier one did; null for
 * what happened and no other event makes good.
 */
const SUBJECTS: { readonly [N in EventName]: ((data: Events[N]) => string | number) | null } = {
  price_update: ({ symbol }) => symbol,
  mark_price_update: ({ symbol }) => symbol,
  symbol_status: ({ symbol }) => symbol,
  kline_update: ({ symbol, interval, time }) => `${symbol} ${interval} ${time}`,
  position_update: (position) => position.position_id,
  connection_status: ({ venue }) => venue,
  backtest_progress: ({ run }) => run ?? '',
  portfolio_update: () => '',
  catch_up: () => '',
  import_progress: () => '',
  signal_progress: () => '',
  store_status: () => '',
  endpoint_status: () => '',
  updates_status: () => '',
  watchlist_update: () => '',
  alert: null,
  alert_detail: ({ alert_id }) => alert_id,
  signal_reversal: null,
  position_changed: null,
  state_replaced: null,
  alert_rules_changed: null,
  alert_rules_created: null,
  alerts_read: null,
  resync: null,
};

/** The subject of an event, of which only the newest news counts; null when each one counts. */
export function subjectOf({ type, data }: Envelope): string | null {
  // The type and the data of an envelope belong together.
  const subject = SUBJECTS[type] as ((data: unknown) => string | number) | null;
  return subject && `${type} ${subject(data)}`;
}
