import type { AlertRule } from '../../shared/domain/alert-rule';
import type { Transport } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';
import { distinctSymbols } from './position-register';

/** An alert rule as the services answer it. */
export type RuleInfo = RequestResult<'create_alert_rule'>;

export interface RulesParts {
  readonly transport: Transport;
  /** Called when the symbols that rules name have changed. */
  readonly onSymbols: () => void;
}

/** Whether a rule can fire changes with feeds and prices, of which no event tells. */
const LOOK_AGAIN_MS = 5000;

/** All alert rules, newest first, as they stand now. */
export class Rules {
  #items = $state.raw<readonly RuleInfo[]>([]);
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  #round = 0;

  /** The symbols that single rules are about. */
  readonly symbols: readonly string[] = $derived(
    distinctSymbols(
      this.#items.flatMap((rule) => symbolOf(rule) ?? []),
      [],
    ),
  );

  constructor(private readonly parts: RulesParts) {}

  get items(): readonly RuleInfo[] {
    return this.#items;
  }

  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }

  /** Undefined when it has been deleted. */
  get(id: number): RuleInfo | undefined {
    return this.#items.find(({ rule_id }) => rule_id === id);
  }

  async load(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const reply = await this.parts.transport.request('list_alert_rules', {});
    if (round !== this.#round) return;
    if (reply.ok) {
      this.#status = 'ready';
      this.#show(reply.value.items.toReversed());
    } else if (this.#status !== 'ready') this.#status = 'failed';
  }

  retry(): void {
    this.#status = 'loading';
    void this.load();
  }

  /** Keeps what is known of the rules fresh until the returned function is called. */
  follow(): () => void {
    const timer = setInterval(() => void this.load(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }

  /** Takes the news that a rule was changed, here or in another window. */
  hear({ rule_id: id, change }: Events['alert_rules_changed']): void {
    if (change === 'deleted') this.forget(id);
    else void this.#fetch(id);
  }

  /** Takes the news that a rule has fired, which may have been its last time. */
  heardFire(id: number): void {
    if (this.get(id)) void this.#fetch(id);
  }

  async create(rule: RequestInput<'create_alert_rule'>): Promise<Reply<RuleInfo>> {
    return this.#adopted(await this.parts.transport.request('create_alert_rule', rule));
  }

  async patch(changes: RequestInput<'patch_alert_rule'>): Promise<Reply<RuleInfo>> {
    return this.#adopted(await this.parts.transport.request('patch_alert_rule', changes));
  }

  /** Lets go of a rule that has been deleted. */
  forget(id: number): void {
    this.#round += 1;
    this.#show(this.#items.filter(({ rule_id }) => rule_id !== id));
  }

  async #fetch(id: number): Promise<void> {
    const reply = await this.parts.transport.request('get_alert_rule', { id });
    if (reply.ok) this.#adopted(reply);
    else if (reply.error.code === 'NOT_FOUND') this.forget(id);
  }

  #adopted(reply: Reply<RuleInfo>): Reply<RuleInfo> {
    if (!reply.ok) return reply;
    // A list on its way may be older than this answer.
    this.#round += 1;
    const { rule_id: id } = reply.value;
    const others = this.#items.filter((rule) => rule.rule_id !== id);
    this.#show([...others, reply.value].sort((a, b) => b.rule_id - a.rule_id));
    return reply;
  }

  #show(items: readonly RuleInfo[]): void {
    const before = this.symbols.join();
    this.#items = items;
    if (this.symbols.join() !== before) this.parts.onSymbols();
  }
}

/** The one symbol a rule names; null for many of them or a position. */
export function symbolOf({ symbol }: Pick<AlertRule, 'symbol'>): string | null {
  return typeof symbol === 'string' && symbol !== '*' ? symbol : null;
}

/** What the services say of a rule besides what its trader wrote. */
const SAID: ReadonlySet<string> = new Set<Exclude<keyof RuleInfo, keyof AlertRule>>([
  'rule_id',
  'origin',
  'created_at',
  'armed_at',
  'muted',
  'snoozed_until',
  'can_fire',
  'reason',
  'watches',
]);

/** A rule as its trader would write it anew. */
export function writtenRule(info: RuleInfo): AlertRule {
  const written = Object.entries(info).filter(([field]) => !SAID.has(field));
  return Object.fromEntries(written) as AlertRule;
}
