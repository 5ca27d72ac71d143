import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '../../fake-clock';
import type { Market, VenueTrade } from './market';
import { loadRecording } from './recorded-market';

/** Time of the first trade in the samples. */
export const T = Date.UTC(2025, 2, 1, 12, 0, 50);
/** An `aggTrade` frame. */
export const agg = (id: number, time: number, price = '100.50', symbol = 'BTCUSDT') => ({
  ...{ e: 'aggTrade', E: time + 3, s: symbol, a: id, p: price, q: '0.250', f: 10 * id },
  ...{ l: 10 * id + 1, T: time, m: id % 2 === 0, M: true },
});
/** A `trade` frame. */
export const single = (id: number, time: number, price = '100.50', symbol = 'BTCUSDT') => ({
  ...{ e: 'trade', E: time, s: symbol, t: id, p: price, q: '0.250', T: time, m: false },
});
/** The text of a recording; text is taken as it is. */
export const lines = (...values: unknown[]) =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');

/** A recording that is being played, with the clock that drives it. */
export interface Replay {
  readonly clock: FakeClock;
  readonly market: Market;
}

/** Writes a recording to a folder that goes away again, and loads it. */
export async function loadSample(
  name: string,
  content: string | Buffer,
  speed = 1,
): Promise<Replay> {
  const folder = await mkdtemp(join(tmpdir(), 'tickwatch-recording-'));
  try {
    const file = join(folder, name);
    await writeFile(file, content);
    const clock = new FakeClock(Date.UTC(2026, 0, 1, 9, 30, 12));
    return { clock, market: await loadRecording(file, { clock, speed }) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Plays to the end; trades with their times as distances from the first. */
export function played({ clock, market }: Replay, symbol = 'BTCUSDT'): VenueTrade[] {
  market.begin();
  clock.advance(3_600_000);
  const trades = market.tradesBetween(symbol, 0, Infinity);
  const start = trades[0]?.time ?? 0;
  return trades.map((trade) => ({ ...trade, time: trade.time - start }));
}
