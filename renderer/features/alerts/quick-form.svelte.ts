import type { AlertRule } from '../../../shared/domain/alert-rule';
import { plainText, readDecimal } from '../../format/decimal';
import type { Locale } from '../../i18n/i18n.svelte';
import type { Severity } from '../../state/alert-filter';
import type { Rules } from '../../state/rules.svelte';
import { RuleErrors } from './rule-errors.svelte';

/** One price of one symbol to be told of. */
export class QuickForm {
  price = $state('');
  severity = $state<Severity>('warning');
  isBusy = $state(false);
  readonly errors: RuleErrors;

  /** @param now The price now, in the quote asset; null while none is live. */
  constructor(
    private readonly rules: Rules,
    locale: Locale,
    private readonly symbol: string,
    private readonly now: () => number | null,
  ) {
    this.errors = new RuleErrors(locale);
  }

  /** The level typed; null while there is none. */
  get level(): number | null {
    const typed = readDecimal(this.price);
    return typed.kind === 'value' && typed.value > 0 ? typed.value : null;
  }

  /** The rule as far as it is typed. */
  get rule(): AlertRule | null {
    const price = this.level;
    if (price === null) return null;
    return {
      symbol: this.symbol,
      condition: { type: 'price_cross', price, direction: this.#direction(price) },
      mode: 'once',
      severity: this.severity,
    };
  }

  fill(price: number): void {
    this.price = plainText(price);
  }

  /** True when the rule is armed. */
  async submit(): Promise<boolean> {
    this.errors.clear();
    const { rule } = this;
    if (!rule) {
      this.errors.set('price', this.#problem());
      return false;
    }
    this.isBusy = true;
    const reply = await this.rules.create(rule);
    this.isBusy = false;
    if (!reply.ok) {
      this.errors.take(reply.error, (path) => (path === 'condition.price' ? 'price' : null));
    }
    return reply.ok;
  }

  /** Towards the level from the price now; either way when that is not known. */
  #direction(price: number): 'up' | 'down' | 'any' {
    const now = this.now();
    if (now === null || now === price) return 'any';
    return price > now ? 'up' : 'down';
  }

  #problem() {
    const typed = readDecimal(this.price);
    if (typed.kind === 'problem') return `form.error.${typed.problem}` as const;
    return typed.kind === 'empty' ? 'form.error.required' : 'form.error.positive';
  }
}
