import { describe, expect, it } from 'vitest';
import { Dock } from './dock.svelte';
import { Layout } from './layout.svelte';

function open(store = new Map<string, string>()) {
  const kept = {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
  };
  const dock = new Dock(kept, true);
  return { store, dock, layout: new Layout(kept, dock) };
}

describe('Layout', () => {
  it('gives up the dock beside the chart first, then the watchlist', () => {
    const { layout } = open();
    const at = (width: number) => {
      layout.setWidth(width);
      return [layout.form, layout.dockSide, layout.hasWatchlist, layout.hasEvents];
    };
    expect(at(3840)).toEqual(['wide', 'right', true, true]);
    expect(at(1180)).toEqual(['wide', 'right', true, true]);
    expect(at(1179)).toEqual(['medium', 'below', true, true]);
    expect(at(859)).toEqual(['narrow', 'below', false, true]);
    expect(at(390)).toEqual(['phone', 'below', true, false]);
  });

  it('shows the watchlist as a drawer where it has no pane, and puts it away when it has one again', () => {
    const { layout } = open();
    layout.setWidth(800);
    layout.toggleWatchlist();
    expect(layout.isDrawerOpen).toBe(true);
    layout.setWidth(1280);
    expect([layout.isDrawerOpen, layout.hasWatchlist]).toEqual([false, true]);
    layout.toggleWatchlist();
    expect(layout.hasWatchlist).toBe(false);
  });

  it('remembers sizes and what is put away, and keeps sizes within their bounds', () => {
    const { layout, dock, store } = open();
    layout.watchlist.resize(500);
    dock.width.resize(5);
    dock.setSide('below');
    layout.setWatchlistOpen(false);
    layout.toggleEvents();
    const again = open(store);
    expect([again.layout.watchlist.px, again.dock.width.px]).toEqual([500, 280]);
    expect([again.dock.side, again.layout.hasWatchlist, again.layout.hasEvents]).toEqual([
      'below',
      false,
      false,
    ]);
    again.layout.reset();
    expect([again.layout.watchlist.px, again.dock.width.px, again.dock.side]).toEqual([
      368,
      400,
      'right',
    ]);
    expect([again.layout.hasWatchlist, again.layout.hasEvents]).toEqual([true, true]);
  });

  it('takes what is remembered and makes no sense for nothing', () => {
    const store = new Map([
      ['tickwatch.watchlist.width', 'wide'],
      ['tickwatch.dock.height', '-9'],
    ]);
    const { layout, dock } = open(store);
    expect([layout.watchlist.px, dock.height.px]).toEqual([368, 140]);
  });
});
