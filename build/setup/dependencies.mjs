import { existsSync, readFileSync } from 'node:fs';
import { say, SetupError, step } from './messages.mjs';
import { at } from './paths.mjs';
import { runNpm } from './run.mjs';

const LIMIT_MS = 15 * 60_000;
const REASONS = 6;

/**
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 */

/** True when node_modules holds what package-lock.json names. npm keeps its own record of that. */
export function dependenciesAreCurrent() {
  const wanted = readPackages(at('package-lock.json'));
  if (!wanted)
    throw new SetupError(
      'package-lock.json is missing or unreadable. Bring it back with: git checkout package-lock.json',
    );
  const present = readPackages(at('node_modules', '.package-lock.json'));
  if (!present) return false;
  return Object.entries(wanted)
    .filter(([path]) => path.startsWith('node_modules/'))
    .every(([path, entry]) => isPresent(entry, present[path]));
}

/**
 * @param {Locked} wanted
 * @param {Locked | undefined} present
 */
function isPresent(wanted, present) {
  // What is optional is made for one platform, often another one.
  if (!present) return Boolean(wanted.optional ?? wanted.devOptional);
  return present.version === wanted.version && present.integrity === wanted.integrity;
}

/**
 * @param {string} file
 * @returns {Record<string, Locked> | undefined}
 */
function readPackages(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Installs what package-lock.json names, without the packages' own scripts.
 * @throws {SetupError} when npm fails
 */
export async function installDependencies() {
  const { code, output } = await step('Installing dependencies', () =>
    runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { timeoutMs: LIMIT_MS }),
  );
  if (code === 0) return;
  say(`npm ci said:\n${reasons(output)}`);
  throw new SetupError(
    'Dependencies could not be installed. Check the connection to the npm registry (npm ping) and start again.',
  );
}

/**
 * npm prints warnings before and its manual after what went wrong.
 * @param {string} output
 */
function reasons(output) {
  const lines = output.split('\n').filter((line) => /^npm (error|ERR!) \S/.test(line));
  return lines.slice(0, REASONS).join('\n') || output.trim();
}
