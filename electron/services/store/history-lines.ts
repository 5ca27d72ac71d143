import { crc32 } from 'node:zlib';
import type { HistoryRecord } from './state-schema';

const NEWLINE = 10;
/** Checksum in eight hex digits, a space. */
const SUM_END = 9;
const LINE = /^([0-9a-f]{8}) (\d{1,9}) \{"id":(\d{1,16}),"at":(\d{1,16})[,}]/;
/** Checksum, length, number and time fit into so many bytes. */
const HEAD_BYTES = 80;

/** A whole line of a history file, where its JSON lies and what it says of itself. */
export interface Line {
  readonly id: number;
  /** ms UTC. */
  readonly at: number;
  /** Byte range of the JSON. */
  readonly from: number;
  readonly to: number;
}

/** What the bytes of a history file come to. */
export interface Scan {
  /** Whole lines in the order of their numbers. */
  readonly lines: readonly Line[];
  /** Stretches that are no whole line, or one out of order. */
  readonly damaged: number;
  /** Whether nothing is damaged but that the last line has no end, as after a crash in the midst of a write. */
  readonly isTorn: boolean;
}

/** A record as a line: checksum, length in bytes, JSON that begins with the number and the time. */
export function encodeLine({ id, at, ...rest }: HistoryRecord): Buffer {
  const json = Buffer.from(JSON.stringify({ id, at, ...rest }));
  const lengthed = Buffer.concat([Buffer.from(`${json.length} `), json]);
  const sum = crc32(lengthed).toString(16).padStart(8, '0');
  return Buffer.concat([Buffer.from(`${sum} `), lengthed, Buffer.from('\n')]);
}

/** Finds the whole lines in a history file, without reading their JSON. */
export function scanLines(data: Buffer): Scan {
  const lines: Line[] = [];
  let damaged = 0;
  for (let start = 0; start < data.length;) {
    const newline = data.indexOf(NEWLINE, start);
    const end = newline < 0 ? data.length : newline;
    const line = newline < 0 ? null : readLine(data, start, end);
    if (line && line.id > (lines.at(-1)?.id ?? 0)) lines.push(line);
    else damaged++;
    start = end + 1;
  }
  return { lines, damaged, isTorn: damaged === 1 && data.at(-1) !== NEWLINE };
}

/** A history file without what of it is damaged. */
export function wholeLines(data: Buffer, { lines }: Scan): Buffer {
  const parts = lines.map(({ from, to }) => {
    const start = data.lastIndexOf(NEWLINE, from) + 1;
    return data.subarray(start, to + 1);
  });
  return Buffer.concat(parts);
}

/** The record of a line that `scanLines` found in the same bytes. */
export function decodeLine(data: Buffer, { from, to }: Line): HistoryRecord {
  // The checksum says that these are the bytes `encodeLine` wrote.
  return JSON.parse(data.toString('utf8', from, to)) as HistoryRecord;
}

/** Null unless every byte is as it was written. */
function readLine(data: Buffer, start: number, end: number): Line | null {
  const head = data.toString('latin1', start, Math.min(end, start + HEAD_BYTES));
  const [, sum = '', length = '', id = '', at = ''] = LINE.exec(head) ?? [];
  const from = start + SUM_END + length.length + 1;
  if (sum === '' || end - from !== Number(length)) return null;
  if (crc32(data.subarray(start + SUM_END, end)) !== Number.parseInt(sum, 16)) return null;
  return { id: Number(id), at: Number(at), from, to: end };
}
