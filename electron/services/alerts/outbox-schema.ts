import { z } from 'zod';
import { activeHours } from '../../../shared/domain/alert-rule';
import { CHANNELS } from '../../../shared/domain/channel-name';
import { USUAL_ALERT_SETTINGS } from '../../../shared/domain/usual-settings';

const time = z.number().int().nonnegative();
const id = z.number().int().positive();
const channel = z.enum(CHANNELS);

/** A message on its way; times in ms UTC. */
const queuedMessage = z.strictObject({
  /** The same at every attempt, so that a target can tell doubles; of `[A-Za-z0-9_-]`. */
  key: z.string(),
  channel,
  kind: z.enum(['alerts', 'critical', 'digest', 'flood', 'reminder']),
  severity: z.enum(['info', 'warning', 'critical']),
  /** Oldest first. */
  alertIds: z.array(id).min(1),
  /** What the alerts say, the first ones of many. */
  lines: z.array(z.string()),
  /** Of the only symbol and price; null when there are several. */
  symbol: z.string().nullable(),
  price: z.number().nullable(),
  /** Of the earliest. */
  occurredAt: time,
  isLate: z.boolean(),
  /** What the gravest rule wants to be heard; null: the usual. */
  sound: z.string().nullable().default(null),
  queuedAt: time,
  /** Not before. */
  dueAt: time,
  tries: z.number().int().nonnegative(),
  /** Why the last attempt failed; null before one has. */
  lastReason: z.string().nullable(),
});

/** How the trader wants to be told. */
const alertSettings = z.strictObject({
  /** Where rules that name none send. */
  default_channels: z.array(channel),
  /** Nothing but what is critical is sent then; null: no such hours. */
  quiet_hours: activeHours.nullable(),
  /** Nothing at all is sent. */
  muted: z.boolean(),
  /** The same until then; null: it is not. */
  snoozed_until: z.iso.datetime({ offset: true }).nullable(),
  /** Fires of one rule a minute that are sent one by one; the others are summed up. */
  flood_limit: z.number().int().min(1).max(1000),
  /** How often a critical alert is repeated until it is read, s; null: never. */
  repeat_critical_s: z.number().int().min(10).max(3600).nullable(),
});

/** What is on its way, by key, and how it is to be told. */
export const outboxSchema = z.strictObject({
  messages: z.record(z.string(), queuedMessage),
  settings: alertSettings,
});

/** Nothing on its way; a window and a sound where there are any. */
export const EMPTY_OUTBOX = {
  messages: {},
  settings: USUAL_ALERT_SETTINGS,
};

/** How the end of a delivery is kept. */
export const deliveryRecord = z.object({
  id,
  at: time,
  alertId: id,
  channel,
  status: z.enum(['accepted', 'sent', 'failed', 'suppressed']),
  reason: z.string().nullable(),
  key: z.string().nullable(),
  tries: z.number().int().nonnegative(),
});

export type QueuedMessage = Readonly<z.output<typeof queuedMessage>>;
export type AlertSettings = Readonly<z.output<typeof alertSettings>>;
export type DeliveryRecord = Readonly<z.output<typeof deliveryRecord>>;
