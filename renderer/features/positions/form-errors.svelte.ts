import type { ErrorBody } from '../../../shared/protocol/reply';
import type { Locale, TextKey } from '../../i18n/i18n.svelte';

/** What a form knows to be wrong: at its fields, and with the whole. */
export class FormErrors {
  #byField = $state.raw<Readonly<Record<string, string>>>({});
  #general = $state<string | null>(null);

  /** `aliases`: fields of the form by the services' names for them, where these differ. */
  constructor(
    private readonly locale: Locale,
    private readonly aliases: Readonly<Record<string, string>> = {},
  ) {}

  /** What belongs to no field; null for nothing. */
  get general(): string | null {
    return this.#general;
  }

  get isEmpty(): boolean {
    return this.#general === null && Object.keys(this.#byField).length === 0;
  }

  /** Null when nothing is wrong with a field. */
  of(field: string): string | null {
    return this.#byField[field] ?? null;
  }

  set(field: string, key: Extract<TextKey, `form.error.${string}`>): void {
    this.#byField = { ...this.#byField, [field]: this.locale.t(key) };
  }

  clear(): void {
    this.#byField = {};
    this.#general = null;
  }

  /** Shows the services' refusal: each detail at its field, what no field of the form is called above them. */
  take(error: ErrorBody, fields: readonly string[]): void {
    const rest: string[] = [];
    for (const { field, message } of error.details ?? []) {
      const [root = ''] = field.split('.');
      const name = this.aliases[root] ?? root;
      if (fields.includes(name))
        this.#byField = { ...this.#byField, [name]: this.locale.atField(message) };
      else rest.push(this.locale.atField(message));
    }
    const isTold = (error.details ?? []).length > 0 && rest.length === 0;
    if (!isTold) this.#general = [this.locale.reason(error), ...rest].join(' ');
  }
}
