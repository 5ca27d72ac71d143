import type { Delivery } from './channel';
import { cut, plain } from './delivery-answer';

const MAX_TITLE = 500;
const MAX_LINE = 400;
const MAX_LINK = 500;

/** What a service takes. */
export interface TextRules {
  /** The longest message, in units of `measure`. */
  readonly limit: number;
  /** Characters as JavaScript counts them when absent. */
  readonly measure?: (text: string) => number;
  /** Makes text of others harmless; none needed when absent. */
  readonly escape?: (text: string) => string;
}

/** The title on one line, shortened, never empty; not escaped. */
export function titleOf({ title }: Delivery): string {
  return cut(plain(title), MAX_TITLE) || 'Tickwatch';
}

/**
 * The message of a delivery as text, most important first. What does not fit is left out, and how
 * many lines that are is said.
 * @param head Comes first, already escaped.
 */
export function digestText(delivery: Delivery, rules: TextRules, head: readonly string[]): string {
  const { limit, measure = (text: string) => text.length, escape = (text: string) => text } = rules;
  const { lines } = delivery;
  const foot = footOf(delivery).map((line) => escape(line));
  const bullet = lines.length > 1 ? '• ' : '';
  const whole = (kept: readonly string[], left: number): string =>
    [...head, ...kept, ...(left > 0 ? [`… and ${left} more`] : []), ...foot].join('\n');
  const kept: string[] = [];
  for (const line of lines) {
    const next = [...kept, bullet + escape(cut(plain(line), MAX_LINE))];
    if (measure(whole(next, lines.length - next.length)) > limit) break;
    kept.push(next[next.length - 1] ?? '');
  }
  return whole(kept, lines.length - kept.length);
}

/** When it happened: a message may have waited for hours. */
function footOf({ occurredAt, isLate, isTest }: Delivery): string[] {
  if (isTest) return [];
  const at = `${new Date(occurredAt).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return [isLate ? `Found afterwards; it happened ${at}` : at];
}

/** The link as it may be sent; null for none and for what is no web or own address. */
export function linkOf({ link }: Delivery): string | null {
  if (link === null || !URL.canParse(link)) return null;
  const { href, protocol } = new URL(link);
  const isKnown = ['https:', 'http:', 'tickwatch:'].includes(protocol);
  return isKnown && href.length <= MAX_LINK ? href : null;
}
