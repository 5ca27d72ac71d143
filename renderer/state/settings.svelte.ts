import type { ChannelName } from '../../shared/domain/channel-name';
import type { Transport } from '../../shared/protocol/client';
import { Channels } from './channels.svelte';
import { Diagnostics } from './diagnostics.svelte';
import { ServiceSettings } from './service-settings.svelte';
import { Tokens } from './tokens.svelte';
import { Updates } from './updates.svelte';

/** What the settings are about, in the order of their tabs. */
export const SETTINGS_SECTIONS = [
  'appearance',
  'sounds',
  'desktop',
  'alerts',
  'channels',
  'signals',
  'access',
  'updates',
  'diagnostics',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** The dialog for what the services do, and what is set in it. */
export class Settings {
  readonly services: ServiceSettings;
  readonly channels: Channels;
  readonly tokens: Tokens;
  readonly diagnostics: Diagnostics;
  readonly updates: Updates;
  #section = $state<SettingsSection>('appearance');
  /** The setting that was looked for; it is shown where it stands. */
  #sought = $state<string | null>(null);
  /** The channel whose set-up is open; null for none. */
  channel = $state<ChannelName | null>(null);
  /** The symbol whose intervals are set; null for the one that is looked at. */
  signalSymbol = $state<string | null>(null);
  isOpen = $state(false);

  constructor(transport: Transport) {
    this.services = new ServiceSettings(transport);
    this.channels = new Channels(transport);
    this.tokens = new Tokens(transport);
    this.diagnostics = new Diagnostics(transport);
    this.updates = new Updates(transport);
  }

  get section(): SettingsSection {
    return this.#section;
  }

  get sought(): string | null {
    return this.#sought;
  }

  /** Opens the dialog, where it was last or at a section. */
  open(section = this.#section): void {
    this.#section = section;
    this.#sought = null;
    this.isOpen = true;
  }

  /** Opens the dialog at a setting of a section. */
  openAt(section: SettingsSection, name: string): void {
    this.open(section);
    this.#sought = name;
  }

  /** Opens the dialog at updates, and looks for one where that is allowed. */
  async checkForUpdates(): Promise<void> {
    const { updates } = this;
    this.openAt('updates', 'version');
    await updates.load();
    if (updates.state?.enabled && !updates.state.obstacle) await updates.do('check_updates');
  }

  /** Opens the dialog at the intervals of a symbol. */
  openSignals(symbol: string): void {
    this.signalSymbol = symbol;
    this.open('signals');
  }

  /** Opens the dialog at the set-up of a channel. */
  openChannel(channel: ChannelName): void {
    this.channel = channel;
    this.open('channels');
  }
}
