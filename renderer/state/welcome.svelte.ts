import { readText, writeSetting, type SettingStore } from './setting-store';

/** The pages of the welcome, in order. */
export const WELCOME_STEPS = ['look', 'symbols', 'told'] as const;
type WelcomeStep = (typeof WELCOME_STEPS)[number];

/** What a first start asks and tells; it comes once, and again when it is asked for. */
export class Welcome {
  #isOpen = $state(false);
  #place = $state(0);

  constructor(private readonly store: SettingStore) {
    // Who has looked at a symbol before has started before.
    this.#isOpen = readText(store, 'welcome') === null && readText(store, 'symbol') === null;
    // Only finishing or skipping it counts as seen: a reload goes on with it.
    if (this.#isOpen) writeSetting(store, 'welcome', 'open');
    else this.#isOpen = readText(store, 'welcome') === 'open';
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get step(): WelcomeStep {
    return WELCOME_STEPS[this.#place] ?? 'look';
  }

  /** Counted from 1. */
  get number(): number {
    return this.#place + 1;
  }

  get isLast(): boolean {
    return this.number === WELCOME_STEPS.length;
  }

  /** Goes `by` pages on (negative: back), and ends beyond the last one. */
  go(by: number): void {
    if (this.#place + by >= WELCOME_STEPS.length) this.end();
    else this.#place = Math.max(0, this.#place + by);
  }

  open(): void {
    this.#place = 0;
    this.#isOpen = true;
  }

  /** Done or skipped: it does not come by itself again. */
  end(): void {
    this.#isOpen = false;
    writeSetting(this.store, 'welcome', 'done');
  }
}
