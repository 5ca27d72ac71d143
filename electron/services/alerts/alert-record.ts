import { z } from 'zod';
import type { AlertOutcome } from '../../../shared/domain/alert-outcome';
import { withoutAlready } from '../../../shared/domain/alert-message';
import { alertCondition } from '../../../shared/domain/alert-conditions';
import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { Fire } from '../../../shared/domain/rules/fire';
import type { Events } from '../../../shared/protocol/events';

const time = z.number().int();

/** What an alert is about, beyond its text. */
const alertParams = z.object({
  condition: alertCondition,
  direction: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  level: z.number().nullable(),
  alreadyTrue: z.boolean(),
  /** The message is the own one of the rule. */
  isOwnMessage: z.boolean(),
  sound: z.string().nullable(),
});

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
  /** Older versions have not recorded it. */
  params: alertParams.nullable().catch(null),
  /** The market that fired it; the same. */
  market: z.string().nullable().catch(null),
});

const excursion = z.object({ mfe: z.number(), mae: z.number() }).nullable();

/** What the price did after an alert, in its history: by the number of the alert. */
export const outcomeRecord = z.object({
  id: z.number().int().positive(),
  at: time,
  /** Null when it could not be found out. */
  outcome: z.object({ '15m': excursion, '1h': excursion, '4h': excursion }).nullable(),
});

/** A rule has fired, once and for all. */
export type Alert = Readonly<z.output<typeof alertRecord>>;

/** Where an alert comes from. */
interface AlertOrigin {
  readonly id: number;
  /** ms UTC. */
  readonly at: number;
  readonly rule: AlertRule | null;
  readonly isTarget: boolean;
  readonly market: string;
}

/**
 * The alert that a fire comes to.
 * @param rule That has fired; of it only the words.
 * @param isTarget Whether it is of a position's own target or stop: that one is reached, whenever
 *   that was.
 */
export function alertOf(fire: Fire, { id, at, rule, isTarget, market }: AlertOrigin): Alert {
  const { ruleId, positionId, symbol, alertType, severity, price, late } = fire;
  const message = isTarget ? withoutAlready(fire.message) : fire.message;
  const occurredAt = Math.round(fire.occurredAt);
  const what = { ruleId, positionId, symbol, alertType, severity, message };
  const params = rule ? paramsOf(fire, rule, isTarget) : null;
  return { id, at, ...what, price, late, occurredAt, params, market };
}

function paramsOf(fire: Fire, rule: AlertRule, isTarget: boolean): Alert['params'] {
  const { direction, level, alreadyTrue } = fire;
  const { condition, message, sound = null } = rule;
  const isOwnMessage = message !== undefined;
  return {
    condition,
    direction,
    level,
    alreadyTrue: alreadyTrue && !isTarget,
    isOwnMessage,
    sound,
  };
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

type Detail = Pick<Events['alert_detail'], 'params' | 'outcome'>;

/** What more is known of an alert, as it travels. */
export function alertDetail(alert: Alert, outcome: AlertOutcome | null = null): Detail {
  return { params: alert.params && paramsBody(alert.params), outcome };
}

function paramsBody(params: NonNullable<Alert['params']>): Detail['params'] {
  const { condition, direction, level, alreadyTrue, isOwnMessage, sound } = params;
  return {
    condition,
    direction: directionBody(direction),
    ...{ level, already_true: alreadyTrue, own_message: isOwnMessage, sound },
  };
}

/** Which way the price went, as it travels; null where there was no way. @param direction Its sign. */
export function directionBody(direction: number): 'up' | 'down' | null {
  if (direction === 0) return null;
  return direction > 0 ? 'up' : 'down';
}
