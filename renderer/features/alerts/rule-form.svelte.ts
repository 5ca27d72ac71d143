import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { Locale } from '../../i18n/i18n.svelte';
import type { Rules } from '../../state/rules.svelte';
import { RuleDraft } from './rule-draft.svelte';
import { RuleErrors } from './rule-errors.svelte';
import { placeOf } from './rule-place';
import { templateOf, type TemplateName } from './rule-templates';

export interface RuleFormParts {
  readonly rules: Rules;
  readonly locale: Locale;
  /** The price of a symbol now, in its quote asset; null when unknown. */
  readonly priceOf: (symbol: string) => number | null;
  /** Null makes a new rule. */
  readonly id: number | null;
  readonly start: Partial<AlertRule>;
}

/** What a rule can be without: taken away from a rule that no longer has it. */
const DISPENSABLE = [
  'name',
  'bar',
  'for_s',
  'hysteresis_percent',
  'cooldown_s',
  'expires_at',
  'active_hours',
  'channels',
  'sound',
  'message',
] as const satisfies readonly (keyof AlertRule)[];
const FIELDS: readonly string[] = ['symbol', 'position_id', 'within_s', ...DISPENSABLE];

/** A rule while it is written or changed; what is typed stays until the services have taken it. */
export class RuleForm {
  isBusy = $state(false);
  readonly draft: RuleDraft;
  readonly errors: RuleErrors;

  constructor(private readonly parts: RuleFormParts) {
    const { priceOf, start, locale } = parts;
    this.draft = new RuleDraft(start, priceOf);
    this.errors = new RuleErrors(locale);
  }

  /** Begins with what many traders want. */
  use(name: TemplateName): void {
    const { draft, errors } = this;
    const template = templateOf(name, this.parts.priceOf(draft.symbol));
    errors.clear();
    draft.use(template.condition);
    draft.mode = template.mode;
    if (template.isOfPosition) draft.scope = 'position';
    else if (draft.scope === 'position') draft.scope = 'symbol';
  }

  /** True when the rule is armed. */
  async submit(): Promise<boolean> {
    const { draft, errors, parts } = this;
    errors.clear();
    const written = draft.write();
    if (written.kind === 'problems') {
      for (const [path, problem] of Object.entries(written.problems)) errors.set(path, problem);
      return false;
    }
    this.isBusy = true;
    const { id, rules } = parts;
    const reply =
      id === null
        ? await rules.create(written.rule)
        : await rules.patch({ id, ...changesTo(written.rule) });
    this.isBusy = false;
    if (!reply.ok) errors.take(reply.error, (path) => this.#placeOf(path));
    return reply.ok;
  }

  #placeOf(path: string): string | null {
    const place = placeOf(path, this.draft.parts);
    if (place === null) return null;
    return place.includes('.') || FIELDS.includes(place) ? place : null;
  }
}

/** A whole rule as a change of the one before. */
function changesTo(rule: AlertRule) {
  const without = DISPENSABLE.filter((field) => rule[field] === undefined);
  return { ...Object.fromEntries(without.map((field) => [field, null])), ...rule };
}
