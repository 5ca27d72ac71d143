import { AppError } from '../../../shared/domain/errors';
import { MAX_RULES } from '../../../shared/protocol/alert-requests';
import type { RequestResult } from '../../../shared/protocol/requests';
import { EVERYONE } from '../../../shared/protocol/rooms';
import type { Clock } from '../clock';
import type { EventHub } from '../event-hub';
import type { Handlers } from '../handler-map';
import type { AlertLog } from './alert-log';
import { backCastHandlers, type BackCastServices } from './back-cast-handlers';
import { alertBody, alertDetail, type Alert } from './alert-record';
import type { StoredRule } from './alert-schema';
import type { AlertService } from './alert-service';
import { checkRule, checkRules, patchedRule, readRule, type RuleWorld } from './rule-input';
import { deliveryHandlers } from './delivery-handlers';
import type { Outbox } from './outbox';
import type { OutcomeService } from './outcome-service';
import type { RuleStore } from './rule-store';

/** Unread alerts a fresh client is given. */
const SNAPSHOT_ALERTS = 500;

/** What requests about alerts are answered from. */
export interface AlertServices extends BackCastServices {
  readonly alertService: AlertService;
  readonly rules: RuleStore;
  readonly alertLog: AlertLog;
  readonly outbox: Outbox;
  readonly outcomes: OutcomeService;
  readonly world: RuleWorld;
  readonly hub: EventHub;
  readonly clock: Clock;
}

type RuleBody = RequestResult<'get_alert_rule'>;

/** Unread alerts as a fresh client gets them, newest first. */
export function unreadAlerts({ alertLog }: AlertServices): RequestResult<'get_snapshot'>['alerts'] {
  return alertLog
    .unread()
    .slice(0, SNAPSHOT_ALERTS)
    .map((alert) => alertBody(alert, false));
}

/** The handlers of requests about alert rules and alerts. */
export function alertHandlers(services: AlertServices) {
  return {
    ...ruleHandlers(services),
    ...logHandlers(services),
    ...deliveryHandlers(services),
    ...backCastHandlers(services),
  };
}

function ruleHandlers(services: AlertServices) {
  const { alertService, rules, world, hub } = services;
  const body = (stored: StoredRule): RuleBody => ruleBody(stored, alertService);
  const tell = (id: number, change: 'created' | 'changed' | 'deleted'): void =>
    hub.publish(EVERYONE, 'alert_rules_changed', { rule_id: id, change, ...now(services) });
  const changed = (stored: StoredRule, change: 'created' | 'changed'): RuleBody => {
    tell(stored.id, change);
    return body(stored);
  };
  return {
    list_alert_rules: () => ({ items: rules.all().map(body), next: null }),
    get_alert_rule: ({ id }) => body(rules.get(id)),
    create_alert_rule: async (params) => {
      refuseMore(rules, 1);
      const rule = await checkRule(params, world);
      return changed(await alertService.create(rule), 'created');
    },
    create_alert_rules: async ({ rules: drafts }) => {
      refuseMore(rules, drafts.length);
      const created = await alertService.createAll(await checkRules(drafts, world));
      const ruleIds = created.map(({ id }) => id);
      hub.publish(EVERYONE, 'alert_rules_created', { rule_ids: ruleIds, ...now(services) });
      return { rule_ids: ruleIds };
    },
    check_alert_rules: ({ rules: values }) => ({ items: values.map(readRule) }),
    patch_alert_rule: async ({ id, muted, snoozed_until: snooze, ...patch }) => {
      const before = rules.get(id);
      const isWhole = Object.values(patch).every((value) => value === undefined);
      if (!isWhole) refuseTargets(before);
      const rule = isWhole ? before.rule : await checkRule(patchedRule(before.rule, patch), world);
      const notes = {
        ...(muted === undefined ? {} : { isMuted: muted }),
        ...(snooze === undefined
          ? {}
          : { snoozedUntil: snooze === null ? null : Date.parse(snooze) }),
      };
      return changed(await alertService.change(id, rule, notes), 'changed');
    },
    delete_alert_rule: async ({ id }) => {
      const before = rules.get(id);
      refuseTargets(before);
      await alertService.remove(id);
      tell(id, 'deleted');
      return { rule_id: id };
    },
  } satisfies Partial<Handlers>;
}

function logHandlers(services: AlertServices) {
  const { alertLog, world, outcomes, hub } = services;
  const read = async (ids: readonly number[]): Promise<void> => {
    if (ids.length === 0) return;
    await alertLog.read(ids);
    hub.publish(EVERYONE, 'alerts_read', { alert_ids: [...ids], ...now(services) });
  };
  return {
    list_alerts: async ({ unread, symbol, limit, before = Number.POSITIVE_INFINITY }) => {
      const wanted = symbol === undefined ? null : await spelled(symbol, world);
      const query = { isUnread: unread, symbol: wanted, limit: limit + 1, before };
      const alerts = await alertLog.list(query);
      const page = alerts.slice(0, limit);
      const next = alerts.length > limit ? String(page.at(-1)?.id) : null;
      const known = await outcomes.of(page.map(({ id }) => id));
      const body = (alert: Alert) => ({
        ...alertBody(alert, alertLog.isRead(alert.id)),
        ...alertDetail(alert, known.get(alert.id)),
      });
      return { items: page.map(body), next };
    },
    read_alert: async ({ id }) => {
      const alert = await alertLog.get(id);
      if (!alertLog.isRead(id)) await read([id]);
      const outcome = (await outcomes.of([id])).get(id);
      return { ...alertBody(alert, true), ...alertDetail(alert, outcome) };
    },
    read_all_alerts: async () => {
      const ids = alertLog.unread().map(({ id }) => id);
      await read(ids);
      return { read: ids.length };
    },
  } satisfies Partial<Handlers>;
}

/** A rule as requests answer it. */
function ruleBody(stored: StoredRule, alertService: AlertService): RuleBody {
  const { id, rule, origin, createdAt, armedAt, isMuted, snoozedUntil } = stored;
  const view = alertService.stateOf(id);
  return {
    rule_id: id,
    ...rule,
    origin,
    created_at: new Date(createdAt).toISOString(),
    armed_at: new Date(armedAt).toISOString(),
    muted: isMuted,
    snoozed_until: snoozedUntil === null ? null : new Date(snoozedUntil).toISOString(),
    can_fire: view?.canFire ?? false,
    reason: view ? view.reason : 'not_armed',
    watches: (view?.watches ?? []).map(({ symbol, positionId, reason, level }) => ({
      symbol,
      position_id: positionId,
      reason,
      level,
    })),
  };
}

/** @throws {AppError} `LIMIT` when there would be too many. */
function refuseMore(rules: RuleStore, count: number): void {
  if (rules.all().length + count <= MAX_RULES) return;
  throw new AppError('LIMIT', `There can be ${MAX_RULES} alert rules at most`);
}

/** @throws {AppError} `INVALID` for a rule that belongs to its position. */
function refuseTargets({ origin, rule }: StoredRule): void {
  if (origin === 'trader') return;
  const field = `${origin}_percent`;
  const position = rule.position_id ?? 0;
  throw new AppError('INVALID', `rule_id: change ${field} of position ${position} instead`);
}

/** As the venue spells it; as it was given when the venue cannot say. */
async function spelled(input: string, { instrument }: RuleWorld): Promise<string> {
  const found = await instrument(input).catch(() => null);
  return found?.symbol ?? input;
}

/** When news is told. */
function now({ clock }: AlertServices): { readonly timestamp: string } {
  return { timestamp: new Date(clock.now()).toISOString() };
}
