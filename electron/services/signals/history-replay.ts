import type { RecordEntry } from '../../../shared/domain/signals/record';
import type { SeriesState } from '../../../shared/domain/signals/series';
import type { SeriesGap, SignalBookState } from '../../../shared/domain/signals/signal-book';
import type { SignalSettings } from '../../../shared/domain/signals/settings';
import type { Clock } from '../clock';
import { Breath } from './breath';
import type { PackedSeries } from './packed-klines';
import { entriesIn, seriesIn, type ReplayJob } from './replay-job';
import type { Replayer } from './replay-thread';

/** A book after candles of history. */
export interface Replayed {
  readonly state: SignalBookState;
  /** What was added to the record, in its order. */
  readonly entries: readonly RecordEntry[];
  /** The series whose candles were not all taken. */
  readonly gaps: readonly SeriesGap[];
}

/** Hands history over to a replayer and takes the answer in, in slices that nobody notices. */
export class HistoryReplay {
  constructor(
    private readonly replayer: Replayer,
    private readonly clock: Clock,
  ) {}

  /**
   * Works candles into a book, which stays as it is; the one that comes of it is in the answer.
   * @throws {AppError} `UNAVAILABLE` when it came to nothing.
   */
  async work(
    book: { readonly settings: SignalSettings; readonly state: SignalBookState },
    all: Iterable<PackedSeries>,
  ): Promise<Replayed> {
    const job: ReplayJob = { ...book, series: await this.#collect(all) };
    const { entries, gaps, state, series } = await this.replayer.replay(job);
    const states = await this.#read(series, (text): SeriesState[] => [seriesIn(text)]);
    return {
      state: { ...state, series: states },
      entries: await this.#read(entries, entriesIn),
      gaps,
    };
  }

  /** Ends what is under way, and what it needs. */
  close(): Promise<void> {
    return this.replayer.close();
  }

  async #collect(all: Iterable<PackedSeries>): Promise<PackedSeries[]> {
    const breath = new Breath(this.clock);
    const series: PackedSeries[] = [];
    for (const it of all) {
      if (breath.isDue) await breath.take();
      series.push(it);
    }
    return series;
  }

  async #read<T>(texts: readonly string[], read: (text: string) => readonly T[]): Promise<T[]> {
    const breath = new Breath(this.clock);
    const all: T[] = [];
    for (const text of texts) {
      if (breath.isDue) await breath.take();
      for (const it of read(text)) all.push(it);
    }
    return all;
  }
}
