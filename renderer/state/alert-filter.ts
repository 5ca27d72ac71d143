import type { Events } from '../../shared/protocol/events';

/** Something that fired, as the services tell it. */
export type AlertInfo = Events['alert'];
export type Severity = AlertInfo['severity'];

/** The most pressing first. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const satisfies readonly Severity[];

/** Which alerts are looked at; empty and null leave all in. */
export interface AlertFilter {
  readonly symbol: string;
  readonly severity: Severity | '';
  readonly ruleId: number | null;
  readonly isUnread: boolean;
}

export const ALL_ALERTS: AlertFilter = {
  symbol: '',
  severity: '',
  ruleId: null,
  isUnread: false,
};

/** Whether a filter lets an alert through. */
export function isShown(alert: AlertInfo, filter: AlertFilter): boolean {
  const { symbol, severity, ruleId, isUnread } = filter;
  if (symbol !== '' && alert.symbol !== symbol) return false;
  if (severity !== '' && alert.severity !== severity) return false;
  if (ruleId !== null && alert.rule_id !== ruleId) return false;
  return !isUnread || !alert.read;
}

/** Whether two filters let the same through. */
export function isSameFilter(one: AlertFilter, other: AlertFilter): boolean {
  return (
    one.symbol === other.symbol &&
    one.severity === other.severity &&
    one.ruleId === other.ruleId &&
    one.isUnread === other.isUnread
  );
}
