import type { DeliveryAnswer } from './channel';

type Failed = Extract<DeliveryAnswer, { kind: 'failed' }>;

const MIN_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 24 * 3600 * 1000;
const QUOTED_CHARS = 160;
/** Control characters, and those that make text read in another order than it is written. */
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;
const LONE_SURROGATE = /\p{Cs}/gu;

/** A failure that may be over the next time. @param retryAfterMs As the far side asked; null when it did not. */
export function passing(reason: string, retryAfterMs: number | null = null): Failed {
  return { kind: 'failed', reason, isPermanent: false, retryAfterMs };
}

/** A failure that stays until the trader changes something. */
export function permanent(reason: string): Failed {
  return { kind: 'failed', reason, isPermanent: true, retryAfterMs: null };
}

/** Accepted, with the far side's number where it is a plain one. */
export function accepted(remoteId?: unknown): DeliveryAnswer {
  const text = typeof remoteId === 'number' ? String(remoteId) : remoteId;
  const isPlain = typeof text === 'string' && /^[\w-]{1,64}$/.test(text);
  return { kind: 'accepted', remoteId: isPlain ? text : null };
}

/** A pause that was asked for, kept within a second and a day; null for none. */
export function pauseOf(seconds: unknown): number | null {
  if (typeof seconds !== 'number' || !(seconds >= 0)) return null;
  return Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, Math.ceil(seconds * 1000)));
}

/**
 * The pause a `Retry-After` header asks for, ms; null without one.
 * @param now ms UTC: the header may name a moment.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterOf(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return pauseOf(Number(text));
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : pauseOf(Math.max(0, moment - now) / 1000);
}

/** Text of others on one line, without what could hide or reorder it. */
export function plain(text: string): string {
  return text.replace(UNPRINTABLE, ' ').replace(LONE_SURROGATE, '\ufffd').trim();
}

/** Shortens to so many characters, the last of which then says that something is missing. */
export function cut(text: string, max: number): string {
  const characters = Array.from(text);
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}

/** What the far side said, for the end of a sentence; empty when it said nothing. */
export function quoted(text: unknown): string {
  if (typeof text !== 'string') return '';
  const said = cut(plain(text).replace(/\s+/g, ' '), QUOTED_CHARS);
  return said === '' ? '' : `: ${said}`;
}
