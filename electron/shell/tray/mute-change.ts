import type { RequestInput } from '../../../shared/protocol/requests';
import type { MuteSpan } from './tray-view';

const MINUTE_MS = 60_000;
/** When a new day of trading is taken to begin, by the local clock. */
const MORNING_H = 8;

type AlertChange = NonNullable<RequestInput<'patch_settings'>['alerts']>;

/** Sends everything again. */
export const UNMUTE: AlertChange = { muted: false, snoozed_until: null };

/** What to ask of the services for silence from `now` (ms UTC) on. */
export function muteChange(span: MuteSpan, now: number): AlertChange {
  if (span === 'always') return { muted: true, snoozed_until: null };
  return { muted: false, snoozed_until: new Date(endOf(span, now)).toISOString() };
}

function endOf(span: Exclude<MuteSpan, 'always'>, now: number): number {
  if (span === 'quarter') return now + 15 * MINUTE_MS;
  if (span === 'hour') return now + 60 * MINUTE_MS;
  const morning = new Date(now);
  // After midnight the night is the one that has begun already.
  if (morning.getHours() >= MORNING_H) morning.setDate(morning.getDate() + 1);
  return morning.setHours(MORNING_H, 0, 0, 0);
}
