import type { AlertRule } from '../../shared/domain/alert-rule';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestInput } from '../../shared/protocol/requests';
import type { Transport } from '../../shared/protocol/client';
import type { Locale } from '../i18n/i18n.svelte';
import { writtenRule, type RuleInfo, type Rules } from './rules.svelte';
import { detailsOf, type Toasts } from './toasts.svelte';

export interface RuleDeskParts {
  readonly transport: Transport;
  readonly rules: Rules;
  readonly toasts: Toasts;
  readonly locale: Locale;
}

type Changes = Omit<RequestInput<'patch_alert_rule'>, 'id'>;

/** What a trader does to alert rules: asks the services, and says what could not be done. */
export class RuleDesk {
  constructor(private readonly parts: RuleDeskParts) {}

  /** Changes rules alike; those it could not change are told of. */
  async change(ids: readonly number[], changes: Changes): Promise<void> {
    const { rules } = this.parts;
    const replies = await Promise.all(ids.map((id) => rules.patch({ id, ...changes })));
    this.#complain(replies);
  }

  /** Mutes rules or lets them be heard again, and offers to take that back. */
  async mute(rules: readonly RuleInfo[], muted: boolean): Promise<void> {
    const ids = rules.filter((rule) => rule.muted !== muted).map(({ rule_id }) => rule_id);
    if (ids.length === 0) return;
    await this.change(ids, { muted });
    const { toasts, locale } = this.parts;
    const text = locale.t(muted ? 'rules.muted' : 'rules.unmuted', { count: ids.length });
    const run = (): void => void this.change(ids, { muted: !muted });
    toasts.show({ tone: 'info', text, action: { label: locale.t('action.undo'), run } });
  }

  /** Moves the level of a rule and offers to move it back. */
  async move(rule: RuleInfo, condition: AlertRule['condition']): Promise<void> {
    const { rules, toasts, locale } = this.parts;
    const reply = await rules.patch({ id: rule.rule_id, condition });
    this.#complain([reply]);
    if (!reply.ok) return;
    const back = { condition: rule.condition };
    toasts.show({
      tone: 'info',
      text: locale.t('rule.moved'),
      action: { label: locale.t('action.undo'), run: () => void this.change([rule.rule_id], back) },
    });
  }

  /** Arms a copy of a rule. */
  async duplicate(rule: RuleInfo): Promise<void> {
    this.#complain([await this.parts.rules.create(writtenRule(rule))]);
  }

  /** Deletes rules and offers to arm them anew. */
  async remove(gone: readonly RuleInfo[]): Promise<void> {
    const { transport, rules, toasts, locale } = this.parts;
    const replies = await Promise.all(
      gone.map(({ rule_id: id }) => transport.request('delete_alert_rule', { id })),
    );
    const deleted = gone.filter((_, at) => replies[at]?.ok);
    for (const { rule_id: id } of deleted) rules.forget(id);
    this.#complain(replies);
    if (deleted.length === 0) return;
    toasts.show({
      tone: 'info',
      text: locale.t('rule.deleted', { count: deleted.length }),
      action: { label: locale.t('action.undo'), run: () => void this.#restore(deleted) },
    });
  }

  async #restore(deleted: readonly RuleInfo[]): Promise<void> {
    const { rules } = this.parts;
    const replies: Reply<RuleInfo>[] = [];
    // One after the other, so that they keep their order.
    for (const rule of deleted.toReversed()) {
      const reply = await rules.create(writtenRule(rule));
      replies.push(reply);
      if (reply.ok) await this.#restoreNotes(rule, reply.value.rule_id);
    }
    this.#complain(replies);
  }

  async #restoreNotes({ muted, snoozed_until }: RuleInfo, id: number): Promise<void> {
    if (muted || snoozed_until !== null) {
      await this.parts.rules.patch({ id, muted, snoozed_until });
    }
  }

  #complain(replies: readonly Reply<unknown>[]): void {
    const refusal = replies.find((reply) => !reply.ok);
    if (refusal) this.complain(refusal.error);
  }

  /** Says why something about alerts could not be done. */
  complain(error: ErrorBody): void {
    const { toasts, locale } = this.parts;
    // Only its own words name what is wrong with a rule.
    const reason = error.code === 'INVALID' ? error.message : locale.reason(error);
    const text = locale.t('rule.unchanged', { reason });
    toasts.show({ tone: 'error', text, details: detailsOf(error) });
  }
}
