import { dirname, join } from 'node:path';
import { bytesIfThere } from './durable-file';
import type { FileSystem } from './file-system';
import { decodeLine, scanLines, type Line, type Scan } from './history-lines';
import type { HistoryRecord } from './state-schema';

const ID_DIGITS = 16;

/** One file of a history, appended to at its end alone. */
export interface Segment {
  readonly file: string;
  /** Number of its first record; the file is named by it. */
  readonly firstId: number;
  lastId: number;
  /** Time of its last record, ms UTC. */
  lastAt: number;
  count: number;
  /** Length of what is known to be whole. */
  bytes: number;
}

/** A segment without anything in it, for records from a number on. */
export function newSegment(folder: string, history: string, firstId: number): Segment {
  const file = join(folder, `${history}-${String(firstId).padStart(ID_DIGITS, '0')}.log`);
  return { file, firstId, lastId: firstId - 1, lastAt: 0, count: 0, bytes: 0 };
}

/** The segment of a file with a name `newSegment` gives; null for another. */
export function segmentNamed(folder: string, history: string, name: string): Segment | null {
  const digits = /^(\w+)-(\d{16})\.log$/.exec(name);
  return digits?.[1] === history ? newSegment(folder, history, Number(digits[2])) : null;
}

/** Takes over what a scan of the file has found. */
export function describe(segment: Segment, { lines }: Pick<Scan, 'lines'>): void {
  const last = lines.at(-1);
  segment.lastId = last?.id ?? segment.firstId - 1;
  segment.lastAt = last?.at ?? 0;
  segment.count = lines.length;
  segment.bytes = last ? last.to + 1 : 0;
}

/**
 * Appends whole lines and resolves when they are durable; what an earlier attempt left is written
 * over.
 * @returns False when the file is not as this program left it; nothing is written then.
 * @throws the file system's error.
 */
export async function append(fs: FileSystem, segment: Segment, data: Buffer): Promise<boolean> {
  const size = await fs.size(segment.file);
  if ((size ?? 0) < segment.bytes) return false;
  const handle = size === null ? await fs.create(segment.file) : await fs.open(segment.file);
  try {
    if ((size ?? 0) > segment.bytes) await handle.truncate(segment.bytes);
    await handle.write(data, segment.bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (segment.bytes === 0) await fs.syncFolder(dirname(segment.file));
  return true;
}

/**
 * Records of a segment below a number, newest first; none when the file is gone.
 * @throws the file system's error.
 */
export async function readNewestFirst(
  fs: FileSystem,
  segment: Segment,
  before: number,
): Promise<Iterable<HistoryRecord>> {
  const data = await bytesIfThere(segment.file, fs);
  if (!data) return [];
  // A write may be under way: only what is known to be whole counts.
  const whole = data.subarray(0, segment.bytes);
  return decodeBackwards(whole, scanLines(whole).lines, before);
}

function* decodeBackwards(
  data: Buffer,
  lines: readonly Line[],
  before: number,
): Generator<HistoryRecord> {
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index];
    if (line && line.id < before) yield decodeLine(data, line);
  }
}
