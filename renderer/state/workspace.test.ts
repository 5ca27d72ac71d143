import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { Locale } from '../i18n/i18n.svelte';
import { Workspace } from './workspace.svelte';

const at = (ms: number) => new Date(ms).toISOString();

function services(minute: { now: number }) {
  const candle = (time: number) => ({
    time: at(time),
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 1,
    closed: true,
  });
  return new FakeTransport({ state: 'connecting' })
    .answer('get_health', () => ({
      ok: true,
      value: {
        status: 'ok',
        version: '0',
        uptime_s: 1,
        market: 'demo',
        store: { state: 'saved', reason: null, since: '2026-01-01T00:00:00.000Z' },
        venues: {
          spot: {
            status: 'live',
            data_age_ms: 4000,
            reason: null,
            symbols: { connecting: 0, live: 1, stale: 0, offline: 0 },
            reconnects: 0,
          },
        },
      },
    }))
    .answer('get_watchlist', () => ({
      ok: true,
      value: { symbols: ['BTC/USDT', 'ETH/USDT'], groups: {} },
    }))
    .answer('subscribe_symbol', ({ symbol }) => ({
      ok: true,
      value: { symbol, price: 7, change_24h: 1, timestamp: null },
    }))
    .answer('subscribe_klines', (params) => ({ ok: true, value: params }))
    .answer('list_klines', () => ({
      ok: true,
      value: {
        items: [candle((minute.now - 1) * 60_000), candle(minute.now * 60_000)],
        gaps: [],
        next: null,
      },
    }));
}

describe('Workspace', () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) }));
  afterEach(() => void vi.useRealTimers());

  const store = { getItem: () => '1m', setItem: () => undefined };
  const settle = () => vi.advanceTimersByTimeAsync(1000);

  function open() {
    const minute = { now: 500 };
    const transport = services(minute);
    const locale = new Locale(store, ['en']);
    const nextFrame = (run: () => void): void => run();
    const workspace = new Workspace({ transport, locale, store, nextFrame });
    const asked = (name: string) =>
      transport.asked.filter((one) => one.name === name).map(({ params }) => params);
    return { workspace, transport, asked, minute };
  }

  it('asks nothing before it is connected', async () => {
    const { workspace, transport } = open();
    await settle();
    expect(transport.asked).toEqual([]);
    expect(workspace.connection.state).toBe('connecting');
    workspace.close();
  });

  it('fills itself: market, status, list, and the present price of each symbol', async () => {
    const { workspace, transport } = open();
    transport.setLink({ state: 'connected' });
    await settle();
    expect(workspace.connection.market).toBe('demo');
    expect([workspace.connection.state, workspace.connection.ageMs]).toEqual(['live', 5000]);
    expect(workspace.watchlist.symbols).toEqual(['BTC/USDT', 'ETH/USDT']);
    expect(workspace.prices.get('ETH/USDT')?.price).toBe(7);
    expect(workspace.sparklines.get('BTC/USDT')).toEqual([1, 1]);
    workspace.close();
  });

  it('subscribes again after a reconnection and leaves no hole in the chart', async () => {
    const { workspace, transport, asked, minute } = open();
    transport.setLink({ state: 'connected' });
    await settle();
    workspace.charts.show('BTC/USDT', ['BTC/USDT']);
    await settle();
    transport.setLink({ state: 'lost', reason: 'transport close' });
    expect(workspace.connection.state).toBe('offline');
    transport.asked.length = 0;
    minute.now = 501;
    transport.setLink({ state: 'connected' });
    await settle();
    const follows = [{ symbol: 'BTC/USDT' }, { symbol: 'ETH/USDT' }];
    expect(asked('subscribe_symbol')).toEqual(follows);
    expect(asked('subscribe_klines')).toEqual([{ symbol: 'BTC/USDT', interval: '1m' }]);
    expect(asked('get_snapshot').length).toBeGreaterThan(0);
    expect(workspace.charts.focused.candles.map(({ time }) => time / 60_000)).toEqual([
      499, 500, 501,
    ]);
    workspace.close();
  });

  it('hears prices, status and lists from other windows', async () => {
    const { workspace, transport, asked } = open();
    transport.setLink({ state: 'connected' });
    await settle();
    const now = at(Date.now());
    const price = { symbol: 'BTC/USDT', price: 8, change_24h: -1, timestamp: now };
    transport.emit('price_update', price, 'replay');
    expect(workspace.prices.get('BTC/USDT')).toMatchObject({ price: 8, move: 'up' });
    expect(workspace.connection.market).toBe('replay');
    const status = { venue: 'spot', status: 'stale', reason: 'silence' } as const;
    transport.emit('connection_status', { ...status, since: now, timestamp: now });
    expect(workspace.connection.state).toBe('stale');
    transport.emit('watchlist_update', { symbols: ['ETH/USDT', 'SOL/USDT'], timestamp: now });
    await settle();
    expect(asked('unsubscribe_symbol')).toEqual([{ symbol: 'BTC/USDT' }]);
    expect(asked('subscribe_symbol').at(-1)).toEqual({ symbol: 'SOL/USDT' });
    workspace.close();
  });

  it('takes from the snapshot what is told only when it changes', async () => {
    const { workspace, transport } = open();
    const now = at(Date.now());
    const symbol = 'BTC/USDT:USDT';
    transport.answer('get_snapshot', () => ({
      ok: true,
      value: {
        seq: 1,
        prices: [],
        positions: [],
        alerts: [],
        signals: [],
        status: [{ venue: 'spot', status: 'live', since: now, reason: null, timestamp: now }],
        store: { state: 'unsaved', reason: 'full', since: now, notices: [], timestamp: now },
        symbols: [],
        catch_up: null,
        marks: [
          {
            symbol,
            mark_price: 9,
            index_price: null,
            funding_rate: null,
            next_funding_at: null,
            timestamp: now,
          },
        ],
      },
    }));
    transport.setLink({ state: 'connected' });
    await settle();
    expect(workspace.connection.state).toBe('live');
    expect(workspace.marks.get(symbol)?.price).toBe(9);
    expect(workspace.storeStatus.report?.state).toBe('unsaved');
    workspace.close();
  });

  it('tells once which symbols cannot be followed', async () => {
    const { workspace, transport } = open();
    const error = { code: 'LIMIT' as const, message: 'Too many.' };
    transport.answer('subscribe_symbol', () => ({ ok: false, error }));
    transport.setLink({ state: 'connected' });
    await settle();
    expect(workspace.toasts.shown.map(({ text }) => text)).toEqual([
      'No live prices for BTC/USDT, ETH/USDT. The limit is reached.',
    ]);
    workspace.close();
  });
});
