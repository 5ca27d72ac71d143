import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromiumBinary } from '../chromium-binary.mjs';
import { SetupError, step } from './messages.mjs';
import { run, tail } from './run.mjs';

const APT_LIMIT_MS = 20 * 60_000;

/** Electron loads it by name at run time, so ldd does not list it; without it nothing is notified. */
const LOADED_LATER = ['libnotify.so.4'];

/** Debian's package for a library; a second name is what newer releases call it. */
const PACKAGES = /** @type {Record<string, string[]>} */ ({
  'libasound.so.2': ['libasound2', 'libasound2t64'],
  'libatk-1.0.so.0': ['libatk1.0-0', 'libatk1.0-0t64'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  'libatspi.so.0': ['libatspi2.0-0', 'libatspi2.0-0t64'],
  'libcairo.so.2': ['libcairo2'],
  'libcups.so.2': ['libcups2', 'libcups2t64'],
  'libdbus-1.so.3': ['libdbus-1-3'],
  'libdrm.so.2': ['libdrm2'],
  'libexpat.so.1': ['libexpat1'],
  'libgbm.so.1': ['libgbm1'],
  'libgio-2.0.so.0': ['libglib2.0-0', 'libglib2.0-0t64'],
  'libglib-2.0.so.0': ['libglib2.0-0', 'libglib2.0-0t64'],
  'libgobject-2.0.so.0': ['libglib2.0-0', 'libglib2.0-0t64'],
  'libgtk-3.so.0': ['libgtk-3-0', 'libgtk-3-0t64'],
  'libnotify.so.4': ['libnotify4'],
  'libnspr4.so': ['libnspr4'],
  'libnss3.so': ['libnss3'],
  'libnssutil3.so': ['libnss3'],
  'libpango-1.0.so.0': ['libpango-1.0-0'],
  'libsmime3.so': ['libnss3'],
  'libX11.so.6': ['libx11-6'],
  'libxcb.so.1': ['libxcb1'],
  'libXcomposite.so.1': ['libxcomposite1'],
  'libXdamage.so.1': ['libxdamage1'],
  'libXext.so.6': ['libxext6'],
  'libXfixes.so.3': ['libxfixes3'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
  'libXrandr.so.2': ['libxrandr2'],
});

/**
 * @typedef {object} Missing
 * @property {string} what the library or program, e.g. "libnss3.so"
 * @property {string[]} packages the Debian package that brings it, under its possible names
 */

/**
 * What Electron needs from the system and does not find. Empty elsewhere than on Linux.
 * @param {string} binary Electron's program
 * @returns {Promise<Missing[]>}
 */
export async function missingLibraries(binary) {
  if (process.platform !== 'linux') return [];
  const [linked, known] = await Promise.all([
    run('ldd', [binary]),
    run('ldconfig', ['-p'], { env: systemEnv() }),
  ]);
  const names = [...linked.output.matchAll(/^\s*(\S+) => not found/gm)].map((match) =>
    String(match[1]),
  );
  const later = known.code === 0 ? LOADED_LATER.filter((name) => !known.output.includes(name)) : [];
  return [...new Set([...names, ...later])].map((what) => ({
    what,
    packages: PACKAGES[what] ?? [],
  }));
}

/**
 * What the tests need besides Electron and do not find: a browser, a display without a screen, a
 * message bus, fonts, curl and Python for the examples. Elsewhere than on Linux only the browser counts.
 * @returns {Promise<Missing[]>}
 */
export async function missingTestTools() {
  const browser = chromiumBinary() ? [] : [{ what: 'Chromium', packages: ['chromium'] }];
  if (process.platform !== 'linux') return browser;
  const tools = [
    { what: 'Xvfb', packages: ['xvfb'] },
    { what: 'xauth', packages: ['xauth'] },
    { what: 'dbus-run-session', packages: ['dbus-daemon', 'dbus'] },
    { what: 'fc-list', packages: ['fontconfig'] },
    { what: 'curl', packages: ['curl'] },
    { what: 'python3', packages: ['python3'] },
  ].filter(({ what }) => !isOnPath(what));
  const latin = (await hasFont('en'))
    ? []
    : [{ what: 'a Latin font', packages: ['fonts-dejavu-core'] }];
  const thai = (await hasFont('th'))
    ? []
    : [{ what: 'a Thai font', packages: ['fonts-thai-tlwg'] }];
  return [...browser, ...tools, ...latin, ...thai, ...(await missingPython())];
}

/**
 * What the tests of packages need and do not find, to build an AppImage and to start it.
 * @returns {Missing[]}
 */
export function missingPackers() {
  if (process.platform !== 'linux') return [];
  const tools = [
    { what: 'mksquashfs', packages: ['squashfs-tools'] },
    { what: 'unsquashfs', packages: ['squashfs-tools'] },
    { what: 'desktop-file-validate', packages: ['desktop-file-utils'] },
  ];
  return tools.filter(({ what }) => !isOnPath(what));
}

/** Debian's packages are for its own Python, whichever comes first on the PATH. */
const SYSTEM_PYTHON = '/usr/bin/python3';

/** What the example in Python imports. */
async function missingPython() {
  const { code } = await run(SYSTEM_PYTHON, ['-c', 'import socketio, websocket, requests']);
  if (code === 0) return [];
  const packages = ['python3-socketio', 'python3-websocket', 'python3-requests'];
  return packages.map((name) => ({ what: name, packages: [name] }));
}

/**
 * What the bench compares the endpoint with and does not find. Debian has it.
 * @returns {Promise<Missing[]>}
 */
export async function missingRivals() {
  if (process.platform !== 'linux') return [];
  const { code } = await run(SYSTEM_PYTHON, ['-c', 'import flask_socketio, eventlet']);
  if (code === 0) return [];
  const packages = ['python3-flask-socketio', 'python3-eventlet'];
  return packages.map((name) => ({ what: name, packages: [name] }));
}

/** @param {string} language */
async function hasFont(language) {
  const { code, output } = await run('fc-list', [`:lang=${language}`, 'family']);
  return code === 0 && output.trim() !== '';
}

/** @param {string} name */
function isOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** Plain users have no sbin on their PATH. */
function systemEnv() {
  return { ...process.env, PATH: `${process.env.PATH ?? ''}:/sbin:/usr/sbin` };
}

/**
 * Names what is missing with the command that installs it, or installs it where that is allowed:
 * as root, on a build machine or when asked to by --yes.
 * @param {Missing[]} missing at least one
 * @param {boolean} agreed --yes was given
 * @throws {SetupError} unless everything was installed
 */
export async function provide(missing, agreed) {
  const names = missing.map(({ what }) => what).join(', ');
  if (!isOnPath('apt-get'))
    throw new SetupError(`Missing on this system: ${names}. Install them and start again.`);
  const mayInstall = process.getuid?.() === 0 && (agreed || process.env.CI === 'true');
  if (mayInstall && !hasPackageLists()) await apt('Reading the package lists', ['update']);
  const packages = [...new Set(await Promise.all(missing.map(pickPackage)))];
  const command = ['install', '-y', '--no-install-recommends', ...packages];
  if (!mayInstall)
    throw new SetupError(
      `Missing on this system: ${names}. Install with:\n  ${updateFirst()}${sudo()}apt-get install -y ${packages.join(' ')}`,
    );
  const title = `Installing ${packages.length} system package${packages.length === 1 ? '' : 's'}`;
  if (await apt(title, command, true)) return;
  // Lists that are too old name files that are gone.
  await apt('Reading the package lists', ['update']);
  await apt(title, command);
}

const sudo = () => (process.getuid?.() === 0 ? '' : 'sudo ');

const updateFirst = () => (hasPackageLists() ? '' : `${sudo()}apt-get update && `);

function hasPackageLists() {
  const folder = '/var/lib/apt/lists';
  return existsSync(folder) && readdirSync(folder).some((name) => /_Packages(\.|$)/.test(name));
}

/** @param {Missing} missing */
async function pickPackage({ what, packages }) {
  if (packages.length === 0)
    throw new SetupError(
      `Missing on this system: ${what}. Install what brings it and start again.`,
    );
  for (const name of packages) {
    const { output } = await run('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))/.test(output)) return name;
  }
  return String(packages[0]);
}

/**
 * @param {string} title
 * @param {string[]} args
 * @param {boolean} [mayFail]
 */
async function apt(title, args, mayFail = false) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { code, output } = await step(title, () =>
    run('apt-get', args, { env, timeoutMs: APT_LIMIT_MS }),
  );
  if (code === 0 || mayFail) return code === 0;
  throw new SetupError(`apt-get ${args.join(' ')} failed: ${tail(output, 3)}`);
}
