import type { Appearance } from '../../state/context';
import type { Workspace } from '../../state/workspace.svelte';

/** What actions act on: everything known, and what only the window can do. */
export interface Screen {
  readonly workspace: Workspace;
  readonly appearance: Pick<Appearance, 'locale' | 'theme' | 'glossary'>;
  readonly openSearch: () => void;
  readonly openPalette: () => void;
  readonly openKeys: () => void;
  readonly openTicker: () => void;
  /** Takes back what was done last, while that is offered. */
  readonly undo: () => void;
  /** Moves the focus to the next part of the window, or to the one before. */
  readonly movePane: (by: 1 | -1) => void;
}
