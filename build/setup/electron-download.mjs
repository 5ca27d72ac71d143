import { existsSync, lstatSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { step } from './messages.mjs';
import { at } from './paths.mjs';
import { runNode, tail } from './run.mjs';

const HOST = 'github.com';
const PROBE_MS = 5000;
const LIMIT_MS = 5 * 60_000;

/** Settings that send the download elsewhere, so that probing the usual host says nothing. */
const DETOURS = [
  'ELECTRON_MIRROR',
  'npm_config_electron_mirror',
  'ELECTRON_GET_USE_PROXY',
  'HTTPS_PROXY',
  'https_proxy',
  'npm_config_https_proxy',
];

const packageFolder = () => at('node_modules', 'electron');

/** The Electron version that package.json names. */
export function pinnedVersion() {
  return String(JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')).version);
}

/** The path of the pinned Electron's program, or undefined when it has not been downloaded. */
function downloadedBinary() {
  const pathFile = join(packageFolder(), 'path.txt');
  const versionFile = join(packageFolder(), 'dist', 'version');
  if (!existsSync(pathFile) || !existsSync(versionFile)) return undefined;
  if (readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') !== pinnedVersion())
    return undefined;
  const binary = join(packageFolder(), 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/**
 * Downloads the pinned Electron in the package's own way. A host that does not answer costs five
 * seconds, a slow one five minutes.
 * @returns {Promise<{ binary: string } | { reason: string }>}
 */
export async function downloadElectron() {
  const present = downloadedBinary();
  if (present) return { binary: present };
  if (!DETOURS.some((name) => process.env[name]) && !(await canReach(HOST)))
    return { reason: `${HOST} cannot be reached` };
  forgetLink();
  const { code, output, timedOut } = await step(`Downloading Electron ${pinnedVersion()}`, () =>
    runNode([join(packageFolder(), 'install.js')], { timeoutMs: LIMIT_MS }),
  );
  const binary = downloadedBinary();
  if (code === 0 && binary) return { binary };
  return {
    reason: timedOut ? 'it took over five minutes' : tail(output, 1) || `exit code ${code}`,
  };
}

/** A link to another runtime must go first, or the download would be unpacked into that one. */
function forgetLink() {
  const link = join(packageFolder(), 'dist');
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(link);
  rmSync(join(packageFolder(), 'path.txt'), { force: true });
}

/**
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function canReach(host) {
  return new Promise((done) => {
    const socket = connect({ host, port: 443 });
    const answer = (/** @type {boolean} */ reached) => {
      clearTimeout(timer);
      socket.destroy();
      done(reached);
    };
    const timer = setTimeout(() => answer(false), PROBE_MS);
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
