import type { AlertSettings } from './service-settings.svelte';

/** How long the trader may want nothing to be sent. */
export const MUTE_SPANS = ['hour', 'tomorrow', 'always'] as const;
export type MuteSpan = (typeof MUTE_SPANS)[number];

type MuteChange = Pick<AlertSettings, 'muted' | 'snoozed_until'>;

/** Nothing is sent now: for good, or until a moment in ms UTC. */
export interface Mute {
  readonly until: number | null;
}

const HOUR_MS = 3_600_000;
/** When a new day of trading is taken to begin, by the local clock. */
const MORNING_H = 8;

/** Sends everything again. */
export const UNMUTE: MuteChange = { muted: false, snoozed_until: null };

/** Whether nothing is sent at `now` (ms UTC); null when alerts are sent. */
export function muteOf(settings: AlertSettings | null, now: number): Mute | null {
  if (!settings) return null;
  if (settings.muted) return { until: null };
  const until = Date.parse(settings.snoozed_until ?? '');
  return until > now ? { until } : null;
}

/** When a span that begins at `now` ends; both in ms UTC, null for never. */
export function endOfSpan(span: MuteSpan, now: number): number | null {
  if (span === 'always') return null;
  if (span === 'hour') return now + HOUR_MS;
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  return morning.setHours(MORNING_H, 0, 0, 0);
}

/** What to ask of the services for silence from `now` (ms UTC) on. */
export function muteFor(span: MuteSpan, now: number): MuteChange {
  const until = endOfSpan(span, now);
  if (until === null) return { muted: true, snoozed_until: null };
  return { muted: false, snoozed_until: new Date(until).toISOString() };
}
