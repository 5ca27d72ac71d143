/** A file as the browser hands it over. */
export type PickedFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

/** Why a file cannot be read as text. */
export type FileProblem = 'empty' | 'large' | 'binary';

type ReadFile =
  | { readonly text: string; readonly problem: null }
  | { readonly text: null; readonly problem: FileProblem };

/** As much as the services take at once, in bytes; more characters than bytes there cannot be. */
const LARGEST = 6_000_000;
/** The byte-order marks of UTF-16, in which spreadsheets save "Unicode text". */
const UTF_16: readonly (readonly [number, number, string])[] = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
];

/** Reads a text file in UTF-8, or in UTF-16 where it says so; `largest` in bytes. */
export async function readTextFile(file: PickedFile, largest = LARGEST): Promise<ReadFile> {
  if (file.size > largest) return { text: null, problem: 'large' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [, , encoding] = UTF_16.find(([a, b]) => bytes[0] === a && bytes[1] === b) ?? [];
  const text = new TextDecoder(encoding ?? 'utf-8').decode(bytes);
  // A workbook or an archive is full of them, a table has none.
  if (text.includes('\0')) return { text: null, problem: 'binary' };
  if (text.trim() === '') return { text: null, problem: 'empty' };
  return { text, problem: null };
}
