import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../setup/paths.mjs';

const folder = () => at('dist', '.packages');
const PACKAGE = /.*(node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/**
 * Notes which packages have gone into a bundle; their licenses have to travel with it.
 * @returns {import('vite').Plugin}
 */
export function noteBundledPackages() {
  return {
    name: 'note-bundled-packages',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle).flatMap((part) =>
        part.type === 'chunk' ? part.moduleIds : part.originalFileNames,
      );
      mkdirSync(folder(), { recursive: true });
      const list = [...new Set(files.flatMap((file) => packageOf(file) ?? []))].sort();
      writeFileSync(join(folder(), `${this.environment.name}.json`), JSON.stringify(list));
    },
  };
}

/** @param {string} file */
const packageOf = (file) => {
  const path = PACKAGE.exec(file.replaceAll('\\', '/'));
  return path ? path[0].slice(path[0].indexOf('node_modules/'), -1) : undefined;
};

/**
 * The packages inside the last build, as package-lock.json names their folders.
 * @returns {string[]}
 */
export function bundledPackages() {
  const lists = readdirSync(folder()).map((name) => readFileSync(join(folder(), name), 'utf8'));
  return [...new Set(lists.flatMap((list) => /** @type {string[]} */ (JSON.parse(list))))].sort();
}
