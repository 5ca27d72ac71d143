import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { RuleHost } from './rule-host';
import { symbolsOf } from './rule-facts';
import type { RuleStore } from './rule-store';

export interface RuleClaimsOptions {
  readonly rules: RuleStore;
  readonly host: RuleHost;
  /** Watches the trades of a wire symbol until the returned function is called. */
  readonly watch: (symbol: string) => () => void;
  /** Resolves when a wire symbol that is watched is live, or after a while. */
  readonly reach: (symbol: string) => Promise<void>;
  readonly groups: () => Readonly<Record<string, readonly string[]>>;
}

/** Watches the symbols on which rules still wait for something, and no others. */
export class RuleClaims {
  readonly #options: RuleClaimsOptions;
  readonly #held = new Map<string, () => void>();
  #awaited: readonly string[] = [];

  constructor(options: RuleClaimsOptions) {
    this.#options = options;
  }

  /** To be called when rules, or what they wait for, have changed. */
  renew(): void {
    const wanted = this.#wanted();
    for (const symbol of wanted) {
      if (!this.#held.has(symbol)) this.#held.set(symbol, this.#options.watch(symbol));
    }
    for (const [symbol, release] of this.#held) {
      if (wanted.has(symbol)) continue;
      this.#held.delete(symbol);
      release();
    }
  }

  /**
   * Arms rules when the streams of their symbols have begun, or after a while, so that no trade after
   * it is missed. The streams are held until it is done.
   */
  async reached<T>(rules: readonly AlertRule[], arm: () => Promise<T>): Promise<T> {
    const { watch, reach, groups } = this.#options;
    const symbols = [...new Set(rules.flatMap((rule) => symbolsOf(rule, groups())))];
    this.#awaited = symbols;
    const releases = symbols.map(watch);
    this.#awaited = [];
    try {
      await Promise.all(symbols.map(reach));
      return await arm();
    } finally {
      for (const release of releases) release();
    }
  }

  /** Whether a symbol begins to be watched for a rule that is about to be armed. */
  isAwaited(symbol: string): boolean {
    return this.#awaited.includes(symbol);
  }

  /** Lets go of everything. */
  release(): void {
    for (const release of this.#held.values()) release();
    this.#held.clear();
  }

  #wanted(): Set<string> {
    const { rules, host, groups } = this.#options;
    const wanted = new Set<string>();
    for (const { id, rule } of rules.all()) {
      const spent = host.spentOn(id);
      for (const symbol of symbolsOf(rule, groups())) if (!spent.has(symbol)) wanted.add(symbol);
    }
    return wanted;
  }
}
