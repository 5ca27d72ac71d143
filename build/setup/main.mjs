import { dependenciesAreCurrent, installDependencies } from './dependencies.mjs';
import { hasDisplay } from './display.mjs';
import { findElectron, obtainElectron, proveElectron } from './electron-runtime.mjs';
import { withLock } from './lock.mjs';
import { runScript, say, SetupError } from './messages.mjs';
import { at } from './paths.mjs';
import { buildIsCurrent, buildSources } from './sources.mjs';
import {
  missingLibraries,
  missingPackers,
  missingRivals,
  missingTestTools,
  provide,
} from './system-libraries.mjs';

/** @typedef {'dependencies' | 'build' | 'desktop' | 'test' | 'bench' | 'package' | 'package-test'} Target */

const TARGETS = ['dependencies', 'build', 'desktop', 'test', 'bench', 'package', 'package-test'];

/** Reads the command line of build/setup.mjs and does what it asks. */
export function setUpFromCommandLine() {
  runScript(async () => {
    const words = process.argv.slice(2);
    const target = words.find((word) => word !== '--yes') ?? 'build';
    if (!TARGETS.includes(target))
      throw new SetupError(`Unknown target ${target}: use one of ${TARGETS.join(', ')}.`);
    await setUp(/** @type {Target} */ (target), words.includes('--yes') || npmAgreed());
  });
}

/** npm hands its own --yes on as a setting. */
const npmAgreed = () => process.env.npm_config_yes === 'true';

/**
 * Makes ready what a target needs and does nothing that is already done.
 * @param {Target} target
 * @param {boolean} [agreed] system packages may be installed
 * @throws {SetupError} when something is missing that set-up cannot bring
 */
export async function setUp(target, agreed = npmAgreed()) {
  await ensure(dependenciesAreCurrent, installDependencies);
  if (target === 'dependencies') return;
  await ensure(buildIsCurrent, buildSources);
  if (target === 'bench') await setUpRivals(agreed);
  // Without a display the server runs instead, which needs no Electron.
  if (
    ['test', 'package', 'package-test'].includes(target) ||
    (target === 'desktop' && hasDisplay())
  )
    await setUpElectron(target, agreed);
}

/**
 * The bench goes on without them.
 * @param {boolean} agreed
 */
async function setUpRivals(agreed) {
  const missing = await missingRivals();
  if (missing.length === 0) return;
  await provide(missing, agreed).catch((error) => {
    if (!(error instanceof SetupError)) throw error;
    say(`${error.message}\nThe bench leaves out what needs them.`);
  });
}

/**
 * @param {Target} target
 * @param {boolean} agreed
 */
async function setUpElectron(target, agreed) {
  const known = findElectron();
  const binary = known ?? (await underLock(async () => findElectron() ?? (await obtainElectron())));
  const missing = [
    ...(await missingLibraries(binary)),
    ...(target === 'test' ? await missingTestTools() : []),
    ...(target === 'package-test' ? missingPackers() : []),
  ];
  if (missing.length > 0) await provide(missing, agreed);
  if (!known) await proveElectron(binary);
}

/**
 * Checks without a lock, so that a set-up with nothing to do waits for nobody.
 * @param {() => boolean} isDone
 * @param {() => Promise<void>} work
 */
async function ensure(isDone, work) {
  if (isDone()) return;
  await underLock(async () => {
    if (!isDone()) await work();
  });
}

/**
 * The lock lies in dist/, for npm empties node_modules.
 * @template T
 * @param {() => Promise<T>} work
 */
const underLock = (work) => withLock(at('dist', '.setup.lock'), work);
