import type { AlertCondition } from '../../../shared/domain/alert-conditions';
import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { ChannelName } from '../../../shared/domain/channel-name';
import type { Interval } from '../../../shared/domain/interval';
import type { Severity } from '../../state/alert-filter';
import type { PlainCondition, PlainType } from './condition-forms';
import type { Texts } from './condition-slot';
import { partsOf, textsOf, usualTexts, writeCondition, type SlotProblem } from './condition-texts';
import { DraftTerms } from './draft-terms.svelte';

/** What a rule is about. */
export const SCOPES = ['symbol', 'all', 'group', 'position'] as const;
export type Scope = (typeof SCOPES)[number];
/** How several conditions go together. */
export type Join = 'all' | 'any';

export const MODES = [
  'once',
  'every_time',
  'once_per_bar',
  'once_per_minute',
] as const satisfies readonly AlertRule['mode'][];
/** As many as the services take. */
export const MOST_PARTS = 5;

/** One condition as it is filled in. */
export interface PartDraft {
  readonly key: number;
  readonly type: PlainType;
  readonly texts: Texts;
}

/** A rule as it is filled in, or what is wrong with it by path. */
export type WrittenRule =
  | { readonly kind: 'rule'; readonly rule: AlertRule }
  | { readonly kind: 'problems'; readonly problems: Readonly<Record<string, SlotProblem>> };

/** An alert rule while it is written: texts as they are typed. */
export class RuleDraft {
  scope = $state<Scope>('symbol');
  symbol = $state('');
  group = $state('');
  positionId = $state('');
  join = $state<Join>('all');
  mode = $state<AlertRule['mode']>('once');
  bar = $state<Interval>('1h');
  severity = $state<Severity>('warning');
  /** Null sends to the usual channels. */
  channels = $state.raw<readonly ChannelName[] | null>(null);
  name = $state('');
  message = $state('');
  /** By its name; empty for the usual one. */
  sound = $state('');
  readonly terms: DraftTerms;
  #parts = $state.raw<readonly PartDraft[]>([]);
  #lastKey = 0;
  /** A condition with composites of its own, which no form here shows: it stays as it is. */
  #kept = $state.raw<AlertCondition | null>(null);

  /** @param priceOf The price now, for new conditions; null when unknown. */
  constructor(
    start: Partial<AlertRule>,
    private readonly priceOf: (symbol: string) => number | null,
  ) {
    this.#readScope(start);
    this.#readCondition(start.condition);
    this.mode = start.mode ?? 'once';
    this.bar = start.bar ?? '1h';
    this.severity = start.severity ?? 'warning';
    this.channels = start.channels ?? null;
    this.name = start.name ?? '';
    this.message = start.message ?? '';
    this.sound = start.sound ?? '';
    this.terms = new DraftTerms(start);
  }

  get parts(): readonly PartDraft[] {
    return this.#parts;
  }

  get kept(): AlertCondition | null {
    return this.#kept;
  }

  /** Begins anew with another condition; what the rule is about stays. */
  use(condition: PlainCondition): void {
    this.#readCondition(condition);
  }

  add(): void {
    if (this.#parts.length < MOST_PARTS) this.#parts = [...this.#parts, this.#fresh('price_above')];
  }

  remove(key: number): void {
    this.#parts = this.#parts.filter((part) => part.key !== key);
  }

  setType(key: number, type: PlainType): void {
    const fresh = this.#fresh(type);
    this.#parts = this.#parts.map((part) => (part.key === key ? { ...fresh, key } : part));
  }

  setText(key: number, slot: string, text: string): void {
    this.#parts = this.#parts.map((part) =>
      part.key === key ? { ...part, texts: { ...part.texts, [slot]: text } } : part,
    );
  }

  /** The rule that was filled in, or what is wrong. */
  write(): WrittenRule {
    const problems: Record<string, SlotProblem> = {};
    const condition = this.#joined(this.#writeParts(problems));
    const scope = this.#writeScope(problems);
    const terms = this.terms.write(problems);
    if (Object.keys(problems).length > 0 || !condition) return { kind: 'problems', problems };
    const { mode, severity } = this;
    const rule = { ...scope, ...terms, condition, mode, severity, ...this.#writeWords() };
    return { kind: 'rule', rule };
  }

  #writeParts(problems: Record<string, SlotProblem>): PlainCondition[] {
    return this.#parts.flatMap(({ key, type, texts }) => {
      const written = writeCondition(type, texts);
      if (written.kind === 'condition') return [written.condition];
      for (const [slot, problem] of Object.entries(written.problems)) {
        problems[`${key}.${slot}`] = problem;
      }
      return [];
    });
  }

  #writeWords(): Partial<AlertRule> {
    const [name, message] = [this.name.trim(), this.message.trim()];
    return {
      ...(this.mode === 'once_per_bar' ? { bar: this.bar } : {}),
      ...(this.channels === null ? {} : { channels: [...this.channels] }),
      ...(name === '' ? {} : { name }),
      ...(message === '' ? {} : { message }),
      ...(this.sound === '' ? {} : { sound: this.sound }),
    };
  }

  #joined(conditions: readonly PlainCondition[]): AlertCondition | null {
    if (this.#kept) return this.#kept;
    const [first, ...rest] = conditions;
    if (!first || rest.length === 0) return first ?? null;
    const within = this.terms.withinS;
    return {
      type: this.join,
      conditions: [first, ...rest],
      ...(this.join === 'all' && within !== null ? { within_s: within } : {}),
    };
  }

  #writeScope(
    problems: Record<string, SlotProblem>,
  ): Pick<AlertRule, 'symbol'> | Pick<AlertRule, 'position_id'> {
    if (this.scope === 'all') return { symbol: '*' };
    const text = { symbol: this.symbol, group: this.group, position: this.positionId }[this.scope];
    if (text.trim() === '') problems['symbol'] = 'form.error.required';
    if (this.scope === 'group') return { symbol: { watchlist: text } };
    return this.scope === 'position' ? { position_id: Number(text) } : { symbol: text.trim() };
  }

  #readScope({ symbol, position_id: position }: Partial<AlertRule>): void {
    if (position !== undefined) {
      this.scope = 'position';
      this.positionId = String(position);
    } else if (typeof symbol === 'object') {
      this.scope = 'group';
      this.group = symbol.watchlist;
    } else if (symbol === '*') this.scope = 'all';
    else this.symbol = symbol ?? '';
  }

  #readCondition(condition: AlertCondition | undefined): void {
    this.#kept = null;
    if (!condition) {
      this.#parts = [this.#fresh('price_cross')];
      return;
    }
    const { join, parts } = partsOf(condition);
    if (parts.includes(null)) this.#kept = condition;
    if (join !== 'single') this.join = join;
    this.#parts = parts.flatMap((part) => {
      if (!part) return [];
      this.#lastKey += 1;
      return [{ key: this.#lastKey, type: part.type, texts: textsOf(part) }];
    });
  }

  #fresh(type: PlainType): PartDraft {
    this.#lastKey += 1;
    return { key: this.#lastKey, type, texts: usualTexts(type, this.priceOf(this.symbol)) };
  }
}
