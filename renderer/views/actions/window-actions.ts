import type { Action } from '../../state/actions';
import { DOCK_SIDES, DOCK_TABS } from '../../state/dock.svelte';
import type { Screen } from './screen';

/** What can be done with the window: its panes, and the windows beside it. */
export function windowActions(screen: Screen): Action[] {
  const { dock, layout } = screen.workspace;
  return [
    act('palette', 'palette.title', screen.openPalette, ['Mod+K']),
    act('keys', 'keys.title', screen.openKeys, ['?']),
    act('glossary', 'glossary.title', () => screen.appearance.glossary.open()),
    act('undo', 'keys.undo', screen.undo, ['Mod+Z']),
    ...DOCK_TABS.map((tab): Action => ({
      ...{ id: `show ${tab}`, group: 'window' },
      title: (say) => say('do.show', { what: say(`dock.${tab}`) }),
      run: () => dock.show(tab),
    })),
    act('dock', 'keys.dock', () => dock.toggle(), ['Mod+J']),
    act('watchlist', 'keys.watchlist', () => layout.toggleWatchlist(), ['Mod+B']),
    act('ticker', 'ticker.open', screen.openTicker, ['T']),
    act('pane.next', 'keys.pane.next', () => screen.movePane(1), ['F6']),
    act('pane.previous', 'keys.pane.previous', () => screen.movePane(-1), ['Shift+F6']),
    ...DOCK_SIDES.map((side): Action => ({
      ...{ id: `dock ${side}`, group: 'window', words: 'layout' },
      title: (say) => `${say('layout.dock')}: ${say(`layout.dock.${side}`)}`,
      run: () => dock.setSide(side),
    })),
    act('events', 'do.events', () => layout.toggleEvents()),
    act('layout.reset', 'layout.reset', () => layout.reset()),
  ];
}

type Title = Parameters<Parameters<Action['title']>[0]>[0];

function act(id: string, key: Title, run: () => void, keys?: readonly string[]): Action {
  return { id, group: 'window', title: (say) => say(key), run, ...(keys ? { keys } : {}) };
}
