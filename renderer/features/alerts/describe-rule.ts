import type { AlertCondition } from '../../../shared/domain/alert-conditions';
import type { AlertRule } from '../../../shared/domain/alert-rule';
import { readDecimal } from '../../format/decimal';
import { formatNumber } from '../../format/number';
import { symbolText } from '../../format/symbol';
import type { Locale, TextKey } from '../../i18n/i18n.svelte';
import { CONDITION_FORMS, isPlain, type PlainType } from './condition-forms';
import type { Texts } from './condition-slot';
import { textsOf, usedSlots } from './condition-texts';

/** A piece of a sentence: words, or a slot to fill in. */
export type SentencePart =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'slot'; readonly slot: string };

/** Stands around a slot's name while a text is taken apart; no text holds it. */
const EDGE = '\u0001';

/** The sentence of a type of condition, taken apart at its slots; those without use are left out. */
export function sentenceOf(locale: Locale, type: PlainType, texts: Texts): SentencePart[] {
  const used = new Set(usedSlots(type, texts));
  const names = Object.keys(CONDITION_FORMS[type].slots);
  const marks = Object.fromEntries(names.map((name) => [name, `${EDGE}${name}${EDGE}`]));
  const pieces = locale.fill(`rule.when.${type}`, marks).split(EDGE);
  return pieces.flatMap((piece, at): SentencePart[] => {
    if (at % 2 === 1) return used.has(piece) ? [{ kind: 'slot', slot: piece }] : [];
    return piece.trim() === '' ? [] : [{ kind: 'words', text: piece.trim() }];
  });
}

/** What a slot's value is called. */
export function optionText(locale: Locale, wording: TextKey | null, value: string): string {
  return wording === null ? value : locale.fill(wording, {});
}

/** What a slot is called, for those who cannot see its place in the sentence. */
export function slotLabel(locale: Locale, slot: string): string {
  return locale.t(`rule.slot.${slot}` as Extract<TextKey, `rule.slot.${string}`>);
}

/** A condition as a sentence without its subject: `crosses up through 75,000`. */
export function describeCondition(locale: Locale, condition: AlertCondition): string {
  if (!isPlain(condition)) {
    const parts = condition.conditions.map((part) => describeCondition(locale, part));
    return parts.join(` ${locale.t(`rule.join.${condition.type}`)} `);
  }
  const { type } = condition;
  const texts = textsOf(condition);
  return sentenceOf(locale, type, texts)
    .map((part) => (part.kind === 'words' ? part.text : slotText(locale, type, part.slot, texts)))
    .filter((text) => text !== '')
    .join(' ')
    .replaceAll(/\( ?| ?(?=[),%])/g, (sign) => sign.trim());
}

function slotText(locale: Locale, type: PlainType, name: string, texts: Texts): string {
  const slot = CONDITION_FORMS[type].slots[name];
  const text = texts[name] ?? '';
  if (slot?.kind === 'choice') return optionText(locale, slot.choices[text] ?? null, text);
  const typed = readDecimal(text);
  if (slot?.kind !== 'number' || typed.kind !== 'value') return text;
  return formatNumber(typed.value, { maximumFractionDigits: 12 });
}

/** What a rule is about: a symbol, all of them, a group or a position. */
export function describeScope(locale: Locale, rule: Pick<AlertRule, 'symbol' | 'position_id'>) {
  const { symbol, position_id: position } = rule;
  if (symbol === '*') return locale.t('rule.scope.all');
  if (typeof symbol === 'object') return locale.t('rule.scope.group', { name: symbol.watchlist });
  if (symbol !== undefined) return symbolText(symbol);
  return locale.t('rule.scope.position', { id: position ?? 0 });
}

/** A rule in a few words: its name, or what it is about and what it waits for. */
export function describeRule(locale: Locale, rule: AlertRule): string {
  if (rule.name !== undefined && rule.name !== '') return rule.name;
  return `${describeScope(locale, rule)} ${describeCondition(locale, rule.condition)}`;
}
