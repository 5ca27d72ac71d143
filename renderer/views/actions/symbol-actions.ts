import { symbolText } from '../../format/symbol';
import type { Action } from '../../state/actions';
import type { Screen } from './screen';

const FIGURES = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** What can be done with the symbols that are watched. */
export function symbolActions({ workspace, openSearch }: Screen): Action[] {
  const { watchlist, signals } = workspace;
  const chosen = (act: (symbol: string) => void) => (): void => {
    if (watchlist.selected !== null) act(watchlist.selected);
  };
  const up = chosen((symbol) => watchlist.moveBy(symbol, -1));
  const down = chosen((symbol) => watchlist.moveBy(symbol, 1));
  const remove = chosen((symbol) => watchlist.remove(symbol));
  const showRecord = chosen((symbol) => {
    const { interval } = signals;
    if (interval !== null) signals.record.show({ symbol, interval });
  });
  const pick = (index: number): void => watchlist.selectAt(index);
  return [
    add('symbol.search', 'keys.search', openSearch, ['/']),
    add('symbol.next', 'keys.next', () => watchlist.selectNeighbor(1), ['J']),
    add('symbol.previous', 'keys.previous', () => watchlist.selectNeighbor(-1), ['K']),
    { ...add('symbol.pick', 'keys.pick', pick, FIGURES), isKeyOnly: true },
    { ...add('symbol.up', 'keys.up', up, ['Alt+ArrowUp']), where: 'watchlist' },
    { ...add('symbol.down', 'keys.down', down, ['Alt+ArrowDown']), where: 'watchlist' },
    { ...add('symbol.remove', 'keys.remove', remove, ['Delete']), where: 'watchlist' },
    add('symbol.record', 'do.record', showRecord),
    ...watchlist.symbols.map((symbol) => open(symbol, () => watchlist.select(symbol))),
  ];
}

const open = (symbol: string, run: () => void): Action => ({
  ...{ id: `open ${symbol}`, group: 'symbol', run },
  title: (say) => say('do.open', { symbol: symbolText(symbol) }),
  // As the exchange writes it, too.
  words: `${symbol} ${symbol.replace(/\W/g, '')}`,
});

function add(
  id: string,
  key: 'do.record' | `keys.${'search' | 'next' | 'previous' | 'pick' | 'up' | 'down' | 'remove'}`,
  run: Action['run'],
  keys?: readonly string[],
): Action {
  return { id, group: 'symbol', title: (say) => say(key), run, ...(keys ? { keys } : {}) };
}
