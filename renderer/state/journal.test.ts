import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { JournalDetail } from './journal-detail.svelte';
import type { JournalItem, JournalStatistics } from './journal-item';
import { Journal } from './journal.svelte';
import { Now } from './now.svelte';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 30);
const iso = (time: number): string => new Date(time).toISOString();

function closed(id: number, more: Partial<JournalItem> = {}): JournalItem {
  return {
    ...{ position_id: id, symbol: 'BTC/USDT', side: 'long', quantity: 0, entry_price: 100 },
    ...{ current_price: 110, pnl: 0, pnl_percentage: 0, realized_pnl: 10, fees: 1, funding: 0 },
    ...{ net_pnl: 9, status: 'closed', price_status: 'live', mark: null, closed_by: 'trade' },
    ...{ opened_at: iso(NOW - 2 * DAY), closed_at: iso(NOW - DAY), timestamp: iso(NOW - DAY) },
    ...{ margin: null, maintenance_percent: null, maintenance_source: null },
    ...{ liquidation_price: null },
    ...{ entry_quantity: 1, exit_price: 110, break_even_price: null, roi_percent: 9 },
    ...{ leverage: null, profit_target_percent: null, stop_loss_percent: null, note: null },
    ...{ tags: [], unvalued: [] },
    excursion: { best: 0, best_at: null, worst: 0, worst_at: null },
    ...more,
  };
}

const EMPTY: JournalStatistics = { all: [], by_symbol: {}, by_tag: {} };

function harness(items: readonly JournalItem[], pageSize = 500) {
  const transport = new FakeTransport()
    .answer('list_positions', ({ before }) => {
      const left = items.filter(({ position_id: id }) => id < Number(before ?? Infinity));
      const page = left.slice(0, pageSize);
      const next = left.length > pageSize ? String(page.at(-1)?.position_id) : null;
      return { ok: true, value: { items: page, next } };
    })
    .answer('get_journal', () => ({ ok: true, value: EMPTY }));
  const now = new Now(() => NOW);
  const journal = new Journal(transport, now);
  const asked = (name: string) =>
    transport.asked.filter((one) => one.name === name).map(({ params }) => params);
  return { journal, transport, now, asked };
}

describe('Journal', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const settle = () => vi.advanceTimersByTimeAsync(0);

  it('asks for nothing until someone looks, then for every page', async () => {
    const { journal, asked } = harness([closed(3), closed(2), closed(1)], 2);
    journal.heardChange();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked('list_positions')).toEqual([]);
    journal.watch();
    await settle();
    expect(journal.total).toBe(3);
    expect(asked('list_positions')).toHaveLength(2);
  });

  it('filters by symbol, tag, side and time, and asks for the statistics of just that', async () => {
    const { journal, asked } = harness([
      closed(5, { tags: ['swing'] }),
      closed(4, { tags: ['swing'], side: 'short' }),
      closed(3, { tags: ['swing'], closed_at: iso(NOW - 8 * DAY) }),
      closed(2, { tags: ['swing'], symbol: 'ETH/USDT' }),
      closed(1),
    ]);
    journal.watch();
    await settle();
    journal.setFilter({ symbol: 'BTC/USDT', tag: 'swing', side: 'long', span: 'week' });
    expect(journal.statistics).toBeNull();
    expect(journal.shown.map(({ position_id: id }) => id)).toEqual([5]);
    await settle();
    expect(journal.statistics).toEqual(EMPTY);
    expect(asked('get_journal').at(-1)).toEqual({
      ...{ symbol: 'BTC/USDT', tag: 'swing', side: 'long' },
      from: iso(NOW - 7 * DAY),
    });
    journal.clearFilter();
    expect(journal.shown).toHaveLength(5);
  });

  it('shows no statistics of an earlier filter when answers come late', async () => {
    const { journal, transport } = harness([closed(1)]);
    journal.watch();
    await settle();
    const late: (() => void)[] = [];
    transport.answer(
      'get_journal',
      ({ side }) =>
        new Promise((answer) => {
          const value = { ...EMPTY, by_tag: { [side ?? 'none']: [] } };
          late.push(() => answer({ ok: true, value }));
        }),
    );
    journal.setFilter({ side: 'long' });
    journal.setFilter({ side: 'short' });
    late[1]!();
    late[0]!();
    await settle();
    expect(journal.statistics?.by_tag).toEqual({ short: [] });
  });

  it('sorts by any column, the unknown last in either order', async () => {
    const { journal } = harness([
      closed(3, { net_pnl: null }),
      closed(2, { net_pnl: -5 }),
      closed(1, { net_pnl: 7 }),
    ]);
    journal.watch();
    await settle();
    const ids = () => journal.shown.map(({ position_id: id }) => id);
    journal.setSort({ by: 'net', isRising: false });
    expect(ids()).toEqual([1, 2, 3]);
    journal.setSort({ by: 'net', isRising: true });
    expect(ids()).toEqual([2, 1, 3]);
  });

  it('loads once for many changes, and keeps what it shows when that fails', async () => {
    const { journal, transport, asked } = harness([closed(1)]);
    journal.watch();
    await settle();
    transport.answer('list_positions', () => ({
      ok: false,
      error: { code: 'UNAVAILABLE', message: 'Gone.' },
    }));
    for (let count = 0; count < 50; count += 1) journal.heardChange();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked('list_positions')).toHaveLength(2);
    expect([journal.status, journal.total]).toEqual(['ready', 1]);
  });

  it('says that it failed when there is nothing to show', async () => {
    const { journal, transport } = harness([]);
    transport.answer('list_positions', () => ({
      ok: false,
      error: { code: 'INTERNAL', message: 'Broken.' },
    }));
    journal.watch();
    await settle();
    expect([journal.status, journal.error?.code]).toEqual(['failed', 'INTERNAL']);
  });
});

describe('JournalDetail', () => {
  function detailOf(items: readonly JournalItem[]) {
    const { transport, asked } = harness(items);
    transport.answer('get_position', ({ id }) => {
      const item = items.find((one) => one.position_id === Number(id));
      if (!item) return { ok: false, error: { code: 'NOT_FOUND', message: 'Gone.' } };
      return { ok: true, value: { ...item, fills: [] } };
    });
    const onSaved = vi.fn();
    return { detail: new JournalDetail(transport, onSaved), transport, asked, onSaved };
  }
  const later = () => new Promise((done) => setTimeout(done, 0));

  it('keeps what is written while another position is looked at, and when saving fails', async () => {
    const { detail, transport, onSaved } = detailOf([closed(1), closed(2)]);
    transport.answer('patch_position', () => ({
      ok: false,
      error: { code: 'FORBIDDEN', message: 'Read only.' },
    }));
    detail.open(1);
    await later();
    detail.write({ note: 'chased it' });
    await detail.save();
    expect([detail.saving, detail.saveError?.code]).toEqual(['failed', 'FORBIDDEN']);
    detail.open(2);
    await later();
    expect(detail.remarks.note).toBe('');
    detail.open(1);
    await later();
    expect([detail.remarks.note, detail.isChanged]).toEqual(['chased it', true]);
    expect(onSaved).not.toHaveBeenCalled();
  });

  it('saves note and tags together and tells the list', async () => {
    const { detail, transport, asked, onSaved } = detailOf([closed(1)]);
    const saved = closed(1, { note: 'calm', tags: ['swing'] });
    transport.answer('patch_position', () => ({ ok: true, value: saved }));
    detail.open(1);
    await later();
    detail.write({ note: ' calm ' });
    detail.write({ tags: ['swing'] });
    await detail.save();
    expect(asked('patch_position')).toEqual([{ id: 1, note: 'calm', tags: ['swing'] }]);
    expect(onSaved).toHaveBeenCalledWith(saved);
    expect([detail.saving, detail.isChanged]).toEqual(['saved', false]);
  });

  it('closes when the position is gone', async () => {
    const { detail } = detailOf([]);
    detail.open(9);
    await later();
    expect(detail.id).toBeNull();
  });
});
