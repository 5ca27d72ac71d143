import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pinnedVersion } from '../setup/electron-download.mjs';
import { findElectron } from '../setup/electron-runtime.mjs';
import { say } from '../setup/messages.mjs';

/**
 * Which Electron goes into a package: the pinned one, which electron-builder downloads for each
 * kind of processor, unless set-up had to fall back on another one.
 * @returns {{ folder: string | null, version: string }} a folder of null stands for the download
 */
export function runtimeToPack() {
  const binary = findElectron();
  const pinned = pinnedVersion();
  if (binary === undefined || process.platform !== 'linux')
    return { folder: null, version: pinned };
  const folder = dirname(binary);
  const version = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  if (version === pinned) return { folder: null, version };
  say(
    `Packing Electron ${version}, old and unsupported, for ${pinned} cannot be had here: for trying the package out, never for release.`,
  );
  return { folder, version };
}
