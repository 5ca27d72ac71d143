/** One record of a CSV file. */
export interface CsvRow {
  /** Line it begins on, from 1; a quoted cell may hold line breaks, so rows are not lines. */
  readonly line: number;
  readonly cells: readonly string[];
  /** What is wrong with its quoting; null when nothing is. */
  readonly problem: string | null;
}

const DELIMITERS = [',', ';', '\t'];
const BREAK = /\r\n|\r|\n/;
/** What spreadsheets write and read before the header: `sep=;`. */
const NAMED = /^\uFEFF?sep=(.)(?:\r\n|\r|\n|$)/i;

/**
 * The delimiter a file uses: the one that it names in a line `sep=;` of its own, else the one its first
 * line has most of; a comma when it has none.
 */
export function delimiterOf(text: string): string {
  const named = NAMED.exec(text)?.[1];
  if (named !== undefined) return named;
  const line = text.slice(0, 10_000).split(BREAK, 1)[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/**
 * The rows of a CSV text one by one (RFC 4180; LF, CR LF and CR alike; a byte order mark and a line that
 * names the delimiter are skipped). Empty lines are no rows. Quoting that is not closed ends the last row with a problem.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function* readCsv(text: string, delimiter = delimiterOf(text)): Generator<CsvRow, void> {
  const [preamble = ''] = NAMED.exec(text) ?? (text.startsWith('\uFEFF') ? ['\uFEFF'] : []);
  let at = preamble.length;
  let line = preamble.split(BREAK).length;
  while (at < text.length) {
    const row = readRow(text, at, delimiter);
    const isEmpty = row.cells.length === 1 && row.cells[0]?.trim() === '';
    if (!isEmpty || row.problem !== null) yield { line, cells: row.cells, problem: row.problem };
    line += row.lines;
    at = row.end;
  }
}

interface RawRow {
  readonly cells: string[];
  readonly problem: string | null;
  /** Where the next row begins. */
  readonly end: number;
  /** Lines it takes. */
  readonly lines: number;
}

interface RawCell {
  readonly value: string;
  /** Where the delimiter or line break after it stands. */
  readonly end: number;
  readonly problem: string | null;
}

function readRow(text: string, start: number, delimiter: string): RawRow {
  const cells: string[] = [];
  let problem: string | null = null;
  let at = start;
  for (;;) {
    const cell =
      text[at] === '"' ? quotedCell(text, at, delimiter) : plainCell(text, at, delimiter);
    cells.push(cell.value);
    problem ??= cell.problem;
    at = cell.end;
    if (text[at] !== delimiter) break;
    at += 1;
  }
  const end = at + (text.startsWith('\r\n', at) ? 2 : 1);
  const lines = text.slice(start, end).split(BREAK).length - 1;
  return { cells, problem, end, lines };
}

function plainCell(text: string, start: number, delimiter: string): RawCell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && !isBreak(text, end)) end += 1;
  const value = text.slice(start, end);
  return {
    value,
    end,
    problem: value.includes('"') ? 'has a quote inside an unquoted cell' : null,
  };
}

function quotedCell(text: string, start: number, delimiter: string): RawCell {
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) {
    return {
      value: text.slice(start + 1),
      end: text.length,
      problem: 'has a quote without an end',
    };
  }
  const value = text.slice(start + 1, close).replaceAll('""', '"');
  const rest = plainCell(text, close + 1, delimiter);
  const problem = rest.value.trim() === '' ? null : 'has text after a closing quote';
  return { value, end: rest.end, problem };
}

function isBreak(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r';
}
