/** Where a screen's own choices are remembered; the browser's `localStorage` in production. */
export type SettingStore = Pick<Storage, 'getItem' | 'setItem'>;

/** What is remembered. */
export type SettingName =
  | 'language'
  | 'theme'
  | 'palette'
  | 'density'
  | 'motion'
  | 'welcome'
  | 'symbol'
  | 'venue'
  | 'charts.count'
  | 'charts.links'
  | 'charts.focused'
  | `chart.${number}.${string}`
  | 'dock'
  | 'dock.tab'
  | 'dock.side'
  | 'dock.width'
  | 'dock.height'
  | 'watchlist'
  | 'watchlist.width'
  | 'events'
  | 'palette.recent'
  | 'ticker.place'
  | 'alerts.seen'
  | 'alerts.sound'
  | 'alerts.volume'
  | 'alerts.speech'
  | 'signals.interval';

const keyOf = (name: SettingName): string => `tickwatch.${name}`;

/** The remembered choice, or null when there is none or it is not one of `allowed` any more. */
export function readSetting<T extends string>(
  store: SettingStore,
  name: SettingName,
  allowed: readonly T[],
): T | null {
  const value = readText(store, name);
  return allowed.find((choice) => choice === value) ?? null;
}

/** The remembered text, or null when there is none. */
export function readText(store: SettingStore, name: SettingName): string | null {
  return store.getItem(keyOf(name));
}

/** Remembers a choice. A full or blocked store only means that it is forgotten at the next start. */
export function writeSetting(store: SettingStore, name: SettingName, value: string): void {
  try {
    store.setItem(keyOf(name), value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
