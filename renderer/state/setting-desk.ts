import { USUAL_ALERT_SETTINGS, USUAL_ENDPOINT } from '../../shared/domain/usual-settings';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { Locale } from '../i18n/i18n.svelte';
import type { PageChoiceName, PageChoices } from './page-choices';
import type { AlertSettings, EndpointSettings, ServiceSettings } from './service-settings.svelte';
import type { SettingsTransfer } from './settings-transfer.svelte';
import type { Toasts } from './toasts.svelte';

/** What of the alerts has a usual value to go back to. */
export type AlertChoice = Exclude<keyof typeof USUAL_ALERT_SETTINGS, 'muted' | 'snoozed_until'>;
type EndpointPart = keyof typeof USUAL_ENDPOINT;

export interface SettingDeskParts {
  readonly page: PageChoices;
  readonly services: ServiceSettings;
  readonly transfer: SettingsTransfer;
  readonly toasts: Toasts;
  readonly locale: Locale;
}

/** Puts settings back to what is usual, and offers to undo that. */
export class SettingDesk {
  readonly page: PageChoices;
  readonly transfer: SettingsTransfer;

  constructor(private readonly parts: SettingDeskParts) {
    this.page = parts.page;
    this.transfer = parts.transfer;
  }

  /** `title` is what the setting is called; null for all of a section. */
  resetPage(names: readonly PageChoiceName[], title: string | null): void {
    const { page } = this;
    const before = page.all();
    for (const name of names) page.choose(name, page.usual(name));
    this.#offerUndo(title, () => {
      for (const name of names) page.choose(name, before[name]);
    });
  }

  isUsualAlert(settings: AlertSettings, name: AlertChoice): boolean {
    return JSON.stringify(settings[name]) === JSON.stringify(USUAL_ALERT_SETTINGS[name]);
  }

  async resetAlerts(
    settings: AlertSettings,
    names: readonly AlertChoice[],
    title: string | null,
  ): Promise<void> {
    const { services } = this.parts;
    const usual = pick(USUAL_ALERT_SETTINGS, names);
    if (await services.change({ alerts: usual })) return;
    this.#offerUndo(title, () => this.#undo(services.change({ alerts: pick(settings, names) })));
  }

  async resetEndpoint(
    settings: EndpointSettings,
    names: readonly EndpointPart[],
    title: string | null,
  ): Promise<void> {
    const { services } = this.parts;
    if (await services.change({ endpoint: pick(USUAL_ENDPOINT, names) })) return;
    this.#offerUndo(title, () => this.#undo(services.change({ endpoint: pick(settings, names) })));
  }

  /** Takes over what a file says, as far as it was chosen. */
  async import(): Promise<boolean> {
    const { transfer, toasts, locale } = this.parts;
    const before = transfer.now();
    const parts = transfer.chosen;
    if (!before || !(await transfer.take())) return false;
    toasts.show({
      tone: 'info',
      text: locale.t('settings.import.done'),
      action: {
        label: locale.t('action.undo'),
        run: () => void transfer.restore(before, parts),
      },
    });
    return true;
  }

  #offerUndo(title: string | null, run: () => void): void {
    const { toasts, locale } = this.parts;
    const text =
      title === null
        ? locale.t('settings.reset.section.done')
        : locale.t('settings.reset.done', { name: title });
    toasts.show({ tone: 'info', text, action: { label: locale.t('action.undo'), run } });
  }

  #undo(changing: Promise<ErrorBody | null>): void {
    const { toasts, locale } = this.parts;
    void changing.then((error) => {
      if (!error) return;
      const text = locale.t('settings.refused', { reason: locale.refusal(error) });
      toasts.show({ tone: 'error', text });
    });
  }
}

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
}
