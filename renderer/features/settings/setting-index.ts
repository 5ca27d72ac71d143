import type { TextKey } from '../../i18n/i18n.svelte';
import type { SettingsSection } from '../../state/settings.svelte';

/** A setting as the search knows it. */
export interface IndexedSetting {
  /** How its row is named; that of a section's own part has none. */
  readonly name: string;
  readonly section: SettingsSection;
  readonly title: TextKey;
  /** What else it is found by; the first is shown. */
  readonly about: readonly TextKey[];
}

const setting = (
  section: SettingsSection,
  name: string,
  title: TextKey,
  ...about: TextKey[]
): IndexedSetting => ({ section, name, title, about });

/** All settings, in the order in which they stand. */
export const SETTING_INDEX: readonly IndexedSetting[] = [
  setting('appearance', 'language', 'settings.language', 'settings.language.help'),
  setting(
    ...(['appearance', 'theme', 'settings.theme', 'settings.theme.help'] as const),
    ...(['settings.theme.dark', 'settings.theme.light'] as const),
  ),
  setting(
    ...(['appearance', 'palette', 'settings.palette', 'settings.palette.help'] as const),
    ...(['settings.palette.blue-orange', 'settings.palette.red-up'] as const),
  ),
  setting(
    ...(['appearance', 'density', 'settings.density', 'settings.density.help'] as const),
    'settings.density.compact',
  ),
  setting('appearance', 'motion', 'settings.motion', 'settings.motion.help'),
  setting('appearance', 'file', 'settings.file', 'settings.file.help', 'settings.export'),
  setting('appearance', 'welcome', 'welcome.title', 'welcome.again.help'),
  setting('sounds', 'sound', 'alerts.sound', 'settings.sound.help'),
  setting('sounds', 'sound.try', 'settings.sound.try', 'settings.sound.try.help'),
  setting('sounds', 'volume', 'settings.volume', 'settings.volume.help'),
  setting('sounds', 'speech', 'settings.speech', 'settings.speech.help'),
  setting('desktop', 'close', 'desktop.close', 'desktop.close.help'),
  setting('desktop', 'login', 'desktop.login', 'desktop.login.help'),
  setting('desktop', 'hotkey', 'desktop.hotkey', 'desktop.hotkey.help'),
  setting('desktop', 'awake', 'desktop.awake', 'desktop.awake.help'),
  setting('alerts', 'mute', 'mute.title', 'mute.help'),
  setting('alerts', 'quiet', 'quiet.title', 'quiet.help'),
  setting('alerts', 'usual', 'usual.title', 'usual.help'),
  setting('alerts', 'repeat', 'repeat.title', 'repeat.help'),
  setting('alerts', 'flood', 'flood.title', 'flood.help'),
  setting('alerts', 'group', 'group.title', 'group.help'),
  setting('channels', 'desktop', 'channel.desktop', 'channels.help.desktop'),
  setting('channels', 'sound', 'channel.sound', 'channels.help.sound'),
  setting('channels', 'telegram', 'channel.telegram', 'channels.help.telegram'),
  setting('channels', 'discord', 'channel.discord', 'channels.help.discord'),
  setting('channels', 'ntfy', 'channel.ntfy', 'channels.help.ntfy'),
  setting('channels', 'webhook', 'channel.webhook', 'channels.help.webhook'),
  setting(
    ...(['signals', 'cost', 'settings.signals.field.cost_spot'] as const),
    ...(['settings.signals.cost.hint', 'settings.signals.field.cost_futures'] as const),
  ),
  setting(
    ...(['signals', 'stop', 'settings.signals.field.stop_ranges'] as const),
    'settings.signals.stop.hint',
  ),
  setting(
    ...(['signals', 'horizon', 'settings.signals.field.horizon'] as const),
    'settings.signals.warning',
  ),
  setting(
    ...(['signals', 'own', 'settings.signals.own', 'settings.signals.own.help'] as const),
    'settings.signals.intervals',
  ),
  setting('access', 'tokens', 'tokens.list', 'tokens.about'),
  setting('access', 'endpoint', 'endpoint.enabled', 'endpoint.enabled.help'),
  setting('access', 'port', 'endpoint.port', 'endpoint.port.help'),
  setting('access', 'lan', 'endpoint.lan', 'endpoint.lan.help'),
  setting('updates', 'enabled', 'updates.enabled', 'updates.enabled.help', 'updates.action'),
  setting('updates', 'channel', 'updates.channel', 'updates.channel.help', 'updates.channel.beta'),
  setting('updates', 'download', 'updates.download', 'updates.download.help'),
  setting(
    'diagnostics',
    'diagnostics',
    'settings.section.diagnostics',
    'diagnostics.window',
    'diagnostics.loop',
  ),
];
