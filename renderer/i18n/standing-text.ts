import type { Standing } from '../state/freshness';
import type { Locale } from './i18n.svelte';

/** What a standing means for the price beside it, with its reason; null for a live price. */
export function standingText(locale: Locale, { state, reason, cause }: Standing): string | null {
  if (state === 'live') return null;
  // Why the line to our own services broke is told in the banner, and says nothing of the symbol.
  const why = reason === null || cause === 'line' ? null : locale.cause(reason);
  const what = locale.t(`standing.${state}`);
  if (why === null) return what;
  // Reasons that are not known come without a full stop.
  return `${what} ${/[a-z0-9)]$/i.test(why) ? `${why}.` : why}`;
}
