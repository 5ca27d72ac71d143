import { expect, it, vi } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { Locale } from '../i18n/i18n.svelte';
import { AppTargets, type AppTargetsParts } from './app-targets';

function open(symbols: readonly string[]) {
  const transport = new FakeTransport().answer('get_price', ({ symbol }) =>
    symbol === 'BTCUSDT'
      ? { ok: true, value: { symbol: 'BTC/USDT' } as never }
      : { ok: false, error: { code: 'UNKNOWN_SYMBOL', message: 'No such symbol' } },
  );
  const watchlist = { symbols, select: vi.fn(), add: vi.fn() };
  const toasts = { show: vi.fn() };
  const dock = { show: vi.fn() };
  const alerts = { seek: vi.fn() };
  const parts = { transport, watchlist, toasts, dock, alerts } as unknown as AppTargetsParts;
  const locale = new Locale({ getItem: () => null, setItem: () => undefined }, ['en']);
  return { targets: new AppTargets(parts, locale), watchlist, toasts, dock, alerts };
}

it('shows a symbol of the watchlist by whatever name a link gives it', async () => {
  const { targets, watchlist } = open(['BTC/USDT']);
  await targets.show({ kind: 'symbol', symbol: 'BTCUSDT' });
  expect(watchlist.select).toHaveBeenCalledWith('BTC/USDT');
});

it('adds nothing to the watchlist by itself: anybody can send a link', async () => {
  const { targets, watchlist, toasts } = open([]);
  await targets.show({ kind: 'symbol', symbol: 'BTCUSDT' });
  expect([watchlist.select, watchlist.add].flatMap((each) => each.mock.calls)).toEqual([]);
  const [{ action }] = toasts.show.mock.calls[0] as [{ action: { run: () => void } }];
  action.run();
  expect(watchlist.add).toHaveBeenCalledWith('BTC/USDT');
});

it('says of a symbol that nobody knows that it is unknown', async () => {
  const { targets, toasts, watchlist } = open([]);
  await targets.show({ kind: 'symbol', symbol: 'NOPE' });
  expect(toasts.show).toHaveBeenCalledWith(expect.objectContaining({ tone: 'error' }));
  expect(watchlist.select).not.toHaveBeenCalled();
});

it('shows an alert where alerts are listed', async () => {
  const { targets, dock, alerts } = open([]);
  await targets.show({ kind: 'alert', id: 7 });
  expect(dock.show).toHaveBeenCalledWith('alerts');
  expect(alerts.seek).toHaveBeenCalledWith(7);
  await targets.show({ kind: 'alerts' });
  expect(alerts.seek).toHaveBeenCalledOnce();
});
