/** How alerts are told before the trader has chosen; as on the wire. */
export const USUAL_ALERT_SETTINGS = {
  default_channels: ['desktop' as const, 'sound' as const],
  quiet_hours: null,
  muted: false,
  snoozed_until: null,
  flood_limit: 10,
  repeat_critical_s: 60,
};

/** What signals go by before the trader has chosen; as on the wire. */
export const USUAL_SIGNAL_SETTINGS = {
  ...{ cost_spot: 0.002, cost_futures: 0.001, stop_ranges: 1.5, horizon: 24 },
  intervals: ['15m' as const, '1h' as const, '4h' as const],
};

/** Where programs and browsers connect before the trader has chosen; as on the wire. */
export const USUAL_ENDPOINT = { enabled: true, port: 8765, lan: false };
