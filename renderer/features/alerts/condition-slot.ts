import type { TextKey } from '../../i18n/i18n.svelte';

/** The wording of a choice; null shows the value itself. */
type Wording = Extract<TextKey, `rule.option.${string}`> | null;

/** One thing to fill in within a sentence. */
export type Slot =
  | {
      readonly kind: 'number';
      readonly usual: string;
      /** Filled with the present price at first. */
      readonly isPrice?: true;
      /** May be zero or less. */
      readonly isSigned?: true;
      readonly isOptional?: true;
    }
  | { readonly kind: 'text'; readonly usual: string }
  | { readonly kind: 'choice'; readonly usual: string; readonly choices: Choices };
/** The values of a choice, with their wording. */
export type Choices = Readonly<Record<string, Wording>>;

/** What is filled in, by slot. */
export type Texts = Readonly<Record<string, string>>;
/** What was filled in, read: numbers as numbers. */
export type Values = Readonly<Record<string, string | number | undefined>>;

/** How one type of condition is written and read in a sentence. */
export interface ConditionForm {
  readonly slots: Readonly<Record<string, Slot>>;
  /** Slots by the services' names of fields, where these differ. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Whether a slot counts beside the others; all do when absent. */
  readonly isUsed?: (slot: string, texts: Texts) => boolean;
  /** The condition of what was filled in; its fields as they are when absent. */
  readonly write?: (values: Values) => object;
  /** What a condition fills in; its fields as they are when absent. */
  readonly read?: (condition: never) => Values;
}

/** A slot for one of several words. */
export const choice = (choices: Choices, usual = Object.keys(choices)[0] ?? '') =>
  ({ kind: 'choice', choices, usual }) as const;
/** Values that are shown as they are. */
export const asTheyAre = (values: readonly string[]): Choices =>
  Object.fromEntries(values.map((value) => [value, null]));
