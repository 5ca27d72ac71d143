// Starts the desktop app, or the server where there is no display.
// usage: node build/launch.mjs [app flags]
import './setup/node-version.mjs';
import { spawn } from 'node:child_process';
import { electronBinary } from './electron-binary.mjs';
import { hasDisplay } from './setup/display.mjs';
import { setUp } from './setup/main.mjs';
import { runScript, say } from './setup/messages.mjs';
import { at, root } from './setup/paths.mjs';

const REPEAT_MS = 1000;

runScript(async () => {
  const flags = process.argv.slice(2);
  // npm leaves pre-scripts out where scripts of packages are off.
  await setUp('desktop');
  process.exitCode = hasDisplay() ? await openDesktop(flags) : await runServer(flags);
});

/** @param {string[]} flags */
function openDesktop(flags) {
  return follow(
    spawn(electronBinary(), [...chromiumSwitches(), root, ...flags], options('inherit')),
  );
}

/** Only for development: an installed app never runs as root and keeps its sandbox. */
function chromiumSwitches() {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const onlyWayland = process.env.WAYLAND_DISPLAY && !process.env.DISPLAY;
  return [
    ...(asRoot ? ['--no-sandbox'] : []),
    ...(onlyWayland ? ['--ozone-platform-hint=auto'] : []),
  ];
}

/** @param {string[]} flags */
function runServer(flags) {
  say('No display here: starting the server instead; use the app in a browser.');
  const args = [at('dist', 'electron', 'headless.js'), ...flags];
  const child = spawn(process.execPath, args, options('pipe'));
  child.stdout?.pipe(process.stdout);
  announce(child);
  return follow(child);
}

/**
 * Turns the ready line into one for people.
 * @param {import('node:child_process').ChildProcess} child
 */
function announce(child) {
  let text = '';
  const read = (/** @type {Buffer} */ chunk) => {
    text += chunk.toString();
    if (!text.includes('\n')) return;
    child.stdout?.off('data', read);
    const link = readyLink(text.slice(0, text.indexOf('\n')));
    if (link) say(`Open ${link}`);
  };
  child.stdout?.on('data', read);
}

/**
 * The token goes behind the hash, which a browser never sends.
 * @param {string} line
 */
function readyLink(line) {
  try {
    const { ready, url, token } = JSON.parse(line);
    return ready ? `${url}/#token=${token}` : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A group of its own, so that Ctrl-C reaches the child once, through this script, and not also
 * from the terminal and from npm.
 * @param {'inherit' | 'pipe'} stdout
 * @returns {import('node:child_process').SpawnOptions}
 */
function options(stdout) {
  const own = Object.entries(process.env).filter(
    ([name]) => name !== 'ELECTRON_RUN_AS_NODE' && !/^npm_/i.test(name),
  );
  return {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: Object.fromEntries(own),
    stdio: ['ignore', stdout, 'inherit'],
    detached: process.platform !== 'win32',
  };
}

/**
 * Passes signals on and waits for the end.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} the child's exit code
 */
function follow(child) {
  let last = -Infinity;
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    // A terminal and npm both send it: what comes at once is one wish, what comes later another.
    if (performance.now() - last < REPEAT_MS) return;
    last = performance.now();
    child.kill(signal);
  };
  process.on('SIGINT', pass).on('SIGTERM', pass);
  process.on('SIGHUP', () => pass('SIGTERM'));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
