import { rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Called by electron-builder before fuses and signatures are set: takes away what starts other
 * people's programs when there is none of ours.
 * @param {import('electron-builder').AfterPackContext} context
 */
export default function afterPack({ packager, appOutDir }) {
  rmSync(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true });
}
