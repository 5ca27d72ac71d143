import { z } from 'zod';
import { activeHours, alertRule } from '../domain/alert-rule';
import { CHANNELS } from '../domain/channel-name';
import { desktopSettings } from '../domain/desktop-settings';
import { desktopBody } from './desktop-body';
import { endpointChoice, endpointSettings } from './endpoint-body';
import { alertBody, alertDetail, timestamp } from './events';
import { LARGE_REQUESTS } from './rest-paths';
import { signalChanges, signalSettings } from './signal-requests';
import { count, define, id, listOf, nothing, symbol } from './request-spec';

/** Armed at a time: more would be no help to anybody. */
export const MAX_RULES = 10_000;
const BODY_BYTES = 16 * 1024 * 1024;

const { shape } = alertRule;
/** What a rule may do without; null takes it away. */
const dispensable = {
  name: shape.name.nullable(),
  bar: shape.bar.nullable(),
  for_s: shape.for_s.nullable(),
  hysteresis_percent: shape.hysteresis_percent.nullable(),
  cooldown_s: shape.cooldown_s.nullable(),
  expires_at: shape.expires_at.nullable(),
  active_hours: shape.active_hours.nullable(),
  channels: shape.channels.nullable(),
  sound: shape.sound.nullable(),
  message: shape.message.nullable(),
};
const changes = z.strictObject({
  id,
  symbol: shape.symbol,
  position_id: shape.position_id,
  condition: shape.condition.optional(),
  mode: shape.mode.optional(),
  severity: shape.severity.optional(),
  ...dispensable,
  muted: z.boolean().optional().describe('fires are recorded and shown, and sent nowhere'),
  snoozed_until: z.iso
    .datetime({ offset: true })
    .nullable()
    .optional()
    .describe('muted until then; null wakes it'),
});

const ruleBody = z.object({
  rule_id: z.number().int().positive(),
  ...shape,
  origin: z
    .enum(['trader', 'profit_target', 'stop_loss'])
    .describe('the trader, or a target or stop of a position, which is changed at the position'),
  created_at: timestamp,
  armed_at: timestamp.describe('trades from then on count'),
  muted: z.boolean(),
  snoozed_until: timestamp.nullable(),
  can_fire: z.boolean().describe('whether it would fire at the next event that fits'),
  reason: z
    .string()
    .nullable()
    .describe('why it cannot: fired, expired, feed, warming_up, outside_hours, cooling_down …'),
  watches: z
    .array(
      z.object({
        symbol: z.string(),
        position_id: z.number().int().positive().nullable(),
        reason: z.string().nullable(),
        level: z.number().nullable().describe('the price it waits for, where one decides'),
      }),
    )
    .describe('one for each symbol or position it is about'),
});

const ruleReading = z.object({
  rule: z.object(shape).nullable().describe('as it would be armed; null when it is none'),
  details: z
    .array(z.object({ field: z.string(), message: z.string() }))
    .describe('what is wrong with it; empty when it is a rule'),
});

const ofRule = z.strictObject({ id });

/** How alerts are told. */
const settings = z.strictObject({
  default_channels: z.array(z.enum(CHANNELS)).describe('where rules that name none send'),
  quiet_hours: activeHours
    .nullable()
    .describe('only what is critical is sent then; null: no such hours'),
  muted: z.boolean().describe('nothing is sent'),
  snoozed_until: z.iso.datetime({ offset: true }).nullable().describe('nothing is sent until then'),
  flood_limit: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .describe('fires of a rule a minute that are sent one by one; the others are summed up'),
  repeat_critical_s: z
    .number()
    .int()
    .min(10)
    .max(3600)
    .nullable()
    .describe('how often a critical alert is repeated until it is read; null: never'),
});
const allSettings = z.object({
  alerts: settings,
  signals: signalSettings,
  endpoint: endpointSettings,
  desktop: desktopBody.nullable().describe('null where the program runs without a desktop'),
});
const delivery = z.object({
  channel: z.enum(CHANNELS),
  status: z
    .enum(['queued', 'sent', 'accepted', 'failed', 'suppressed', 'acknowledged'])
    .describe('sent: handed over, without proof; acknowledged: there, and the alert was read'),
  reason: z.string().nullable().describe('why it failed or was suppressed, for people'),
  tries: z.number().int().nonnegative(),
  next_try_at: timestamp.nullable(),
  timestamp,
});

/** Query strings carry text. */
const flag = z.union([z.boolean(), z.stringbool()]);

/** Requests about alert rules and what they have fired. */
export const alertRequests = {
  list_alert_rules: define({
    summary: 'All alert rules, oldest first, each with whether it can fire now.',
    scope: 'read',
    params: nothing,
    result: listOf(ruleBody),
    rest: { method: 'GET', path: '/alert-rules' },
  }),
  create_alert_rule: define({
    summary: 'Arm a rule for every trade after the answer.',
    scope: 'write',
    params: alertRule,
    result: ruleBody,
    rest: { method: 'POST', path: '/alert-rules', status: 201 },
  }),
  create_alert_rules: define({
    summary:
      'Arm many rules at once, all of them or none; an error names the rule at fault, as `rules.3`. Over 64 KiB by REST, not by socket.',
    scope: 'write',
    params: z.strictObject({ rules: z.array(alertRule).min(1).max(MAX_RULES) }),
    result: z.object({
      rule_ids: z.array(z.number().int().positive()).describe('in the order of the rules'),
    }),
    rest: { ...LARGE_REQUESTS.create_alert_rules, bodyBytes: BODY_BYTES, status: 201 },
  }),
  check_alert_rules: define({
    summary:
      'Say of each value whether it reads as an alert rule; arms nothing, and what a rule names is looked up only then. Over 64 KiB by REST, not by socket.',
    scope: 'write',
    params: z.strictObject({ rules: z.array(z.unknown()).max(MAX_RULES) }),
    result: z.object({ items: z.array(ruleReading).describe('in the order of the values') }),
    rest: { ...LARGE_REQUESTS.check_alert_rules, bodyBytes: BODY_BYTES },
  }),
  get_alert_rule: define({
    summary: 'One alert rule.',
    scope: 'read',
    params: ofRule,
    result: ruleBody,
    rest: { method: 'GET', path: '/alert-rules/{id}' },
  }),
  patch_alert_rule: define({
    summary: 'Change a rule; one that then waits for something else begins afresh.',
    scope: 'write',
    params: changes,
    result: ruleBody,
    rest: { method: 'PATCH', path: '/alert-rules/{id}' },
  }),
  delete_alert_rule: define({
    summary: 'Let go of a rule; its alerts stay in the history.',
    scope: 'write',
    params: ofRule,
    result: z.object({ rule_id: z.number().int().positive() }),
    rest: { method: 'DELETE', path: '/alert-rules/{id}' },
  }),
  list_alerts: define({
    summary: 'What has fired, newest first.',
    scope: 'read',
    params: z.strictObject({
      unread: flag.default(false).describe('only those that have not been read'),
      symbol: symbol.optional(),
      limit: count(1000, 100),
      before: id.optional().describe('only alerts with a lower alert_id: the `next` of a page'),
    }),
    result: listOf(alertBody.extend(alertDetail.shape)),
    rest: { method: 'GET', path: '/alerts' },
  }),
  read_all_alerts: define({
    summary: 'Mark every alert as read.',
    scope: 'write',
    params: nothing,
    result: z.object({ read: z.number().int().nonnegative() }),
    rest: { method: 'POST', path: '/alerts/read-all' },
  }),
  list_deliveries: define({
    summary: 'What has become of the messages about an alert, by channel.',
    scope: 'read',
    params: ofRule,
    result: listOf(delivery),
    rest: { method: 'GET', path: '/alerts/{id}/deliveries' },
  }),
  get_settings: define({
    summary: 'What can be set.',
    scope: 'read',
    params: nothing,
    result: allSettings,
    rest: { method: 'GET', path: '/settings' },
  }),
  patch_settings: define({
    summary: 'Set something; what is left out stays. The endpoint moves a moment after the answer.',
    scope: 'write',
    params: z.strictObject({
      alerts: settings.partial().optional(),
      signals: signalChanges.optional(),
      endpoint: endpointChoice.partial().optional(),
      desktop: desktopSettings.partial().optional(),
    }),
    result: allSettings,
    rest: { method: 'PATCH', path: '/settings' },
  }),
  read_alert: define({
    summary: 'Mark an alert as read, which acknowledges it everywhere.',
    scope: 'write',
    params: ofRule,
    result: alertBody.extend(alertDetail.shape),
    rest: { method: 'POST', path: '/alerts/{id}/read' },
  }),
} as const;
