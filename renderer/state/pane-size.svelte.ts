import { readText, writeSetting, type SettingName, type SettingStore } from './setting-store';

/** The lengths a pane can have, px. */
export interface PaneRange {
  readonly min: number;
  readonly max: number;
  /** Before anyone has chosen, and after a double click. */
  readonly first: number;
}

/** How wide or high a pane is, px; remembered. A small window may leave it less. */
export class PaneSize {
  #px: number;

  constructor(
    private readonly store: SettingStore,
    private readonly name: SettingName,
    readonly range: PaneRange,
  ) {
    const remembered = Number(readText(store, name) ?? Number.NaN);
    this.#px = $state(Number.isFinite(remembered) ? this.#within(remembered) : range.first);
  }

  get px(): number {
    return this.#px;
  }

  /** Takes a length in px, kept within the range. */
  resize(px: number): void {
    this.#px = this.#within(px);
    writeSetting(this.store, this.name, String(this.#px));
  }

  reset(): void {
    this.resize(this.range.first);
  }

  #within(px: number): number {
    return Math.round(Math.min(Math.max(px, this.range.min), this.range.max));
  }
}
