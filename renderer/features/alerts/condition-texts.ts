import type { AlertCondition } from '../../../shared/domain/alert-conditions';
import { plainText, readDecimal } from '../../format/decimal';
import type { TextKey } from '../../i18n/i18n.svelte';
import { CONDITION_FORMS, isPlain, type PlainCondition, type PlainType } from './condition-forms';
import type { Slot, Texts } from './condition-slot';

/** What is wrong with a slot. */
export type SlotProblem = Extract<TextKey, `form.error.${string}`>;

/** A condition as it is filled in, or what is wrong with it by slot. */
export type Written =
  | { readonly kind: 'condition'; readonly condition: PlainCondition }
  | { readonly kind: 'problems'; readonly problems: Readonly<Record<string, SlotProblem>> };

/** What a new condition of a type begins with. @param price In the quote asset; null when unknown. */
export function usualTexts(type: PlainType, price: number | null): Texts {
  const slots = Object.entries(CONDITION_FORMS[type].slots);
  return Object.fromEntries(
    slots.map(([name, slot]) => {
      const isPrice = slot.kind === 'number' && slot.isPrice === true;
      return [name, isPrice && price !== null ? plainText(price) : slot.usual];
    }),
  );
}

/** The slots that say something, given what is filled in. */
export function usedSlots(type: PlainType, texts: Texts): readonly string[] {
  const { slots, isUsed } = CONDITION_FORMS[type];
  return Object.keys(slots).filter((slot) => isUsed?.(slot, texts) ?? true);
}

/** What a condition fills in. */
export function textsOf(condition: PlainCondition): Texts {
  const { read, slots } = CONDITION_FORMS[condition.type];
  // Each form reads the conditions of its own type; the compiler cannot follow that pairing.
  const values = read ? read(condition as never) : (condition as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    Object.entries(slots).map(([name, slot]) => {
      const value = values[name];
      if (typeof value === 'number') return [name, plainText(value)];
      return [name, typeof value === 'string' ? value : slot.kind === 'choice' ? slot.usual : ''];
    }),
  );
}

/** The condition that was filled in. */
export function writeCondition(type: PlainType, texts: Texts): Written {
  const form = CONDITION_FORMS[type];
  const problems: Record<string, SlotProblem> = {};
  const values: Record<string, string | number | undefined> = {};
  for (const name of usedSlots(type, texts)) {
    const slot = form.slots[name];
    if (!slot) continue;
    const read = readSlot(slot, texts[name] ?? '');
    if (read.kind === 'problem') problems[name] = read.problem;
    else values[name] = read.value;
  }
  if (Object.keys(problems).length > 0) return { kind: 'problems', problems };
  const fields = form.write?.(values) ?? values;
  return { kind: 'condition', condition: { type, ...fields } as PlainCondition };
}

type Read =
  | { readonly kind: 'value'; readonly value: string | number | undefined }
  | { readonly kind: 'problem'; readonly problem: SlotProblem };

function readSlot(slot: Slot, text: string): Read {
  if (slot.kind !== 'number') return { kind: 'value', value: text.trim() };
  const typed = readDecimal(text);
  if (typed.kind === 'problem') return { kind: 'problem', problem: `form.error.${typed.problem}` };
  if (typed.kind === 'empty') {
    if (slot.isOptional) return { kind: 'value', value: undefined };
    return { kind: 'problem', problem: 'form.error.required' };
  }
  const isTooLow = slot.isSigned !== true && typed.value <= 0;
  if (isTooLow) return { kind: 'problem', problem: 'form.error.positive' };
  return { kind: 'value', value: typed.value };
}

/** The parts of a condition that are no composite, with how they are joined. */
export function partsOf(condition: AlertCondition): {
  readonly join: 'single' | 'all' | 'any';
  /** Null where a part is a composite of its own. */
  readonly parts: readonly (PlainCondition | null)[];
} {
  if (isPlain(condition)) return { join: 'single', parts: [condition] };
  const parts = condition.conditions.map((part) => (isPlain(part) ? part : null));
  return { join: condition.type, parts };
}
