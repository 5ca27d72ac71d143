/** Which dialog about a position is open, and what about. */
export type PositionDialog =
  | { readonly kind: 'add'; readonly symbol: string | null }
  | { readonly kind: 'edit' | 'increase' | 'close'; readonly id: number };

/** The one dialog about positions, opened from the table, a card, a key or an empty state. */
export class PositionDialogs {
  #open = $state.raw<PositionDialog | null>(null);

  /** Null when none is open. */
  get open(): PositionDialog | null {
    return this.#open;
  }

  show(dialog: PositionDialog): void {
    this.#open = dialog;
  }

  close(): void {
    this.#open = null;
  }
}
