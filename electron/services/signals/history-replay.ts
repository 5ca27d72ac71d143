import type { RecordEntry } from '../../../shared/domain/signals/record';
import type { SeriesState } from '../../../shared/domain/signals/series';
import type { SeriesGap, SignalBookState } from '../../../shared/domain/signals/signal-book';
import type { SignalSettings } from '../../../shared/domain/signals/settings';
import type { Clock } from '../clock';
import { Breath } from './breath';
import type { PackedSeries } from './packed-klines';
import { entriesIn, seriesIn, stateIn, type ReplayJob } from './replay-job';
import type { Replayer } from './replay-thread';

/** A book after candles of history. */
export interface Replayed {
  readonly state: SignalBookState;
  /** What was added to the record, in its order. */
  readonly entries: readonly RecordEntry[];
  /** The series whose candles were not all taken. */
  readonly gaps: readonly SeriesGap[];
}

/** The book that candles are worked into. */
export interface ReplayBasis {
  readonly settings: SignalSettings;
  readonly state: () => SignalBookState;
}

/** Hands history over to a replayer and takes the answer in, in slices that nobody notices. */
export class HistoryReplay {
  /** Whether the replayer's book is the one that came of its last answer. */
  #isKnown = false;

  constructor(
    private readonly replayer: Replayer,
    private readonly clock: Clock,
  ) {}

  /**
   * Works candles into a book, which stays as it is; the one that comes of it is in the answer.
   * The next one goes on with that, unless `forget` is called in between.
   * @throws {AppError} `UNAVAILABLE` when it came to nothing.
   */
  async work({ settings, state }: ReplayBasis, all: Iterable<PackedSeries>): Promise<Replayed> {
    const collected = await this.#collect(all);
    const known = this.#isKnown ? null : state();
    this.#isKnown = false;
    const job: ReplayJob = { settings, state: known, series: collected };
    const { entries, gaps, state: rest, series } = await this.replayer.replay(job);
    const states = await this.#read(series, (text): SeriesState[] => [seriesIn(text)]);
    const added = await this.#read(entries, entriesIn);
    this.#isKnown = true;
    return { state: { ...stateIn(rest), series: states }, entries: added, gaps };
  }

  /** Has the next piece of work begin with the book as it is then: it went on by itself, or is another. */
  forget(): void {
    this.#isKnown = false;
  }

  /** Ends what is under way, and what it needs. */
  close(): Promise<void> {
    this.forget();
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
