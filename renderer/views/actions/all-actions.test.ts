import { describe, expect, it } from 'vitest';
import { FakeTransport } from '../../client/fake-transport';
import { findActions } from '../../features/palette/palette-search';
import { LANGUAGES, Locale } from '../../i18n/i18n.svelte';
import { Glossary } from '../../state/glossary.svelte';
import { Theme } from '../../state/theme.svelte';
import { Workspace } from '../../state/workspace.svelte';
import { allActions } from './all-actions';
import type { Screen } from './screen';

const nothing = () => undefined;

function open(language = 'en') {
  const store = { getItem: () => null, setItem: nothing };
  const locale = new Locale(store, [language]);
  const transport = new FakeTransport({ state: 'connecting' });
  const workspace = new Workspace({ transport, locale, store });
  workspace.watchlist.hear(['BTC/USDT', 'ETH/USDT', 'BTC/USDT:USDT']);
  const theme = new Theme(store, { matches: true, addEventListener: nothing });
  const done: string[] = [];
  const screen: Screen = {
    workspace,
    appearance: { locale, theme, glossary: new Glossary(locale) },
    openSearch: () => done.push('search'),
    openPalette: () => done.push('palette'),
    openKeys: () => done.push('keys'),
    openTicker: () => done.push('ticker'),
    undo: () => done.push('undo'),
    movePane: (by) => done.push(`pane ${by}`),
  };
  workspace.close();
  const find = (query: string, recent: readonly string[] = []) =>
    findActions(allActions(screen), query, { locale, recent }).map(({ id }) => id);
  return { actions: allActions(screen), workspace, locale, done, find };
}

describe('actions', () => {
  it('are each named by themselves, in every language', () => {
    const { actions, locale } = open();
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
    for (const language of LANGUAGES) {
      const titles = actions.map((action) => action.title(locale.sayIn(language)));
      const twice = titles.filter((title, at) => titles.indexOf(title) !== at || title === '');
      expect(twice, language).toEqual([]);
    }
  });

  it('have each key once', () => {
    const keys = open().actions.flatMap((action) => action.keys ?? []);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    expect(keys).toEqual(expect.arrayContaining(['Mod+K', '/', 'A', 'P', 'J', 'K', 'E', '1', '?']));
  });

  it('are found in either language, whichever the screen speaks', () => {
    for (const language of LANGUAGES) {
      const { find } = open(language);
      expect(find('dark')[0]).toBe('theme dark');
      expect(find('เพิ่มโพซิชัน')[0]).toBe('position.add');
      expect(find('add pos')[0]).toBe('position.add');
    }
  });

  it('lead to a symbol by its short name and by what the exchange calls it', () => {
    const { find } = open();
    expect(find('open eth')[0]).toBe('open ETH/USDT');
    expect(find('ETHUSDT')[0]).toBe('open ETH/USDT');
  });

  it('begin with what was done last', () => {
    const { find, actions } = open();
    const shown = find('', ['theme dark', 'ticker']);
    expect(shown.slice(0, 2)).toEqual(['theme dark', 'ticker']);
    expect(shown).toHaveLength(actions.filter(({ isKeyOnly }) => !isKeyOnly).length);
    expect(find('no such thing at all')).toEqual([]);
  });

  it('do what they say', () => {
    const { actions, workspace, done } = open();
    const run = (id: string, index = 0) => actions.find((one) => one.id === id)?.run(index);
    run('symbol.pick', 1);
    expect(workspace.watchlist.selected).toBe('ETH/USDT');
    run('charts 2');
    expect(workspace.charts.count).toBe('2');
    run('dock below');
    expect(workspace.dock.side).toBe('below');
    run('settings channels');
    expect([workspace.settings.isOpen, workspace.settings.section]).toEqual([true, 'channels']);
    run('ticker');
    run('pane.previous');
    expect(done).toEqual(['ticker', 'pane -1']);
  });
});
