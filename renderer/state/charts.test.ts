import { describe, expect, it } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { Charts } from './charts.svelte';

function open(store = new Map<string, string>()) {
  const transport = new FakeTransport()
    .answer('list_klines', () => ({ ok: true, value: { items: [], gaps: [], next: null } }))
    .answer('subscribe_klines', (params) => ({ ok: true, value: params }))
    .answer('unsubscribe_klines', (params) => ({ ok: true, value: params }));
  const selected: string[] = [];
  const charts = new Charts({
    transport,
    store: {
      getItem: (key) => store.get(key) ?? null,
      setItem: (key, value) => void store.set(key, value),
    },
    onFollowFailure: () => undefined,
    onSymbol: (symbol) => selected.push(symbol),
  });
  const asked = (name: string) =>
    transport.asked.filter((one) => one.name === name).map(({ params }) => params);
  const symbols = () => charts.shown.map(({ symbol }) => symbol);
  return { charts, asked, selected, symbols, store, transport };
}

const WATCHED = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'];
const at = <T>(items: readonly T[], index: number): T => items[index] as T;

describe('Charts', () => {
  it('begins with one chart, and shows the chosen symbol in each that is linked', () => {
    const { charts, symbols } = open();
    charts.show('BTC/USDT', WATCHED);
    expect(symbols()).toEqual(['BTC/USDT']);
    charts.setCount('4');
    charts.show('ETH/USDT', WATCHED);
    expect(symbols()).toEqual(['ETH/USDT', 'ETH/USDT', 'ETH/USDT', 'ETH/USDT']);
    expect(charts.shown.map(({ interval }) => interval)).toEqual(['15m', '1h', '4h', '1d']);
  });

  it('gives the symbol to the chart that is worked in alone, once they are not linked', () => {
    const { charts, symbols, selected } = open();
    charts.setCount('2');
    charts.show('BTC/USDT', WATCHED);
    charts.setLinked('symbol', false);
    charts.show('ETH/USDT', WATCHED);
    expect(symbols()).toEqual(['ETH/USDT', 'BTC/USDT']);
    charts.focus(at(charts.shown, 1));
    expect(selected).toEqual(['BTC/USDT']);
    charts.show('SOL/USDT', WATCHED);
    expect(symbols()).toEqual(['ETH/USDT', 'SOL/USDT']);
  });

  it('shows the chosen symbol instead of one that is watched no more', () => {
    const { charts, symbols } = open();
    charts.setCount('2');
    charts.setLinked('symbol', false);
    charts.show('BTC/USDT', WATCHED);
    charts.show('ETH/USDT', ['ETH/USDT']);
    expect(symbols()).toEqual(['ETH/USDT', 'ETH/USDT']);
  });

  it('leaves candles only when no other chart shows them', () => {
    const { charts, asked } = open();
    charts.setCount('2');
    charts.show('BTC/USDT', WATCHED);
    charts.setInterval(at(charts.shown, 1), '15m');
    charts.setInterval(at(charts.shown, 1), '5m');
    expect(asked('unsubscribe_klines')).toEqual([{ symbol: 'BTC/USDT', interval: '1h' }]);
    charts.setInterval(at(charts.shown, 0), '1m');
    expect(asked('unsubscribe_klines').at(-1)).toEqual({ symbol: 'BTC/USDT', interval: '15m' });
  });

  it('lets go of what is shown no more, and goes back to the first chart', () => {
    const { charts, asked } = open();
    charts.setCount('2');
    charts.show('BTC/USDT', WATCHED);
    charts.focus(at(charts.shown, 1));
    charts.setCount('1');
    charts.show('BTC/USDT', WATCHED);
    expect(charts.focused.index).toBe(0);
    expect(asked('unsubscribe_klines')).toEqual([{ symbol: 'BTC/USDT', interval: '1h' }]);
  });

  it('changes the interval everywhere when it is linked', () => {
    const { charts } = open();
    charts.setCount('2');
    charts.setLinked('interval', true);
    expect(charts.shown.map(({ interval }) => interval)).toEqual(['15m', '15m']);
    charts.setInterval(at(charts.shown, 1), '1d');
    expect(charts.shown.map(({ interval }) => interval)).toEqual(['1d', '1d']);
  });

  it('remembers count, links, symbols and intervals', () => {
    const { charts, store } = open();
    charts.setCount('2');
    charts.setLinked('symbol', false);
    charts.show('BTC/USDT', WATCHED);
    charts.setInterval(at(charts.shown, 1), '1w');
    charts.focus(at(charts.shown, 1));
    charts.show('ETH/USDT', WATCHED);
    const again = open(store);
    expect(again.charts.focused.index).toBe(1);
    again.charts.show('ETH/USDT', WATCHED);
    expect(again.symbols()).toEqual(['BTC/USDT', 'ETH/USDT']);
    expect(again.charts.shown.map(({ interval }) => interval)).toEqual(['15m', '1w']);
    expect(again.charts.isLinked('symbol')).toBe(false);
  });

  it('follows again only what is on the screen', () => {
    const { charts, transport, asked } = open();
    charts.show('BTC/USDT', WATCHED);
    transport.asked.length = 0;
    charts.refresh();
    expect(asked('subscribe_klines')).toEqual([{ symbol: 'BTC/USDT', interval: '15m' }]);
  });
});
