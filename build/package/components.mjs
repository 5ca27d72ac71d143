import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { at } from '../setup/paths.mjs';
import { bundledPackages } from './bundled-packages.mjs';

/** Said of what has no license that is known. */
export const UNKNOWN = 'UNKNOWN';

const LICENSE_FILE = /^(licen[sc]e|copying|notice)/i;

/**
 * @typedef {object} Component something of others that is shipped
 * @property {string} name as npm knows it
 * @property {string} version
 * @property {string} license an SPDX expression, or what the package says instead
 * @property {string | null} integrity as in package-lock.json, e.g. `sha512-…`
 * @property {string[]} texts its license files, empty when it brings none
 * @property {string[]} requires names of shipped components that it needs
 */

/**
 * @typedef {object} Locked
 * @property {string} version
 * @property {string} [integrity]
 * @property {boolean} [dev]
 * @property {Record<string, string>} [dependencies]
 */

/**
 * All that a package of ours carries besides Electron: what runs beside the bundles, and what went
 * into them.
 * @returns {Component[]} in the order of their names
 */
export function shippedComponents() {
  const { packages } = JSON.parse(readFileSync(at('package-lock.json'), 'utf8'));
  const locked = /** @type {Record<string, Locked>} */ (packages);
  const bundled = new Set(bundledPackages());
  const shipped = Object.entries(locked).filter(
    ([path, { dev }]) => path !== '' && existsSync(at(path)) && (!dev || bundled.has(path)),
  );
  const names = new Set(shipped.map(([path]) => nameOf(path)));
  const components = shipped.map(([path, entry]) => componentAt(path, entry, names));
  // npm may put the same version into several folders.
  const once = new Map(components.map((each) => [`${each.name}@${each.version}`, each]));
  return [...once.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param {string} path */
const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/**
 * @param {string} path
 * @param {Locked} entry
 * @param {Set<string>} names
 * @returns {Component}
 */
function componentAt(path, { version, integrity, dependencies = {} }, names) {
  const manifest = JSON.parse(readFileSync(at(path, 'package.json'), 'utf8'));
  const files = readdirSync(at(path), { withFileTypes: true }).filter(
    (entry) => entry.isFile() && LICENSE_FILE.test(entry.name),
  );
  const texts = files.map(({ name }) => readFileSync(at(path, name), 'utf8').trim());
  return {
    name: nameOf(path),
    version,
    license: licenseOf(manifest, texts),
    integrity: integrity ?? null,
    texts,
    requires: Object.keys(dependencies).filter((name) => names.has(name)),
  };
}

/**
 * Old packages list their licenses, and some have nothing but the text.
 * @param {{ license?: string, licenses?: { type: string }[] }} manifest
 * @param {string[]} texts
 */
function licenseOf({ license, licenses = [] }, texts) {
  if (license) return license;
  if (licenses.length > 0) return licenses.map(({ type }) => type).join(' OR ');
  return texts.some((text) => text.startsWith('MIT License')) ? 'MIT' : UNKNOWN;
}
