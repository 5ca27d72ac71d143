import { describe, expect, it } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import type { PositionInfo } from './position-register';
import { Positions } from './positions.svelte';

const TIME = '2026-01-01T00:00:00.000Z';

const body = (id: number, change: Partial<PositionInfo> = {}): PositionInfo => ({
  position_id: id,
  symbol: 'BTC/USDT',
  side: 'long',
  quantity: 1,
  entry_price: 100,
  current_price: 110,
  pnl: 10,
  pnl_percentage: 10,
  realized_pnl: 0,
  fees: 0,
  funding: 0,
  net_pnl: 10,
  status: 'open',
  timestamp: TIME,
  price_status: 'live',
  mark: null,
  opened_at: TIME,
  closed_at: null,
  closed_by: null,
  entry_quantity: 1,
  exit_price: null,
  break_even_price: 100,
  roi_percent: 10,
  leverage: null,
  ...{ margin: null, maintenance_percent: null, maintenance_source: null },
  liquidation_price: null,
  profit_target_percent: null,
  stop_loss_percent: null,
  note: null,
  tags: [],
  excursion: { best: 0, best_at: null, worst: 0, worst_at: null },
  unvalued: [],
  ...change,
});

const update = (id: number, pnl: number) => ({
  ...body(id),
  current_price: 100 + pnl,
  pnl,
  pnl_percentage: pnl,
  net_pnl: pnl,
});

function open(held: PositionInfo[]) {
  const frames: (() => void)[] = [];
  const followed: string[] = [];
  const transport = new FakeTransport()
    .answer('list_positions', ({ limit = 0, before }) => {
      const rest = held.filter(({ position_id }) => position_id < Number(before ?? Infinity));
      const items = rest.slice(0, Number(limit));
      const last = items.at(-1)?.position_id;
      const next = rest.length > items.length ? String(last) : null;
      return { ok: true, value: { items, next } };
    })
    .answer('get_position', ({ id }) => {
      const found = held.find(({ position_id }) => position_id === Number(id));
      if (found) return { ok: true, value: { ...found, fills: [] } };
      return { ok: false, error: { code: 'NOT_FOUND', message: 'gone' } };
    });
  const positions = new Positions({
    transport,
    nextFrame: (run) => void frames.push(run),
    onSymbols: (symbols) => void followed.push(symbols.join()),
  });
  const settle = async () => {
    for (const run of frames.splice(0)) run();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const asked = (name: string) => transport.asked.filter((one) => one.name === name).length;
  return { positions, transport, followed, settle, asked };
}

const ids = (positions: Positions) => positions.open.map(({ position_id }) => position_id);

describe('Positions', () => {
  it('fetches all pages, newest first, and tells which symbols are held', async () => {
    const held = Array.from({ length: 1500 }, (_, at) => body(1500 - at));
    const { positions, followed } = open(held);
    await positions.load();
    expect(positions.open).toHaveLength(1500);
    expect(ids(positions)[0]).toBe(1500);
    expect(followed).toEqual(['BTC/USDT']);
  });

  it('shows the last figures of a frame, and only those of positions it knows', async () => {
    const { positions, settle } = open([body(1)]);
    await positions.load();
    positions.receive(update(1, 11));
    positions.receive(update(1, 12));
    positions.receive(update(9, 99));
    expect(positions.figuresOf(1).pnl).toBe(10);
    await settle();
    expect(positions.figuresOf(1)).toEqual({ price: 112, pnl: 12, pnlPercentage: 12, netPnl: 12 });
    expect(positions.figuresOf(9).pnl).toBeNull();
  });

  it('lets no figures from before an answer stand over it', async () => {
    const { positions, settle } = open([body(1)]);
    await positions.load();
    positions.receive(update(1, 11));
    positions.adopt(body(1, { quantity: 0.5, pnl: 5 }));
    await settle();
    expect(positions.figuresOf(1).pnl).toBe(5);
  });

  it('asks again for what was changed elsewhere, and lets go of what was deleted or closed', async () => {
    const held = [body(2), body(1)];
    const { positions, settle } = open(held);
    await positions.load();
    held[1] = body(1, { quantity: 7 });
    held.unshift(body(3, { symbol: 'ETH/USDT' }));
    for (const id of [1, 3]) {
      positions.hear({ position_id: id, change: 'changed', timestamp: TIME });
    }
    await settle();
    expect(positions.get(1)?.quantity).toBe(7);
    expect(ids(positions)).toEqual([3, 2, 1]);
    positions.hear({ position_id: 2, change: 'deleted', timestamp: TIME });
    held[0] = body(3, { status: 'closed' });
    positions.hear({ position_id: 3, change: 'closed', timestamp: TIME });
    await settle();
    expect(ids(positions)).toEqual([1]);
  });

  it('fetches the list once after a thousand changes', async () => {
    const { positions, settle, asked } = open([body(1)]);
    await positions.load();
    for (let id = 1; id <= 1000; id += 1) {
      positions.hear({ position_id: id, change: 'created', timestamp: TIME });
    }
    await settle();
    expect([asked('list_positions'), asked('get_position')]).toEqual([2, 0]);
  });

  it('keeps what it knows when it cannot be told anew, and says so when it knows nothing', async () => {
    const { positions, transport } = open([body(1)]);
    await positions.load();
    transport.setLink({ state: 'lost', reason: 'gone' });
    await positions.load();
    expect([positions.status, ids(positions)]).toEqual(['ready', [1]]);
    const fresh = open([]);
    fresh.transport.setLink({ state: 'lost', reason: 'gone' });
    await fresh.positions.load();
    expect(fresh.positions.status).toBe('failed');
  });
});
