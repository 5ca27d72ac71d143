import type { Transport } from '../../shared/protocol/client';
import type { Locale } from '../i18n/i18n.svelte';
import type { SettingStore } from './setting-store';
import { Workspace } from './workspace.svelte';

/** The tab's access token. */
interface Token {
  /** False for a text that cannot be a token. */
  set(token: string): boolean;
  clear(): void;
}

export interface SessionParts {
  /** Opens the line; null when a token is needed first. */
  readonly open: () => Promise<Transport | null>;
  readonly token: Token;
  readonly locale: Locale;
  readonly store: SettingStore;
  /** False in a window as narrow as a phone. */
  readonly hasRoom: boolean;
  /** True in a window beside the main one, which makes the sounds. */
  readonly isSilent?: boolean;
}

/** Whether someone is in: a workspace while there is a line that is let through, else the sign-in screen. */
export class Session {
  #workspace = $state.raw<Workspace | null>(null);
  #needsToken = $state(false);
  #wasRefused = $state(false);

  constructor(private readonly parts: SessionParts) {}

  get workspace(): Workspace | null {
    return this.#workspace;
  }

  get needsToken(): boolean {
    return this.#needsToken;
  }

  /** True when a token was tried and turned away. */
  get wasRefused(): boolean {
    return this.#wasRefused;
  }

  async start(): Promise<void> {
    const transport = await this.parts.open();
    this.#needsToken = transport === null;
    if (!transport) return;
    const { locale, store, hasRoom, isSilent = false } = this.parts;
    this.#workspace = new Workspace({ transport, locale, store, hasRoom, isSilent });
    transport.onLink((link) => {
      if (link.state === 'unauthorized') this.#refuse();
    });
    transport.onEvent(({ type }) => {
      if (type === 'state_replaced') void this.#replaced();
    });
  }

  /** Tries a token typed in. */
  async signIn(token: string): Promise<void> {
    this.#wasRefused = !this.parts.token.set(token);
    if (!this.#wasRefused) await this.renew();
  }

  /** Begins anew with the token the tab has now. */
  async renew(): Promise<void> {
    this.#leave();
    this.#wasRefused = false;
    await this.start();
  }

  /** Nothing on the screen holds any more; what is there now is loaded anew. */
  async #replaced(): Promise<void> {
    await this.renew();
    const text = this.parts.locale.t('backup.replaced');
    this.#workspace?.toasts.show({ tone: 'info', text });
  }

  #leave(): void {
    this.#workspace?.close();
    this.#workspace = null;
  }

  #refuse(): void {
    this.parts.token.clear();
    this.#leave();
    this.#wasRefused = true;
    this.#needsToken = true;
  }
}
