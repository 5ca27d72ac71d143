import { createContext } from 'svelte';
import type { Locale } from '../i18n/i18n.svelte';
import type { Chart } from './chart.svelte';
import type { Glossary } from './glossary.svelte';
import type { SettingStore } from './setting-store';
import type { Theme } from './theme.svelte';
import type { Welcome } from './welcome.svelte';
import type { Workspace } from './workspace.svelte';

/** How the window looks and speaks; there before anyone has signed in. */
export interface Appearance {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly glossary: Glossary;
  readonly welcome: Welcome;
  /** Where choices are remembered. */
  readonly store: SettingStore;
}

export const [getAppearance, setAppearance] = createContext<Appearance>();
export const [getWorkspace, setWorkspace] = createContext<Workspace>();
/** The chart a part stands in; there are several. */
export const [getChart, setChart] = createContext<Chart>();
