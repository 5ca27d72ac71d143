import type { AlertRule } from '../../shared/domain/alert-rule';

/** Which dialog about alerts is open, and what about. */
export type AlertDialog =
  /** A price to be told of; null leaves it to be typed. */
  | { readonly kind: 'quick'; readonly symbol: string; readonly price: number | null }
  /** A rule to change, or a new one that begins with what is given. */
  | { readonly kind: 'edit'; readonly id: number }
  | { readonly kind: 'create'; readonly start: Partial<AlertRule> }
  /** A file of rules. */
  | { readonly kind: 'import' };

/** The one dialog about alerts, opened from the pane, the chart, a row or a key. */
export class AlertDialogs {
  #open = $state.raw<AlertDialog | null>(null);

  /** Null when none is open. */
  get open(): AlertDialog | null {
    return this.#open;
  }

  show(dialog: AlertDialog): void {
    this.#open = dialog;
  }

  close(): void {
    this.#open = null;
  }
}
