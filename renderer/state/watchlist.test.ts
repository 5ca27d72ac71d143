import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { Locale } from '../i18n/i18n.svelte';
import { Toasts } from './toasts.svelte';
import { Watchlist } from './watchlist.svelte';

const BTC = 'BTC/USDT';
const ETH = 'ETH/USDT';
const SOL = 'SOL/USDT';
const store = { getItem: () => null, setItem: () => undefined };

async function loaded(symbols = [BTC, ETH, SOL], groups: Record<string, string[]> = {}) {
  const transport = new FakeTransport()
    .answer('get_watchlist', () => ({ ok: true, value: { symbols, groups } }))
    .answer('put_watchlist', (sent) => ({
      ok: true,
      value: { symbols: sent.symbols, groups: sent.groups ?? {} },
    }));
  const toasts = new Toasts();
  const locale = new Locale(store, ['en']);
  const onSymbols = vi.fn();
  const list = new Watchlist({ transport, toasts, locale, store, onSymbols });
  await list.load();
  const saved = () =>
    transport.asked.filter(({ name }) => name === 'put_watchlist').map(({ params }) => params);
  return { list, transport, toasts, onSymbols, saved };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const refuse = () => ({
  ok: false as const,
  error: { code: 'FORBIDDEN' as const, message: 'Read only.' },
});

describe('Watchlist', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('adds at the end, selects it, and saves the whole list', async () => {
    const { list, saved } = await loaded([BTC]);
    list.add(ETH);
    await settle();
    expect(list.symbols).toEqual([BTC, ETH]);
    expect(list.selected).toBe(ETH);
    expect(saved()).toEqual([{ symbols: [BTC, ETH], groups: {} }]);
  });

  it('only selects a symbol that is there already', async () => {
    const { list, saved } = await loaded();
    list.add(SOL);
    expect(list.selected).toBe(SOL);
    expect(saved()).toEqual([]);
  });

  it('selects the neighbor of a removed symbol and puts it back in its place on undo', async () => {
    const { list, toasts, saved } = await loaded();
    list.select(ETH);
    list.remove(ETH);
    expect([list.symbols, list.selected]).toEqual([[BTC, SOL], SOL]);
    await settle();
    toasts.act(toasts.shown[0]!);
    await settle();
    expect([list.symbols, list.selected]).toEqual([[BTC, ETH, SOL], ETH]);
    expect(saved()).toHaveLength(2);
  });

  it('takes the offer to undo away after a while', async () => {
    const { list, toasts } = await loaded();
    list.remove(BTC);
    await vi.advanceTimersByTimeAsync(5900);
    expect(toasts.shown).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(toasts.shown).toHaveLength(0);
  });

  it('moves symbols and stops at the ends', async () => {
    const { list, saved } = await loaded();
    list.moveBy(BTC, 1);
    expect(list.symbols).toEqual([ETH, BTC, SOL]);
    list.move(BTC, 99);
    expect(list.symbols).toEqual([ETH, SOL, BTC]);
    await settle();
    const count = saved().length;
    list.moveBy(BTC, 1);
    await settle();
    expect(saved()).toHaveLength(count);
  });

  it('goes back to the saved list when saving fails, and says so', async () => {
    const { list, transport, toasts } = await loaded();
    transport.answer('put_watchlist', refuse);
    list.remove(BTC);
    expect(list.symbols).toEqual([ETH, SOL]);
    await settle();
    expect(list.symbols).toEqual([BTC, ETH, SOL]);
    expect(toasts.shown.map(({ tone, text }) => [tone, text])).toEqual([
      [
        'error',
        'The change was not saved. This access token may only read. Your earlier watchlist is kept.',
      ],
    ]);
  });

  it('sends changes made during a save in one save after it', async () => {
    const { list, transport, saved } = await loaded();
    let finish = (): void => undefined;
    const parked = new Promise<void>((done) => (finish = done));
    transport.answer('put_watchlist', async (sent) => {
      await parked;
      return { ok: true, value: { symbols: sent.symbols, groups: sent.groups ?? {} } };
    });
    list.remove(BTC);
    list.remove(ETH);
    list.add('XRP/USDT');
    list.hear([BTC]);
    expect(saved()).toHaveLength(1);
    finish();
    await settle();
    expect(saved().at(-1)).toEqual({ symbols: [SOL, 'XRP/USDT'], groups: {} });
    expect(saved()).toHaveLength(2);
    expect(list.symbols).toEqual([SOL, 'XRP/USDT']);
  });

  it('takes over what another window saved', async () => {
    const { list, onSymbols } = await loaded();
    list.select(BTC);
    list.hear([SOL, ETH]);
    expect([list.symbols, list.selected]).toEqual([[SOL, ETH], SOL]);
    expect(onSymbols).toHaveBeenLastCalledWith([SOL, ETH]);
  });

  it('keeps groups, without the symbols that are gone', async () => {
    const { list, saved } = await loaded([BTC, ETH], { majors: [BTC, ETH] });
    list.remove(ETH);
    await settle();
    expect(saved()).toEqual([{ symbols: [BTC], groups: { majors: [BTC] } }]);
  });

  it('tells a list that could not be loaded from an empty one', async () => {
    const { list, transport } = await loaded([]);
    expect([list.status, list.selected]).toEqual(['ready', null]);
    const other = new Watchlist({
      transport: new FakeTransport(),
      toasts: new Toasts(),
      locale: new Locale(store, ['en']),
      store,
      onSymbols: () => undefined,
    });
    await other.load();
    expect(other.status).toBe('failed');
    transport.answer('get_watchlist', refuse);
    await list.load();
    expect(list.status).toBe('ready');
  });
});
