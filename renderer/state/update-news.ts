import type { Locale } from '../i18n/i18n.svelte';
import type { Settings } from './settings.svelte';
import type { Toasts } from './toasts.svelte';
import type { UpdateOffer, UpdatesState } from './updates.svelte';

/** An installation further back is no news. */
const NEWS_MS = 10 * 60_000;

interface UpdateNewsParts {
  readonly settings: Pick<Settings, 'openAt'>;
  readonly toasts: Pick<Toasts, 'show'>;
  readonly locale: Locale;
  readonly now: () => number;
}

/** Tells the trader of a newer version in passing, each thing once. */
export class UpdateNews {
  readonly #told = new Set<string>();

  constructor(private readonly parts: UpdateNewsParts) {}

  /** What there is to be had; null for nothing. */
  offer(offer: UpdateOffer | null): void {
    if (!offer) return;
    const { version, isReady } = offer;
    const key = isReady ? 'updates.offer.ready' : 'updates.offer';
    this.#tell(`${key} ${version}`, 'info', this.parts.locale.t(key, { version }));
  }

  /** What has come of the last installation. */
  result(last: UpdatesState['last']): void {
    if (!last || last.outcome === 'undone') return;
    if (this.parts.now() - Date.parse(last.at) > NEWS_MS) return;
    const { from, to, outcome } = last;
    const text = this.parts.locale.t(`updates.last.${outcome}`, { from, to });
    this.#tell(`${outcome} ${to}`, outcome === 'done' ? 'info' : 'error', text);
  }

  #tell(what: string, tone: 'info' | 'error', text: string): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    const { toasts, settings, locale } = this.parts;
    const run = (): void => settings.openAt('updates', 'version');
    toasts.show({ tone, text, action: { label: locale.t('updates.offer.show'), run } });
  }
}
