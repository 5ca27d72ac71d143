import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n/i18n.svelte';
import type { Action } from '../../state/actions';
import { DATA_SECTIONS } from '../../state/own-data.svelte';
import { SETTINGS_SECTIONS } from '../../state/settings.svelte';
import { LOOKS } from '../../state/theme.svelte';
import type { Screen } from './screen';

/** What can be set, and what can be done with the trader's own data. */
export function settingActions({ workspace, appearance }: Screen): Action[] {
  const { settings, ownData } = workspace;
  const { locale, theme } = appearance;
  return [
    ...DATA_SECTIONS.map((section): Action => ({
      ...{ id: `data ${section}`, group: 'data', words: 'csv file backup restore' },
      title: (say) => `${say('data.title')}: ${say(`data.section.${section}`)}`,
      run: () => ownData.open(section),
    })),
    ...SETTINGS_SECTIONS.map((section): Action => ({
      ...{ id: `settings ${section}`, group: 'settings', words: 'preferences options' },
      title: (say) => `${say('settings.title')}: ${say(`settings.section.${section}`)}`,
      run: () => settings.open(section),
    })),
    {
      ...{ id: 'updates check', group: 'settings', words: 'upgrade new version release' },
      title: (say) => say('updates.action'),
      run: () => void settings.checkForUpdates(),
    },
    ...LOOKS.theme.map((choice): Action => ({
      ...{ id: `theme ${choice}`, group: 'settings', words: 'appearance color' },
      title: (say) => `${say('settings.theme')}: ${say(`settings.theme.${choice}`)}`,
      run: () => theme.choose('theme', choice),
    })),
    ...LANGUAGES.map((language): Action => ({
      ...{ id: `language ${language}`, group: 'settings' },
      title: (say) => `${say('settings.language')}: ${LANGUAGE_NAMES[language]}`,
      run: () => locale.setLanguage(language),
    })),
  ];
}
