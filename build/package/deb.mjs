import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { stage } from './staging.mjs';

/** @typedef {import('./fpm-arguments.mjs').Wanted} Wanted */

/** dpkg-deb's words for what electron-builder calls compressions; the fastest level of the last. */
const COMPRESSIONS = /** @type {Record<string, string[]>} */ ({
  xz: ['-Zxz'],
  gz: ['-Zgzip'],
  zst: ['-Zzstd', '-z3'],
});

/** What runs on the system, and the option that names it. */
const SCRIPTS = { postinst: 'after-install', postrm: 'after-remove' };

/**
 * Builds a package for Debian and its kin.
 * @param {Wanted} wanted
 * @param {string} work an empty folder
 * @throws {Error} when dpkg-deb fails
 * @see https://www.debian.org/doc/debian-policy/ch-controlfields.html
 */
export function buildDeb(wanted, work) {
  const root = join(work, 'root');
  const files = stage(wanted, root).filter((file) => lstatSync(root + file).isFile());
  const control = join(root, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  const bytes = files.reduce((sum, file) => sum + lstatSync(root + file).size, 0);
  writeFileSync(join(control, 'control'), controlText(wanted, bytes));
  writeFileSync(join(control, 'md5sums'), files.map((file) => checksum(root, file)).join(''));
  for (const [name, option] of Object.entries(SCRIPTS)) {
    const script = wanted.options[option];
    if (script === undefined) continue;
    copyFileSync(script, join(control, name));
    chmodSync(join(control, name), 0o755);
  }
  const { options } = wanted;
  const compression = COMPRESSIONS[options['deb-compression'] ?? 'xz'];
  if (!compression) throw new Error(`deb knows no ${options['deb-compression']}`);
  const args = ['--root-owner-group', ...compression, '--build', root, String(options['package'])];
  execFileSync('dpkg-deb', args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/**
 * @param {Wanted} wanted
 * @param {number} bytes
 */
function controlText({ depends, recommends, options }, bytes) {
  const [summary = '', ...rest] = (options['description'] ?? '').split('\n');
  const fields = {
    Package: options['name'],
    Version: [options['version'], options['iteration']].filter(Boolean).join('-'),
    Architecture: options['architecture'],
    Maintainer: options['maintainer'],
    'Installed-Size': Math.ceil(bytes / 1024),
    Depends: depends.join(', '),
    Recommends: recommends.join(', '),
    Section: options['category'],
    Priority: options['deb-priority'],
    Homepage: options['url'],
    Description: [summary.trim(), ...rest.map((line) => ` ${line.trim() || '.'}`)].join('\n'),
  };
  const set = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return set.map(([name, value]) => `${name}: ${value}\n`).join('');
}

/**
 * @param {string} root
 * @param {string} file
 */
function checksum(root, file) {
  const digest = createHash('md5')
    .update(readFileSync(root + file))
    .digest('hex');
  return `${digest}  ${file.slice(1)}\n`;
}
