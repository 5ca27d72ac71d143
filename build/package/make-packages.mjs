import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, Platform } from 'electron-builder';
import { say } from '../setup/messages.mjs';
import { at } from '../setup/paths.mjs';
import { packageConfig } from './config.mjs';
import { writePapers } from './papers.mjs';
import { releaseNotes } from './release-notes.mjs';
import { runtimeToPack } from './runtime.mjs';

/** What is made when nothing is named. */
const USUAL = /** @type {Record<string, string[]>} */ ({
  linux: ['deb', 'tar.gz'],
  win32: ['nsis', 'portable'],
  darwin: ['dmg', 'zip'],
});

/** What is in a folder for the programs that update deb and rpm packages. */
const NOT_IN_TARBALL = ['resources/app-update.yml', 'resources/package-type'];

/** What people and updaters fetch, by its name; the rest are notes of electron-builder for itself. */
const ARTIFACT =
  /(\.(deb|rpm|AppImage|tar\.gz|exe|dmg|zip|blockmap)|^(latest|alpha|beta)[\w-]*\.yml)$/;

/**
 * @typedef {object} Order
 * @property {string} output folder for what is made
 * @property {string[]} targets none are the usual ones of this system
 * @property {string | null} version instead of the one in package.json
 * @property {boolean} quick larger files, made in seconds
 */

/**
 * Builds the packages, with a list of their checksums beside them.
 * @param {Order} order
 */
export async function makePackages({ targets, version, quick, ...order }) {
  const output = resolve(order.output);
  const wanted = targets.length > 0 ? targets : (USUAL[process.platform] ?? []);
  const papers = mkdtempSync(join(tmpdir(), 'tickwatch-papers-'));
  const own = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const runtime = runtimeToPack();
  const notes = releaseNotes(readFileSync(at('CHANGELOG.md'), 'utf8'), version ?? own.version);
  process.env.CUSTOM_FPM_PATH ??= join(import.meta.dirname, 'fpm.mjs');
  try {
    writePapers(papers, { version: version ?? own.version, electron: runtime.version });
    mkdirSync(output, { recursive: true });
    const given = runtime.folder === null ? null : { ...runtime, folder: runtime.folder };
    await build({
      projectDir: at(),
      targets: Platform.current().createTarget(platformTargets(wanted)),
      config: packageConfig({
        ...{ output, papers, runtime: given, version, notes, quick },
        env: process.env,
      }),
      publish: 'never',
    });
  } finally {
    rmSync(papers, { recursive: true, force: true });
  }
  if (wanted.includes('tar.gz')) packTarball(output, version ?? own.version, quick);
  writeChecksums(output);
  say(`Made in ${output}: ${artifacts(output).join(', ')}`);
}

/**
 * A tarball is made of the plain folder that every build leaves.
 * @param {string[]} wanted
 */
function platformTargets(wanted) {
  const others = wanted.filter((target) => target !== 'tar.gz');
  return others.length > 0 ? others : ['dir'];
}

/**
 * @param {string} output
 * @param {string} version
 * @param {boolean} quick
 */
function packTarball(output, version, quick) {
  const folder = `tickwatch-${version}`;
  const target = join(output, `${folder}-linux-${process.arch}.tar.gz`);
  const args = [
    ...['--create', '--file', target, '--use-compress-program', `gzip -n -${quick ? 1 : 9}`],
    ...['--owner=0', '--group=0', '--numeric-owner', '--sort=name', '--mode=go=rX'],
    ...NOT_IN_TARBALL.map((file) => `--exclude=./${file}`),
    ...[`--transform=s,^\\.,${folder},S`, '--directory', unpackedFolder(output), '.'],
  ];
  execFileSync('tar', args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** @param {string} output */
const unpackedFolder = (output) =>
  join(output, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);

/** @param {string} output */
const artifacts = (output) =>
  readdirSync(output)
    .filter((name) => ARTIFACT.test(name))
    .sort();

/** @param {string} output */
function writeChecksums(output) {
  const lines = artifacts(output).map((name) => {
    const digest = createHash('sha256')
      .update(readFileSync(join(output, name)))
      .digest('hex');
    return `${digest}  ${name}\n`;
  });
  writeFileSync(join(output, 'SHA256SUMS'), lines.join(''));
}
