import { join } from 'node:path';
import { z } from 'zod';
import {
  events,
  type Envelope,
  type EventName,
  type Events,
} from '../../../shared/protocol/events';
import { atMost } from '../at-most';
import type { Clock } from '../clock';
import type { EventJournal } from '../event-hub';
import type { Logger } from '../logger';
import { nodeFileSystem } from '../store/file-system';
import { HistoryLog } from '../store/history-log';

/** What a client must not miss, whatever becomes of its connection. */
const KEPT: readonly EventName[] = ['alert', 'signal_reversal'];
/** Longer than a session waits for its client, and than a dead connection goes unnoticed. */
const WINDOW_MS = 5 * 60_000;
/** More at a time is a flood; who missed it is told to ask for a snapshot. */
const MAX_KEPT = 20_000;
/** Clients are not to wait for a disk that does not answer. */
const PATIENCE_MS = 250;
const SEGMENT_BYTES = 256 * 1024;

const kept = z.object({
  id: z.number().int().positive(),
  at: z.number(),
  rooms: z.array(z.string()),
  type: z.enum(['alert', 'signal_reversal']),
  data: z.unknown(),
  market: z.enum(['demo', 'replay']).optional(),
});

/** An event and whom it was for. */
export interface Told {
  readonly rooms: readonly string[];
  readonly envelope: Envelope;
  /** ms UTC. */
  readonly at: number;
}

export interface ToldLogOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * The alerts and reversals of the last minutes with their sequence numbers, for clients that come
 * back. They are on disk before anybody is told, so that a restart neither repeats nor loses one.
 */
export class ToldLog implements EventJournal {
  readonly #options: ToldLogOptions;
  readonly #log: HistoryLog;
  /** Oldest first. */
  #told: Told[] = [];
  #lost = 0;

  private constructor(options: ToldLogOptions) {
    this.#options = options;
    const { dataDir, clock, random, logger } = options;
    this.#log = new HistoryLog({
      ...{ name: 'told', clock, random, fs: nodeFileSystem, segmentBytes: SEGMENT_BYTES },
      folder: join(dataDir, 'resume'),
      retention: { records: MAX_KEPT, ageMs: 2 * WINDOW_MS },
      isReadOnly: false,
      onOutcome: (error) => {
        if (error instanceof Error)
          logger.warn('Events told are not saved yet', { error: error.message });
      },
      onNotice: (kind, text) => logger.warn('Events told before the start', { kind, text }),
    });
  }

  /** Reads what was told in the last minutes. @throws the file system's error. */
  static async open(options: ToldLogOptions): Promise<ToldLog> {
    const log = new ToldLog(options);
    await log.#log.open();
    const since = options.clock.now() - WINDOW_MS;
    for await (const record of log.#log.newestFirst()) {
      const told = parse(record);
      if (!told || told.at < since) break;
      log.#told.push(told);
    }
    log.#told.reverse();
    return log;
  }

  keeps(type: EventName): boolean {
    return KEPT.includes(type);
  }

  save(rooms: readonly string[], { type, data, seq, market }: Envelope): Promise<void> {
    const { clock } = this.#options;
    const at = Math.round(clock.now());
    const record = { id: seq, at, rooms: [...rooms], type, data, ...(market ? { market } : {}) };
    // What fails is reported by the log and tried again; it stays in memory all the same.
    return atMost(PATIENCE_MS, this.#log.append([record]), clock);
  }

  told(rooms: readonly string[], envelope: Envelope): void {
    const at = this.#options.clock.now();
    this.#told.push({ rooms, envelope, at });
    const oldest = at - WINDOW_MS;
    const firstFresh = this.#told.findIndex((each) => each.at >= oldest);
    if (firstFresh > 0) this.#told.splice(0, firstFresh);
    if (this.#told.length <= MAX_KEPT) return;
    const [first] = this.#told.splice(0, this.#told.length - MAX_KEPT);
    this.#lost = first?.envelope.seq ?? this.#lost;
  }

  /**
   * Everything told after a sequence number, oldest first.
   * @returns Null when it was so much that the first of it is not kept any more.
   */
  since(seq: number): readonly Told[] | null {
    return seq < this.#lost ? null : this.#told.filter(({ envelope }) => envelope.seq > seq);
  }

  /** Numbers of the alerts told in the last minutes. */
  alerts(): ReadonlySet<number> {
    return new Set(
      this.#told.flatMap(({ envelope }) =>
        envelope.type === 'alert' ? [envelope.data.alert_id] : [],
      ),
    );
  }

  /** The reversals told in the last minutes. */
  reversals(): readonly Events['signal_reversal'][] {
    return this.#told.flatMap(({ envelope }) =>
      envelope.type === 'signal_reversal' ? [envelope.data] : [],
    );
  }

  /** Makes a last attempt for what is not durable. */
  close(): Promise<void> {
    return this.#log.close();
  }
}

function parse(record: unknown): Told | null {
  const { data: found } = kept.safeParse(record);
  if (!found) return null;
  const { id, at, rooms, type, market } = found;
  const data = events[type].safeParse(found.data);
  if (!data.success) return null;
  // The schema of the type has just been applied to the data.
  const envelope = { type, data: data.data, seq: id, ...(market ? { market } : {}) } as Envelope;
  return { rooms, envelope, at };
}
