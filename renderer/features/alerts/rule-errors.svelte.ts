import type { ErrorBody } from '../../../shared/protocol/reply';
import type { Locale } from '../../i18n/i18n.svelte';
import type { SlotProblem } from './condition-texts';

/** What is wrong with a rule, by the services' paths such as `condition.price`, and with the whole. */
export class RuleErrors {
  #byPath = $state.raw<Readonly<Record<string, string>>>({});
  #general = $state<string | null>(null);

  constructor(private readonly locale: Locale) {}

  /** What belongs to no field; null for nothing. */
  get general(): string | null {
    return this.#general;
  }

  get isEmpty(): boolean {
    return this.#general === null && Object.keys(this.#byPath).length === 0;
  }

  /** Null when nothing is wrong there. */
  of(path: string): string | null {
    return this.#byPath[path] ?? null;
  }

  set(path: string, problem: SlotProblem): void {
    this.#byPath = { ...this.#byPath, [path]: this.locale.t(problem) };
  }

  clear(): void {
    this.#byPath = {};
    this.#general = null;
  }

  /**
   * Shows the services' refusal: each detail at its field, the rest above them.
   * @param place The field of the form for one of the services' paths; null when there is none.
   */
  take(error: ErrorBody, place: (path: string) => string | null): void {
    const details = error.details ?? [];
    const rest: string[] = [];
    for (const { field, message } of details) {
      const path = place(field);
      if (path === null) rest.push(`${field}: ${message}`);
      else this.#byPath = { ...this.#byPath, [path]: this.locale.atField(message) };
    }
    if (error.code === 'UNKNOWN_SYMBOL') {
      this.#byPath = { ...this.#byPath, symbol: this.locale.reason(error) };
    } else if (details.length === 0) {
      // Only its own words say what is wrong.
      this.#general = error.code === 'INVALID' ? error.message : this.locale.reason(error);
    } else if (rest.length > 0) this.#general = rest.join(' ');
  }
}
