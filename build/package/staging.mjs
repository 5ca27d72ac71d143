import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @typedef {import('./fpm-arguments.mjs').Wanted} Wanted */

/**
 * Lays out the files of a package as they shall lie on the system, readable by all and writable by
 * root alone, whatever the mask of who builds it.
 * @param {Wanted} wanted
 * @param {string} root
 * @returns {string[]} the files, as absolute paths on the system, sorted
 */
export function stage({ content }, root) {
  for (const { from, to } of content) {
    const target = join(root, to);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(from, target, { recursive: true, verbatimSymlinks: true });
  }
  const files = listFiles(root).sort();
  return files.map((file) => file.slice(root.length));
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listFiles(folder) {
  chmodSync(folder, 0o755);
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path);
    if (!entry.isSymbolicLink()) chmodSync(path, lstatSync(path).mode & 0o100 ? 0o755 : 0o644);
    return [path];
  });
}
