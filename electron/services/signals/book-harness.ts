import type { Kline } from '../../../shared/domain/kline';
import type { RecordEntry } from '../../../shared/domain/signals/record';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { Histories } from '../store/histories';
import { IdSource } from '../store/id-source';
import { SimulatedDisk } from '../store/simulated-disk';
import { StateStore } from '../store/state-store';
import { BookKeeper } from './book-keeper';
import { ReplayWork } from './replay-job';
import type { Replayer } from './replay-thread';
import { SignalRecord } from './signal-record';

const DIR = '/data';
/** Calls that nobody waits for. */
const NOBODY = { isDue: () => false, isTold: () => false };
/** Folder of the histories on a disk of `newDisk`. */
export const HISTORY = `${DIR}/history`;

/** For tests: replays in this thread, with the copies that another one would get. */
export function replayHere(): Replayer {
  let work = new ReplayWork();
  return {
    replay: (job) => Promise.resolve(structuredClone(work.do(structuredClone(job)))),
    close: () => {
      work = new ReplayWork();
      return Promise.resolve();
    },
  };
}

/** For tests: a disk with an empty data folder. */
export async function newDisk(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  await disk.makeFolder(DIR);
  return disk;
}

/** For tests: a run of the program over what is on a disk; the one before has ended without a word. */
export async function openBook(disk: SimulatedDisk) {
  const clock = new FakeClock(Date.UTC(2026, 0, 1));
  const ports = { fs: disk, dataDir: DIR, clock, logger: silentLogger, random: () => 0 };
  const store = await StateStore.open(ports);
  const histories = await Histories.open({ ...ports, store });
  const ids = new IdSource(store, ports);
  await ids.start();
  const parts = { ...ports, store, histories, ids };
  const record = new SignalRecord(parts);
  const market = (): string => 'test';
  const keeper = new BookKeeper({ ...parts, record, market, onCalls: () => undefined });
  await keeper.open();
  return { ...parts, record, keeper, commit: () => keeper.commit(NOBODY) };
}

/** For tests: lets candles of one symbol close; returns what a book writes down of them. */
export function play(keeper: BookKeeper, candles: readonly Kline[]): RecordEntry[] {
  const seen: RecordEntry[] = [];
  for (const kline of candles) {
    const candle = { symbol: 'A/USDT', interval: '1h', kline, origin: 'replayed' } as const;
    const { entries } = keeper.book.advance([candle]);
    keeper.take(entries);
    seen.push(...entries);
  }
  return seen;
}
