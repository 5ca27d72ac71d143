import { describe, expect, it, vi } from 'vitest';
import type { KlineBody } from '../../shared/protocol/events';
import type { RequestInput } from '../../shared/protocol/requests';
import { FakeTransport } from '../client/fake-transport';
import { Chart } from './chart.svelte';

const MINUTE = 60_000;
const OLDEST = 100;

const kline = (minute: number, close = 1): KlineBody => ({
  time: new Date(minute * MINUTE).toISOString(),
  open: 1,
  high: 2,
  low: 0.5,
  close,
  volume: 5,
  closed: true,
});

/** A venue whose history begins at minute 100 and ends at `newest`. */
function venue(newest: { minute: number }) {
  return ({ limit, end }: RequestInput<'list_klines'>) => {
    const last = end === undefined ? newest.minute : Math.floor(Date.parse(end) / MINUTE);
    const first = Math.max(OLDEST, last - Number(limit) + 1);
    const items = [];
    for (let minute = first; minute <= last; minute += 1) items.push(kline(minute));
    return { ok: true as const, value: { items, gaps: [], next: null } };
  };
}

async function opened(newest = { minute: 1000 }) {
  const transport = new FakeTransport()
    .answer('list_klines', venue(newest))
    .answer('subscribe_klines', (params) => ({ ok: true, value: params }))
    .answer('unsubscribe_klines', (params) => ({ ok: true, value: params }));
  const store = { getItem: () => '1m', setItem: () => undefined };
  const onFollowFailure = vi.fn();
  const chart = new Chart({
    ...{ transport, store, onFollowFailure, index: 0, firstInterval: '1m' },
    onLeave: (symbol, interval) =>
      void transport.request('unsubscribe_klines', { symbol, interval }),
  });
  chart.show('BTC/USDT');
  await vi.waitUntil(() => chart.status === 'ready');
  const asked = (name: string) => transport.asked.filter((one) => one.name === name);
  return { chart, transport, newest, asked, onFollowFailure };
}

const minutes = (chart: Chart) => chart.candles.map(({ time }) => time / MINUTE);
const update = (minute: number, close = 1) => ({
  ...kline(minute, close),
  symbol: 'BTC/USDT',
  interval: '1m' as const,
  timestamp: new Date(minute * MINUTE).toISOString(),
});

describe('Chart', () => {
  it('reaches the beginning page by page without doubles, and then asks no more', async () => {
    const { chart, asked } = await opened();
    expect(minutes(chart)).toHaveLength(500);
    for (let page = 0; page < 5; page += 1) await chart.loadOlder();
    const all = minutes(chart);
    expect(all).toHaveLength(901);
    expect(new Set(all).size).toBe(901);
    expect([all[0], all.at(-1)]).toEqual([OLDEST, 1000]);
    expect(chart.older).toBe('complete');
    const count = asked('list_klines').length;
    await chart.loadOlder();
    expect(asked('list_klines')).toHaveLength(count);
  });

  it('keeps the candles when older ones cannot be had, and tries again when told', async () => {
    const { chart, transport, newest } = await opened();
    const error = { code: 'UNAVAILABLE' as const, message: 'No.' };
    transport.answer('list_klines', () => ({ ok: false, error }));
    await chart.loadOlder();
    expect([chart.older, chart.candles.length]).toEqual(['failed', 500]);
    transport.answer('list_klines', venue(newest));
    await chart.loadOlder();
    expect([chart.older, minutes(chart).length]).toEqual(['idle', 901]);
  });

  it('draws only the last candle for a live update', async () => {
    const { chart } = await opened();
    const listener = vi.fn();
    chart.watch(listener);
    chart.hear(update(1000, 1.4));
    chart.hear(update(1001, 1.5));
    expect(listener.mock.calls).toEqual([['last'], ['last']]);
    expect(chart.last?.close).toBe(1.5);
    chart.hear({ ...update(1002), symbol: 'ETH/USDT' });
    chart.hear({ ...update(1002), interval: '5m' });
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('fetches what a live update shows to be missing', async () => {
    const { chart, newest } = await opened();
    newest.minute = 1005;
    chart.hear(update(1005));
    await vi.waitUntil(() => minutes(chart).at(-1) === 1005);
    expect(minutes(chart).slice(-6)).toEqual([1000, 1001, 1002, 1003, 1004, 1005]);
  });

  it('lets go of one symbol before it follows the next, and ignores a late answer', async () => {
    const { chart, transport, asked } = await opened();
    let answerLate = (): void => undefined;
    const late = new Promise<void>((done) => (answerLate = done));
    transport.answer('list_klines', async ({ symbol }) => {
      if (symbol === 'ETH/USDT') await late;
      return {
        ok: true,
        value: { items: [kline(symbol === 'ETH/USDT' ? 1 : 2)], gaps: [], next: null },
      };
    });
    chart.show('ETH/USDT');
    chart.show('SOL/USDT');
    await vi.waitUntil(() => chart.status === 'ready');
    answerLate();
    await late;
    expect(minutes(chart)).toEqual([2]);
    expect(asked('unsubscribe_klines').map(({ params }) => params)).toEqual([
      { symbol: 'BTC/USDT', interval: '1m' },
      { symbol: 'ETH/USDT', interval: '1m' },
    ]);
  });

  it('says why there are no candles, and that live ones will not come', async () => {
    const { chart, transport, onFollowFailure } = await opened();
    const error = { code: 'LIMIT' as const, message: 'Too many.' };
    transport.answer('list_klines', () => ({ ok: false, error }));
    transport.answer('subscribe_klines', () => ({ ok: false, error }));
    chart.setInterval('5m');
    await vi.waitUntil(() => chart.status === 'failed');
    expect(chart.error).toEqual(error);
    expect(onFollowFailure).toHaveBeenCalledWith('BTC/USDT', error);
  });
});
