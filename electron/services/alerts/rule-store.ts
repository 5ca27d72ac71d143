import { AppError } from '../../../shared/domain/errors';
import { alertRule } from '../../../shared/domain/alert-rule';
import type { Logger } from '../logger';
import type { State } from '../store/state-schema';
import type { StateStore } from '../store/state-store';
import type { KeptSymbol, StoredRule } from './alert-schema';

/** What becomes durable together: rules by number, null for one that goes, and symbols. */
export interface RuleChange {
  readonly rules: ReadonlyMap<number, StoredRule | null>;
  /** Null for a symbol that no rule watches any more. */
  readonly symbols: ReadonlyMap<string, KeptSymbol | null>;
}

type Section = State['alerts'];

/** The rules in memory, and on disk before a change counts, with what they remember. */
export class RuleStore {
  readonly #rules = new Map<number, StoredRule>();

  constructor(
    private readonly store: StateStore,
    private readonly logger: Logger,
  ) {
    this.reload();
  }

  /** Reads the rules anew, since the state has been replaced as a whole. */
  reload(): void {
    this.#rules.clear();
    for (const stored of Object.values(this.store.state.alerts.rules)) {
      // Frozen as it is kept, and typed so; parsed anew it is a rule like any other.
      this.#rules.set(stored.id, { ...stored, rule: alertRule.parse(stored.rule) });
    }
  }

  /** By number, oldest first. */
  all(): StoredRule[] {
    return [...this.#rules.values()].sort((a, b) => a.id - b.id);
  }

  find(id: number): StoredRule | undefined {
    return this.#rules.get(id);
  }

  /** @throws {AppError} `NOT_FOUND` */
  get(id: number): StoredRule {
    const found = this.#rules.get(id);
    if (found) return found;
    throw new AppError('NOT_FOUND', `There is no alert rule ${id}`);
  }

  /** What rules knew of symbols when it was last kept. */
  get symbols(): Section['symbols'] {
    return this.store.state.alerts.symbols;
  }

  /** Changes rules. @throws {AppError} `UNAVAILABLE`; nothing is changed then. */
  async save(change: RuleChange): Promise<void> {
    const before = new Map([...change.rules.keys()].map((id) => [id, this.#rules.get(id) ?? null]));
    this.#take(change.rules);
    try {
      await this.store.update(({ alerts }) => ({ alerts: withChange(alerts, change) }));
    } catch (error) {
      this.#take(before);
      // What was answered with an error must not come to be saved with the next change.
      this.store.updateLazily(({ alerts }) => ({
        alerts: withChange(alerts, { rules: before, symbols: new Map() }),
      }));
      this.logger.error('Alert rule not saved', { error: String(error) });
      const text = 'The rule could not be saved; everything is as it was before.';
      throw new AppError('UNAVAILABLE', text, { cause: error });
    }
  }

  /** Keeps what rules know of symbols; a crash may lose it, and history brings it again. */
  keep(symbols: RuleChange['symbols']): void {
    this.store.updateLazily(({ alerts }) => ({
      alerts: withChange(alerts, { rules: new Map(), symbols }),
    }));
  }

  #take(rules: RuleChange['rules']): void {
    for (const [id, stored] of rules) {
      if (stored) this.#rules.set(id, stored);
      else this.#rules.delete(id);
    }
  }
}

/** The section after a change; entries that stay are the same objects. */
export function withChange(section: Section, { rules, symbols }: RuleChange): Section {
  return {
    ...section,
    rules:
      rules.size === 0 ? section.rules : replaced<Section['rules'][string]>(section.rules, rules),
    symbols:
      symbols.size === 0
        ? section.symbols
        : replaced<Section['symbols'][string]>(section.symbols, symbols),
  };
}

function replaced<T>(
  record: Readonly<Record<string, T>>,
  changes: ReadonlyMap<string | number, T | null>,
): Record<string, T> {
  const next = { ...record };
  for (const [key, value] of changes) {
    if (value === null) Reflect.deleteProperty(next, key);
    else next[key] = value;
  }
  return next;
}
