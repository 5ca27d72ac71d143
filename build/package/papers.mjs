import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../setup/paths.mjs';
import { SetupError } from '../setup/messages.mjs';
import { billOfMaterials } from './bill-of-materials.mjs';
import { shippedComponents, UNKNOWN } from './components.mjs';

/** @typedef {import('./components.mjs').Component} Component */

const RULE = '-'.repeat(80);

/**
 * Writes what has to travel with the program: its license, those of others, the bill of materials.
 * @param {string} folder is made
 * @param {{ version: string, electron: string }} versions of the product and of its Electron
 * @throws {SetupError} when a package says nothing of its license
 */
export function writePapers(folder, { version, electron }) {
  const components = shippedComponents();
  const unknown = components.filter(({ license }) => license === UNKNOWN);
  if (unknown.length > 0)
    throw new SetupError(
      `Packages without a license cannot be shipped: ${unknown.map(({ name }) => name).join(', ')}.`,
    );
  mkdirSync(folder, { recursive: true });
  copyFileSync(at('LICENSE'), join(folder, 'LICENSE.txt'));
  writeFileSync(join(folder, 'THIRD-PARTY.txt'), thirdParties(components));
  const { name } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const bill = billOfMaterials({ name, version }, electron, components);
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
}

/** @param {Component[]} components */
function thirdParties(components) {
  const head =
    'Tickwatch contains work of others, under the licenses below. Electron and Chromium have theirs\n' +
    'in LICENSE.electron.txt and LICENSES.chromium.html.\n';
  const parts = components.map(({ name, version, license, texts }) => {
    const text = texts.length > 0 ? texts.join('\n\n') : '(The package brings no text of it.)';
    return `${RULE}\n${name} ${version}: ${license}\n${RULE}\n\n${text}\n`;
  });
  return [head, ...parts].join('\n');
}
