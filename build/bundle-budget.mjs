import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { at } from './setup/paths.mjs';

/**
 * What the page may weigh, in bytes: all its scripts, compressed. They come from the disk or the trader's own
 * server: what counts is the time to read them, not to fetch them.
 */
const BUDGET = 400_000;

/**
 * Weighs the built page's scripts.
 * @returns {{ passed: boolean, sentence: string }}
 */
export function weighBundle() {
  const folder = at('dist', 'renderer', 'assets');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const scripts = names.filter((name) => name.endsWith('.js'));
  if (scripts.length === 0) return { passed: false, sentence: 'The built page has no scripts.' };
  const bytes = scripts
    .map((name) => gzipSync(readFileSync(`${folder}/${name}`)).length)
    .reduce((sum, size) => sum + size, 0);
  const sentence = `The page's scripts weigh ${kilobytes(bytes)}, compressed; the limit is ${kilobytes(BUDGET)}.`;
  return { passed: bytes <= BUDGET, sentence };
}

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
