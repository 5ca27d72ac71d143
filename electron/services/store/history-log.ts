import { basename, join } from 'node:path';
import type { NoticeKind } from '../../../shared/domain/store-status';
import type { Clock } from '../clock';
import { bytesIfThere, makePrivateFolder, removeLeftovers, writeDurably } from './durable-file';
import { codeOf, type FileSystem } from './file-system';
import { GroupCommit } from './group-commit';
import { encodeLine, scanLines, wholeLines, type Scan } from './history-lines';
import {
  append,
  describe,
  newSegment,
  readNewestFirst,
  segmentNamed,
  type Segment,
} from './history-segment';
import type { HistoryName, HistoryRecord } from './state-schema';

/** Bytes made into lines at once, so that a long history does not hold up what else happens. */
const AT_ONCE_BYTES = 512 * 1024;

/** How much of a history is kept; whole files are dropped, so that a little more may stay. */
export interface Retention {
  readonly records: number;
  readonly ageMs: number;
}

export interface HistoryLogOptions {
  readonly name: HistoryName | 'told';
  /** Made when it is first needed. */
  readonly folder: string;
  readonly fs: FileSystem;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly retention: Retention;
  /** Length at which the next file is begun. */
  readonly segmentBytes: number;
  /** When nothing may be written, files are read as they are. */
  readonly isReadOnly: boolean;
  readonly onOutcome: (error: unknown) => void;
  readonly onNotice: (kind: NoticeKind, text: string) => void;
}

/** An append-only history in files of bounded length, each line with a checksum of its own. */
export class HistoryLog {
  readonly #options: HistoryLogOptions;
  readonly #commits: GroupCommit;
  /** Oldest first. */
  #segments: Segment[] = [];
  #queue: HistoryRecord[] = [];
  #durableId = 0;

  constructor(options: HistoryLogOptions) {
    this.#options = options;
    const { clock, random, onOutcome } = options;
    this.#commits = new GroupCommit({
      ...{ clock, random, onOutcome },
      commit: () => this.#commit(),
      hasMore: () => this.#queue.length > 0,
    });
  }

  /** Reads what is there; cuts off what a crash left unfinished and sets damage aside, with a notice. */
  async open(): Promise<void> {
    const { folder, fs, name, isReadOnly } = this.#options;
    if (!isReadOnly) await removeLeftovers(folder, fs).catch(() => undefined);
    const names = await fs.list(folder).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    this.#segments = names.sort().flatMap((each) => segmentNamed(folder, name, each) ?? []);
    for (const segment of this.#segments) await this.#inspect(segment);
    this.#durableId = this.#segments.at(-1)?.lastId ?? 0;
  }

  /** Number of the last record that is durable; 0 before the first. */
  get durableId(): number {
    return this.#durableId;
  }

  /** Records that are durable. */
  get count(): number {
    return this.#segments.reduce((sum, { count }) => sum + count, 0);
  }

  /**
   * Resolves when the records are durable; those that are there already are left out.
   * @param records By growing number, above those of earlier calls or the same.
   * @throws the file system's error; they are tried again until they are durable.
   */
  async append(records: readonly HistoryRecord[]): Promise<void> {
    const last = this.#queue.at(-1)?.id ?? this.#durableId;
    this.#queue.push(...records.filter(({ id }) => id > last));
    if (this.#queue.length > 0) await this.#commits.now();
  }

  /** Durable records below a number, newest first; damaged ones are left out. */
  async *newestFirst(before = Number.POSITIVE_INFINITY): AsyncGenerator<HistoryRecord> {
    for (const segment of [...this.#segments].reverse()) {
      if (segment.firstId < before) yield* await readNewestFirst(this.#options.fs, segment, before);
    }
  }

  /** Makes a last attempt for what is not durable. */
  close(): Promise<void> {
    return this.#commits.close();
  }

  async #commit(): Promise<void> {
    const { fs, segmentBytes } = this.#options;
    const lines: Buffer[] = [];
    let bytes = 0;
    for (const record of this.#queue) {
      if (bytes >= Math.min(segmentBytes, AT_ONCE_BYTES)) break;
      const line = encodeLine(record);
      lines.push(line);
      bytes += line.length;
    }
    const records = this.#queue.slice(0, lines.length);
    const [first] = records;
    const last = records.at(-1);
    if (!first || !last) return;
    const segment = await this.#openSegment(first.id);
    if (!(await append(fs, segment, Buffer.concat(lines)))) {
      this.#dropVanished(segment);
      return this.#commit();
    }
    segment.lastId = last.id;
    segment.lastAt = last.at;
    segment.count += records.length;
    segment.bytes += bytes;
    this.#durableId = last.id;
    this.#queue.splice(0, records.length);
  }

  /** The segment to append to. */
  async #openSegment(firstId: number): Promise<Segment> {
    const { folder, fs, name, segmentBytes } = this.#options;
    const newest = this.#segments.at(-1);
    // An empty one may bear the number of a record that never came to be durable.
    if (newest && newest.bytes > 0 && newest.bytes < segmentBytes) return newest;
    await makePrivateFolder(folder, fs);
    await this.#dropOld();
    const segment = newSegment(folder, name, firstId);
    this.#segments = this.#segments.filter((each) => each.file !== segment.file);
    this.#segments.push(segment);
    return segment;
  }

  async #dropOld(): Promise<void> {
    const { clock, fs, retention } = this.#options;
    let kept = this.count;
    const oldest = clock.now() - retention.ageMs;
    for (const segment of this.#segments.slice(0, -1)) {
      kept -= segment.count;
      if (kept < retention.records && segment.lastAt >= oldest) break;
      await fs.remove(segment.file);
      this.#segments = this.#segments.filter((each) => each !== segment);
    }
  }

  #dropVanished(segment: Segment): void {
    this.#segments = this.#segments.filter((each) => each !== segment);
    this.#options.onNotice(
      'history_gone',
      `${segment.count} entries of the history of ${this.#options.name} were deleted from outside.`,
    );
  }

  async #inspect(segment: Segment): Promise<void> {
    const { fs, name, isReadOnly, onNotice } = this.#options;
    const data = await bytesIfThere(segment.file, fs).catch((error: unknown) => {
      const code = codeOf(error) ?? String(error);
      onNotice('history_damaged', `Part of the history of ${name} cannot be read (${code}).`);
      return null;
    });
    if (!data) return;
    const scan = scanLines(data);
    describe(segment, scan);
    if (scan.damaged > 0 && !isReadOnly) await this.#repair(segment, data, scan);
  }

  /** Keeps the whole lines, and a copy of the file when more than its unfinished end is lost. */
  async #repair(segment: Segment, data: Buffer, scan: Scan): Promise<void> {
    const { fs, name, folder, clock, onNotice, onOutcome } = this.#options;
    const aside = `${basename(segment.file)}.corrupt-${clock.now()}`;
    if (scan.isTorn) {
      const text = `The last entry of the history of ${name} was unfinished and is cut off.`;
      onNotice('torn_tail', text);
    } else {
      const text = `${scan.damaged} entries of the history of ${name} were damaged.`;
      onNotice('history_damaged', `${text} A copy is kept as ${aside}.`);
    }
    try {
      if (!scan.isTorn) await writeDurably(join(folder, aside), data, { fs });
      const kept = wholeLines(data, scan);
      await writeDurably(segment.file, kept, { fs });
      segment.bytes = kept.length;
    } catch (error) {
      // What is damaged is left out when it is read, and the end is cut off by the next entry.
      onOutcome(error);
    }
  }
}
