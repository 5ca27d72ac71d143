import { basename } from 'node:path';
import type { Clock } from '../../clock';
import type { Market } from './market';
import { RecordedTape } from './recorded-tape';
import { readRecording } from './recording-reader';
import { TapeMarket, type MarketTime } from './tape-market';

const MINUTE_MS = 60_000;

/**
 * A market that plays a recording, `speed` times as fast as it happened (> 0). The recording is
 * moved by whole minutes to the present, so its minute candles keep their trades; its first trade
 * happens when the market begins.
 *
 * @throws {AppError} `INVALID` when the file cannot be read or makes no sense.
 */
export async function loadRecording(
  file: string,
  options: { clock: Clock; speed: number },
): Promise<Market> {
  const tables = await readRecording(file);
  const start = Math.min(...tables.map((table) => table.time[0] ?? Infinity));
  const end = Math.max(...tables.map((table) => table.time[table.length - 1] ?? 0));
  const tapes = tables.map((table) => new RecordedTape(table, end));
  const time = new ReplayTime({ name: basename(file), start, end }, tapes, options);
  return new TapeMarket(tapes, time);
}

/** The clock of a replay: starts near the wall clock and runs `speed` times as fast. */
class ReplayTime implements MarketTime {
  readonly catchUpMs = Infinity;
  /** Venue time of the first trade. */
  #origin = 0;
  /** Monotonic time at which the replay began; null before. */
  #begun: number | null = null;

  constructor(
    private readonly recording: { name: string; start: number; end: number },
    private readonly tapes: readonly RecordedTape[],
    private readonly options: { clock: Clock; speed: number },
  ) {
    this.#moveToPresent();
  }

  get description(): string {
    const { name, start, end } = this.recording;
    const hasEnded = this.now() - this.#origin > end - start;
    return `replay of ${name} ${hasEnded ? 'has ended' : `at ${this.options.speed}×`}`;
  }

  begin(): void {
    if (this.#begun !== null) return;
    this.#moveToPresent();
    this.#begun = this.options.clock.monotonic();
  }

  now(): number {
    const { clock, speed } = this.options;
    const elapsed = this.#begun === null ? 0 : clock.monotonic() - this.#begun;
    return Math.floor(this.#origin + elapsed * speed);
  }

  #moveToPresent(): void {
    const { start } = this.recording;
    const shift = Math.round((this.options.clock.now() - start) / MINUTE_MS) * MINUTE_MS;
    this.#origin = start + shift;
    for (const tape of this.tapes) tape.shiftBy(shift);
  }
}
