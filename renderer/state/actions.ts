import type { Locale, Say } from '../i18n/i18n.svelte';

/** What actions are about, in the order in which they are listed. */
export const ACTION_GROUPS = ['symbol', 'alert', 'chart', 'window', 'data', 'settings'] as const;
type ActionGroup = (typeof ACTION_GROUPS)[number];

/** Something the trader can do: found in the palette, done by a key, named on the cheat sheet. */
export interface Action {
  /** Names it for good, where the last ones are remembered. */
  readonly id: string;
  readonly group: ActionGroup;
  /** What it is called in one language. */
  readonly title: (say: Say) => string;
  /** What else it is found by, whatever the language. */
  readonly words?: string;
  /** Keys that do it, as `Mod+K`, `Alt+ArrowUp`, `/` or `A`; several do it in ways of their own. */
  readonly keys?: readonly string[];
  /** Where its keys mean it; everywhere by default. */
  readonly where?: 'watchlist';
  /** Only its keys do it: it means nothing in a list. */
  readonly isKeyOnly?: boolean;
  /** @param index Which of its keys was pressed; 0 from a list. */
  readonly run: (index: number) => void;
}

/** What an action is called on the screen now. */
export const titleOfAction = (locale: Locale, action: Action): string =>
  action.title((key, values) => locale.fill(key, values ?? {}));
