import type { AlertRule } from '../../shared/domain/alert-rule';
import type { RequestResult } from '../../shared/protocol/requests';

/** What a file of rules says of itself. */
const FORMAT = 'tickwatch-rules';
const VERSION = 1;

/** A rule of a file: one that can be armed, or what is wrong with it. */
export type PackEntry =
  | { readonly kind: 'rule'; readonly rule: AlertRule; readonly isDouble: boolean }
  /** `name` as far as it has one; `place` within the rule, such as `condition.price`. */
  | {
      readonly kind: 'bad';
      readonly name: string;
      readonly place: string;
      readonly reason: string;
    };

/** What the services make of one of its values. */
type RuleReading = RequestResult<'check_alert_rules'>['items'][number];

/** What a file of rules holds, not yet looked at, or why it is none. */
export type ReadPack =
  | { readonly kind: 'pack'; readonly values: readonly unknown[] }
  /** No JSON; line and column counted from 1. */
  | { readonly kind: 'broken'; readonly place: { readonly line: number; readonly column: number } }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'newer' };

/** The text of a file that holds rules. */
export function writePack(rules: readonly AlertRule[]): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, rules }, null, 2)}\n`;
}

/** Reads a file of rules. */
export function readPack(text: string): ReadPack {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return { kind: 'broken', place: placeIn(text, String(error)) };
  }
  const fields = fieldsOf(document);
  if (fields['format'] !== FORMAT || !Array.isArray(fields['rules'])) return { kind: 'foreign' };
  if (fields['version'] !== VERSION) return { kind: 'newer' };
  return { kind: 'pack', values: fields['rules'] };
}

/** The values of a file as the services read them; `known` tells which are there already. */
export function packEntries(
  values: readonly unknown[],
  readings: readonly RuleReading[],
  known: readonly AlertRule[],
): PackEntry[] {
  const seen = new Set(known.map(sameText));
  return readings.map(({ rule, details }, at) =>
    rule === null ? badEntry(values[at], details) : ruleEntry(rule, seen),
  );
}

function badEntry(value: unknown, [first]: RuleReading['details']): PackEntry {
  const { name } = fieldsOf(value);
  return {
    kind: 'bad',
    name: typeof name === 'string' ? name : '',
    place: first?.field ?? '',
    reason: first?.message ?? '',
  };
}

/** Notes what it has seen, so that the second of two alike counts as double too. */
function ruleEntry(rule: AlertRule, seen: Set<string>): PackEntry {
  const text = sameText(rule);
  const isDouble = seen.has(text);
  seen.add(text);
  return { kind: 'rule', rule, isDouble };
}

/** The same for rules that would do the same, whatever they are called. */
function sameText({ name: _, ...rule }: AlertRule): string {
  return JSON.stringify(rule, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** One piece of JSON with the space before it. */
const PIECE =
  /\s*(?:"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:])/y;

/** Where a text stops being JSON; engines tell the position of some faults only. */
function placeIn(text: string, message: string) {
  const told = /position (\d+)/.exec(message)?.[1];
  const at = told === undefined ? endOfPieces(text) : Number(told);
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function endOfPieces(text: string): number {
  let end = 0;
  const pieces = new RegExp(PIECE);
  while (pieces.test(text)) end = pieces.lastIndex;
  return end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
