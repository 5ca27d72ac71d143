import { z } from 'zod';
import { withoutAlready } from '../../../shared/domain/alert-message';
import type { Fire } from '../../../shared/domain/rules/fire';
import type { Events } from '../../../shared/protocol/events';

const time = z.number().int();

/** An alert in its history; times in ms UTC. */
export const alertRecord = z.object({
  id: z.number().int().positive(),
  /** When it was recorded. */
  at: time,
  ruleId: z.number().int().positive(),
  positionId: z.number().int().positive().nullable(),
  symbol: z.string(),
  alertType: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  message: z.string(),
  /** In the quote asset; null when no price decided and none was known. */
  price: z.number().nullable(),
  late: z.boolean(),
  /** When what decided really happened. */
  occurredAt: time,
});

/** A rule has fired, once and for all. */
export type Alert = Readonly<z.output<typeof alertRecord>>;

/**
 * The alert that a fire comes to.
 * @param isTarget Whether it is of a position's own target or stop: that one is reached, whenever
 *   that was.
 */
export function alertOf(
  fire: Fire,
  { id, at, isTarget }: { readonly id: number; readonly at: number; readonly isTarget: boolean },
): Alert {
  const { ruleId, positionId, symbol, alertType, severity, price, late } = fire;
  const message = isTarget ? withoutAlready(fire.message) : fire.message;
  const occurredAt = Math.round(fire.occurredAt);
  const what = { ruleId, positionId, symbol, alertType, severity, message };
  return { id, at, ...what, price, late, occurredAt };
}

/** An alert as it travels. */
export function alertBody(alert: Alert, isRead: boolean): Events['alert'] {
  return {
    alert_id: alert.id,
    rule_id: alert.ruleId,
    position_id: alert.positionId,
    symbol: alert.symbol,
    alert_type: alert.alertType,
    severity: alert.severity,
    message: alert.message,
    price: alert.price,
    read: isRead,
    late: alert.late,
    occurred_at: new Date(alert.occurredAt).toISOString(),
    timestamp: new Date(alert.at).toISOString(),
  };
}
