import type { AlertInfo } from './alert-filter';

/** The numbers of alerts. */
export function idsOf(alerts: readonly AlertInfo[]): ReadonlySet<number> {
  return new Set(alerts.map(({ alert_id }) => alert_id));
}

/** Alerts with others among them, newest first; of the same number the later given counts. */
export function merged(
  known: readonly AlertInfo[],
  others: readonly AlertInfo[],
): readonly AlertInfo[] {
  const byId = new Map([...known, ...others].map((alert) => [alert.alert_id, alert]));
  return [...byId.values()].sort((a, b) => b.alert_id - a.alert_id);
}

/** Alerts of which some have been read by now. */
export function withRead(
  alerts: readonly AlertInfo[],
  ids: readonly number[],
): readonly AlertInfo[] {
  const read = new Set(ids);
  return alerts.map((alert) =>
    read.has(alert.alert_id) && !alert.read ? { ...alert, read: true } : alert,
  );
}
