import { plain } from '../../../shared/domain/alert-message';
import type { Delivery } from './channel';

/** What a webhook may be told; `message` is all lines as one text. */
export function webhookFields(delivery: Delivery) {
  const { idempotencyKey, lines, occurredAt, alertIds } = delivery;
  return {
    type: delivery.isTest ? 'test' : 'alert',
    idempotency_key: idempotencyKey,
    title: delivery.title,
    message: lines.join('\n'),
    lines,
    severity: delivery.severity,
    alert_ids: alertIds,
    symbol: delivery.symbol,
    price: delivery.price,
    occurred_at: new Date(occurredAt).toISOString(),
    late: delivery.isLate,
    link: delivery.link,
    test: delivery.isTest,
  };
}

type Fields = ReturnType<typeof webhookFields>;
type FieldName = keyof Fields;

/** By name, so that a field that is new cannot be forgotten here. */
const NAMES: Readonly<Record<FieldName, true>> = {
  ...{ type: true, idempotency_key: true, title: true, message: true, lines: true },
  ...{ severity: true, alert_ids: true, symbol: true, price: true, occurred_at: true },
  ...{ late: true, link: true, test: true },
};
const PLACEHOLDER = /\{\{\s*([a-z_]*)\s*\}\}/g;
const ONLY_PLACEHOLDER = /^\{\{\s*([a-z_]*)\s*\}\}$/;

/** What is wrong with a template, for people; null when it can be used. */
export function templateFault(template: string): string | null {
  let document: unknown;
  try {
    document = JSON.parse(template);
  } catch {
    return 'is no JSON; placeholders belong into its strings';
  }
  return faultIn(document);
}

/**
 * Fills a template. A string that is nothing but one placeholder becomes the value itself: a number,
 * a list, null. Anywhere else the value is written into the text.
 * @param template One that `templateFault` finds nothing wrong with.
 */
export function fillTemplate(template: string, fields: Fields): string {
  return JSON.stringify(filled(JSON.parse(template), fields));
}

function faultIn(value: unknown): string | null {
  if (typeof value === 'string') return faultInText(value);
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('{{')) return 'has a placeholder in a name; they belong into values';
    const fault = faultIn(inner);
    if (fault !== null) return fault;
  }
  return null;
}

function faultInText(text: string): string | null {
  const unknown = [...text.matchAll(PLACEHOLDER)].find(([, name]) => !isField(name));
  if (unknown) return `has ${unknown[0]}, but there are only ${Object.keys(NAMES).join(', ')}`;
  return text.replace(PLACEHOLDER, '').includes('{{') ? 'has a {{ that is not a placeholder' : null;
}

function isField(name: string | undefined): name is FieldName {
  return name !== undefined && Object.hasOwn(NAMES, name);
}

function filled(value: unknown, fields: Fields): unknown {
  if (typeof value === 'string') return filledText(value, fields);
  if (Array.isArray(value)) return value.map((inner) => filled(inner, fields));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, filled(inner, fields)]),
  );
}

function filledText(text: string, fields: Fields): unknown {
  const [, only] = ONLY_PLACEHOLDER.exec(text) ?? [];
  if (isField(only)) return fields[only];
  return text.replace(PLACEHOLDER, (whole, name: string) =>
    isField(name) ? textOf(fields[name]) : whole,
  );
}

function textOf(value: Fields[FieldName]): string {
  if (value === null) return '';
  if (typeof value === 'number') return plain(value);
  return typeof value === 'object' ? value.join(', ') : String(value);
}
