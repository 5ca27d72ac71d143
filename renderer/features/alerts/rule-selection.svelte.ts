import { SvelteSet } from 'svelte/reactivity';
import type { RuleInfo } from '../../state/rules.svelte';

/** Which rules of a list are chosen, and on which one the keys act. */
export class RuleSelection {
  readonly #chosen = new SvelteSet<number>();
  #activeId = $state<number | null>(null);
  readonly #rules: () => readonly RuleInfo[];

  constructor(rules: () => readonly RuleInfo[]) {
    this.#rules = rules;
  }

  /** Those chosen that are still there, in the order of the list. */
  get picked(): readonly RuleInfo[] {
    if (this.#chosen.size === 0) return [];
    return this.#rules().filter(({ rule_id }) => this.#chosen.has(rule_id));
  }

  /** What the keys act on: the chosen ones, or the active one when none is chosen. */
  get taken(): readonly RuleInfo[] {
    const { picked, active } = this;
    return picked.length > 0 || !active ? picked : [active];
  }

  /** The first when none was activated or it is gone. */
  get activeIndex(): number {
    const at = this.#rules().findIndex(({ rule_id }) => rule_id === this.#activeId);
    return Math.max(0, at);
  }

  get active(): RuleInfo | undefined {
    return this.#rules()[this.activeIndex];
  }

  has(id: number): boolean {
    return this.#chosen.has(id);
  }

  activate(id: number): void {
    this.#activeId = id;
  }

  toggle(id: number): void {
    if (!this.#chosen.delete(id)) this.#chosen.add(id);
  }

  chooseAll(): void {
    for (const { rule_id: id } of this.#rules()) this.#chosen.add(id);
  }

  clear(): void {
    this.#chosen.clear();
  }

  /** Goes on by rows; `isChoosing` takes in what it passes. */
  move(by: number, isChoosing: boolean): void {
    const rules = this.#rules();
    const from = this.activeIndex;
    const to = Math.min(Math.max(from + by, 0), rules.length - 1);
    this.#activeId = rules[to]?.rule_id ?? null;
    if (!isChoosing) return;
    const passed = rules.slice(Math.min(from, to), Math.max(from, to) + 1);
    for (const { rule_id: id } of passed) this.#chosen.add(id);
  }
}
