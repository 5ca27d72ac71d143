import type { TextKey } from '../../i18n/i18n.svelte';

type RowKey = Extract<TextKey, `import.row.${string}`>;
type FieldKey = Extract<TextKey, `import.field.${string}`>;

/** Why a row of a file cannot be read, taken apart. */
export interface RowReason {
  /** Null when it is the whole row. */
  readonly field: FieldKey | null;
  readonly key: RowKey;
  /** What stands in the cell, as the file has it; empty when nothing does. */
  readonly value: string;
  /** What its unit could have been; empty where that is not the matter. */
  readonly assets: string;
}

const FIELDS: Readonly<Record<string, FieldKey>> = {
  time: 'import.field.time',
  symbol: 'import.field.symbol',
  side: 'import.field.side',
  price: 'import.field.price',
  quantity: 'import.field.quantity',
  fee: 'import.field.fee',
};

const REASONS: readonly (readonly [RegExp, RowKey])[] = [
  [/^is missing$/, 'import.row.missing'],
  [/^(?<value>.+) is no known symbol$/, 'import.row.symbol'],
  [/^(?<value>.+) cannot be read$/, 'import.row.unreadable'],
  [/^(?<value>.+) is not above 0$/, 'import.row.small'],
  [/^(?<value>.+) is too large$/, 'import.row.large'],
  [/^(?<value>.+) lies in the future$/, 'import.row.future'],
  [/^(?<value>.+) lies before 2010$/, 'import.row.past'],
  [/^(?<value>.+) is less than 1e-18$/, 'import.row.tiny'],
  [/^(?<value>.+) may mean thousands or three decimals/, 'import.row.ambiguous'],
  [/^(?<value>".*") is not in (?<assets>.+)$/, 'import.row.asset'],
];

/** What is wrong with a row as a whole. */
const OF_ROW: readonly (readonly [RegExp, RowKey])[] = [
  [/has a quote|after a closing quote/, 'import.row.quotes'],
  [/is cut off/, 'import.row.cut'],
];

/** Takes the services' English reason apart; null for one that is not known. */
export function knownRowReason(reason: string): RowReason | null {
  const ofRow = reason.startsWith('The row') && OF_ROW.find(([pattern]) => pattern.test(reason));
  if (ofRow) return { field: null, key: ofRow[1], value: '', assets: '' };
  const named = /^(?<name>\w+): (?<rest>.*)$/s.exec(reason)?.groups;
  const field = FIELDS[named?.['name'] ?? ''];
  return field === undefined ? null : problemOf(field, named?.['rest'] ?? '');
}

function problemOf(field: FieldKey, text: string): RowReason | null {
  for (const [pattern, key] of REASONS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const { value = '', assets = '' } = match.groups ?? {};
    return { field, key, value, assets };
  }
  return null;
}
