import { spawn } from 'node:child_process';
import { SetupError } from './setup/messages.mjs';

const LIMIT_MS = 20_000;
const SIZE = '1440x900x24';

/**
 * Opens a display that nobody sees. Xvfb picks a free number itself, so that several runs do not
 * get into each other's way. Elsewhere than on Linux there is no need and nothing happens.
 * @returns {Promise<{ env: NodeJS.ProcessEnv, close: () => void }>} the environment for programs
 *   that shall use it
 * @throws {SetupError} when Xvfb does not start
 */
export async function openScreen() {
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  if (process.platform !== 'linux') return { env, close: () => undefined };
  delete env.WAYLAND_DISPLAY;
  const args = ['-displayfd', '3', '-screen', '0', SIZE, '-nolisten', 'tcp'];
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const close = () => void child.kill();
  process.once('exit', close);
  try {
    const display = `:${await readNumber(child)}`;
    return { env: { ...env, DISPLAY: display, XDG_SESSION_TYPE: 'x11' }, close };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
function readNumber(child) {
  return new Promise((done, fail) => {
    const refuse = (/** @type {string} */ why) =>
      fail(new SetupError(`Xvfb does not start: ${why}.`));
    const timer = setTimeout(() => refuse('no answer'), LIMIT_MS);
    child.once('error', (error) => refuse(error.message));
    child.once('exit', (code) => refuse(`it ended with code ${code}`));
    let text = '';
    child.stdio[3]?.on('data', (/** @type {Buffer} */ chunk) => {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      done(text.trim());
    });
  });
}
