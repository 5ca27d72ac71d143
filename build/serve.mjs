// Starts the server, after set-up and in the same process: it gets the signals itself, and stdout
// is its own.
// usage: node build/serve.mjs [app flags]
import './setup/node-version.mjs';
import { pathToFileURL } from 'node:url';
import { setUp } from './setup/main.mjs';
import { runScript } from './setup/messages.mjs';
import { at } from './setup/paths.mjs';

runScript(async () => {
  await setUp('build');
  await import(pathToFileURL(at('dist', 'electron', 'headless.js')).href);
});
