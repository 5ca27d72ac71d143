// What Electron runs when it is started without a packaged app: it opens the folder or script
// named on the command line, as `electron [switches] [-r module] <app> [app flags]`.
import { app } from 'electron';
import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const USAGE = 64;

/** Splits the command line into the modules to load first and the app. */
function readArguments(words) {
  const preload = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === '-r' || word === '--require') preload.push(words[(i += 1)]);
    else if (word.startsWith('--require=')) preload.push(word.slice('--require='.length));
    else if (word === '--') return { preload, target: words[i + 1] };
    else if (!word.startsWith('-')) return { preload, target: word };
  }
  return { preload, target: undefined };
}

function adoptManifest(folder) {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return false;
  const { name, productName, version, desktopName } = JSON.parse(readFileSync(file, 'utf8'));
  app.name = productName ?? name ?? app.name;
  if (version) app.setVersion(version);
  app.setDesktopName(desktopName ?? `${app.name}.desktop`);
  return true;
}

async function open(target, preload) {
  const path = resolve(target);
  const isPackage = adoptManifest(path);
  const entry = Module._resolveFilename(path, null, true);
  app.setAppPath(isPackage ? path : resolve(entry, '..'));
  const require = createRequire(join(process.cwd(), 'main.js'));
  for (const name of preload) require(name);
  // Electron holds its 'ready' back until this import has finished.
  await import(pathToFileURL(entry).href);
}

const words = process.argv.slice(1);
const { preload, target } = readArguments(words);
if (words.includes('--version') && !target) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}
if (!target) {
  console.error('usage: electron [-r module] <app folder or script> [flags]');
  process.exit(USAGE);
}
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
try {
  await open(target, preload);
} catch (error) {
  console.error(error);
  process.exit(1);
}
