import type { AppTarget } from '../../shared/domain/app-link';
import type { Locale } from '../i18n/i18n.svelte';
import type { Workspace } from './workspace.svelte';

export type AppTargetsParts = Pick<
  Workspace,
  'alerts' | 'dock' | 'transport' | 'watchlist' | 'toasts'
>;

/** Shows what the tray, a notification or a link asks for. Anybody can send a link: it changes nothing. */
export class AppTargets {
  constructor(
    private readonly parts: AppTargetsParts,
    private readonly locale: Locale,
  ) {}

  async show(target: AppTarget): Promise<void> {
    const { alerts, dock } = this.parts;
    if (target.kind === 'symbol') {
      await this.#showSymbol(target.symbol);
      return;
    }
    dock.show('alerts');
    if (target.kind === 'alert') alerts.seek(target.id);
  }

  async #showSymbol(text: string): Promise<void> {
    const { transport, watchlist, toasts } = this.parts;
    const reply = await transport.request('get_price', { symbol: text });
    if (!reply.ok) {
      toasts.show({ tone: 'error', text: this.locale.t('desktop.link.unknown', { symbol: text }) });
      return;
    }
    const { symbol } = reply.value;
    if (watchlist.symbols.includes(symbol)) {
      watchlist.select(symbol);
      return;
    }
    toasts.show({
      tone: 'info',
      text: this.locale.t('desktop.link.add', { symbol }),
      action: { label: this.locale.t('desktop.link.add.do'), run: () => watchlist.add(symbol) },
    });
  }
}
