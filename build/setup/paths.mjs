import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of the checkout. */
export const root = resolve(import.meta.dirname, '../..');

/** The folder inside the checkout for what set-up remembers; it goes when node_modules goes. */
export const memory = join(root, 'node_modules', '.tickwatch');

/**
 * Names a file or folder of the checkout.
 * @param {...string} parts
 */
export const at = (...parts) => join(root, ...parts);

/** The folder outside the checkout for what several checkouts can share. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tickwatch');
}
