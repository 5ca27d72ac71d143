import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { at } from './setup/paths.mjs';

/**
 * What the page may weigh, in bytes: all its scripts, compressed. They come from the disk or the trader's own
 * server: what counts is the time to read them, not to fetch them.
 */
const BUDGET = 400_000;
/** The same for those that have to be read before anything is seen. */
const FIRST_BUDGET = 310_000;

/** Scripts as `index.html` and other scripts name those they cannot begin without. */
const NEEDED = [
  /(?:src|href)="\.\/assets\/([\w.-]+\.js)"/g,
  /(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g,
];

/**
 * Weighs the built page's scripts.
 * @returns {{ passed: boolean, sentence: string }}
 */
export function weighBundle() {
  const folder = at('dist', 'renderer', 'assets');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const scripts = names.filter((name) => name.endsWith('.js'));
  if (scripts.length === 0) return { passed: false, sentence: 'The built page has no scripts.' };
  const all = weightOf(folder, scripts);
  const first = weightOf(folder, firstScripts(folder));
  const sentence =
    `The page's scripts weigh ${kilobytes(all)}, compressed; the limit is ${kilobytes(BUDGET)}. ` +
    `${kilobytes(first)} of it come first; the limit is ${kilobytes(FIRST_BUDGET)}.`;
  return { passed: all <= BUDGET && first > 0 && first <= FIRST_BUDGET, sentence };
}

/**
 * The scripts that are read before the page shows anything.
 * @param {string} folder
 */
function firstScripts(folder) {
  const found = new Set(needsOf(readFileSync(at('dist', 'renderer', 'index.html'), 'utf8')));
  for (const name of found) {
    for (const need of needsOf(readFileSync(`${folder}/${name}`, 'utf8'))) found.add(need);
  }
  return [...found];
}

/** @param {string} text */
const needsOf = (text) =>
  NEEDED.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name));

/**
 * @param {string} folder
 * @param {readonly string[]} names
 */
const weightOf = (folder, names) =>
  names
    .map((name) => gzipSync(readFileSync(`${folder}/${name}`)).length)
    .reduce((sum, size) => sum + size, 0);

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
