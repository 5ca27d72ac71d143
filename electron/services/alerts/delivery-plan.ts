import { isActive } from '../../../shared/domain/rules/zone-time';
import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { ChannelName } from '../../../shared/domain/channel-name';
import type { Alert } from './alert-record';
import type { StoredRule } from './alert-schema';
import type { AlertSettings, DeliveryRecord, QueuedMessage } from './outbox-schema';

/** Fires within it share a message after the first, ms. */
const MOMENT_MS = 1000;
/** How long what was missed is collected, ms. */
const DIGEST_MS = 3000;
const MINUTE_MS = 60_000;
/** Lines of a message; the others are counted. */
const MAX_LINES = 30;
/** The gravest first. */
const SEVERITIES = ['critical', 'warning', 'info'] as const;

/** What a plan is made from. */
export interface PlanContext {
  readonly settings: AlertSettings;
  readonly messages: Readonly<Record<string, QueuedMessage>>;
  readonly rule: (id: number) => StoredRule | undefined;
  /** Whether a channel can be used. */
  readonly isReady: (channel: ChannelName) => boolean;
  /** Messages that are being sent now: nothing joins them any more. */
  readonly inFlight: ReadonlySet<string>;
  /** When something was last sent on a channel, ms UTC. */
  readonly lastSentAt: (channel: ChannelName) => number;
  /** Counts a fire of a rule; says how many there were within a minute. */
  readonly countFire: (ruleId: number) => number;
  /** ms UTC. */
  readonly now: number;
}

/** What is to be sent, and what is not. */
export interface DeliveryPlan {
  /** New and changed messages, by key. */
  readonly messages: ReadonlyMap<string, QueuedMessage>;
  readonly ended: readonly Omit<DeliveryRecord, 'id'>[];
}

/** Says what becomes of new alerts: at once, with others of the moment, summed up, or not sent. */
export function planDeliveries(alerts: readonly Alert[], context: PlanContext): DeliveryPlan {
  const messages = new Map<string, QueuedMessage>();
  const ended: Omit<DeliveryRecord, 'id'>[] = [];
  for (const alert of alerts) {
    const stored = context.rule(alert.ruleId);
    const isFlood = context.countFire(alert.ruleId) > context.settings.flood_limit;
    const silence = silenceOf(alert, stored, context);
    for (const channel of channelsOf(stored?.rule, context)) {
      if (silence === null) {
        const joined = join({ alert, channel, isFlood }, messages, context);
        messages.set(joined.key, joined);
      } else {
        const what = { alertId: alert.id, channel, status: 'suppressed' as const, reason: silence };
        ended.push({ at: context.now, ...what, key: null, tries: 0 });
      }
    }
  }
  return { messages, ended };
}

/** Why an alert is sent nowhere; null when it is sent. */
function silenceOf(alert: Alert, stored: StoredRule | undefined, context: PlanContext) {
  const { settings, now } = context;
  if (settings.muted) return 'all muted';
  if (stored?.isMuted === true) return 'rule muted';
  const snoozes = [Date.parse(settings.snoozed_until ?? ''), stored?.snoozedUntil ?? 0];
  if (snoozes.some((until) => now < until)) return 'snoozed';
  return alert.severity !== 'critical' && isQuiet(context) ? 'quiet hours' : null;
}

const isQuiet = ({ settings, now }: PlanContext): boolean =>
  settings.quiet_hours !== null && isActive(settings.quiet_hours, now);

/** Those a rule names, or the usual ones that there are. */
function channelsOf(rule: AlertRule | undefined, { settings, isReady }: PlanContext) {
  return rule?.channels ?? settings.default_channels.filter(isReady);
}

type Heard = Pick<QueuedMessage, 'severity' | 'sound'>;

interface Delivery {
  readonly alert: Alert;
  readonly channel: ChannelName;
  readonly isFlood: boolean;
}

/** The message that an alert goes with: one that waits already, or a new one. */
function join(
  delivery: Delivery,
  planned: ReadonlyMap<string, QueuedMessage>,
  context: PlanContext,
): QueuedMessage {
  const { alert, channel } = delivery;
  const kind = kindOf(delivery);
  const isFit = (each: QueuedMessage): boolean =>
    each.channel === channel &&
    each.kind === kind &&
    each.tries === 0 &&
    !context.inFlight.has(each.key);
  const waiting = [...planned.values()].find(isFit) ?? Object.values(context.messages).find(isFit);
  const line = `${alert.message}${alert.late ? ` (at ${clockOf(alert.occurredAt)} UTC)` : ''}`;
  const { symbol, price, occurredAt, severity, late: isLate } = alert;
  const sound = alert.params?.sound ?? null;
  if (!waiting) {
    return {
      ...{ key: `alert-${alert.id}-${channel}-${kind}`, channel, kind, severity },
      ...{ alertIds: [alert.id], lines: [line], symbol, price, occurredAt, isLate },
      sound,
      ...{ queuedAt: context.now, dueAt: dueOf(kind, delivery, context) },
      ...{ tries: 0, lastReason: null },
    };
  }
  return {
    ...waiting,
    severity: SEVERITIES.find((each) => [severity, waiting.severity].includes(each)) ?? severity,
    sound: louderOf(waiting, { severity, sound }),
    alertIds: [...waiting.alertIds, alert.id],
    lines: waiting.lines.length < MAX_LINES ? [...waiting.lines, line] : waiting.lines,
    symbol: waiting.symbol === symbol ? symbol : null,
    price: null,
    occurredAt: Math.min(waiting.occurredAt, occurredAt),
    isLate: waiting.isLate || isLate,
  };
}

/** The sound of the graver one; of two alike the first that asks for one. */
function louderOf(first: Heard, second: Heard): string | null {
  const isGraver = SEVERITIES.indexOf(second.severity) < SEVERITIES.indexOf(first.severity);
  return isGraver ? (second.sound ?? first.sound) : (first.sound ?? second.sound);
}

function kindOf({ alert, isFlood }: Delivery): QueuedMessage['kind'] {
  if (isFlood) return 'flood';
  if (alert.severity === 'critical') return 'critical';
  return alert.late ? 'digest' : 'alerts';
}

/** The first of a moment goes at once, what follows it a moment later; what is critical never waits. */
function dueOf(kind: QueuedMessage['kind'], { channel }: Delivery, context: PlanContext): number {
  const { now, lastSentAt } = context;
  if (kind === 'flood') return now + MINUTE_MS;
  if (kind === 'digest') return now + DIGEST_MS;
  return kind === 'critical' ? now : Math.max(now, lastSentAt(channel) + MOMENT_MS);
}

const clockOf = (time: number): string =>
  new Date(time).toISOString().slice(0, 19).replace('T', ' ');
