import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { root } from './paths.mjs';

const KILL_AFTER_MS = 5000;

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; -1 when the program could not be started or was ended
 * @property {string} output stdout and stderr as they came, without colors
 * @property {boolean} timedOut
 */

/**
 * Runs a program in the checkout to its end and collects what it prints.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<Outcome>} never rejects
 */
export function run(command, args, { env = process.env, timeoutMs = 600_000 } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let timedOut = false;
    const collect = (/** @type {Buffer} */ chunk) => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref();
    }, timeoutMs);
    const end = (/** @type {number} */ code) => {
      clearTimeout(timer);
      done({ code, output: stripVTControlCharacters(output), timedOut });
    };
    child.on('error', (error) => {
      output += error.message;
      end(-1);
    });
    child.on('close', (code) => end(code ?? -1));
  });
}

/**
 * Runs a Node script with the Node that runs this one.
 * @param {string[]} args the script and its arguments
 * @param {{ env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 */
export const runNode = (args, options) => run(process.execPath, args, options);

/**
 * Runs npm: the one that started this script when there is one.
 * @param {string[]} args
 * @param {{ timeoutMs?: number }} [options]
 */
export function runNpm(args, options) {
  const script = process.env.npm_execpath ?? '';
  if (/npm-cli\.c?js$/.test(script)) return runNode([script, ...args], options);
  // npm is a batch file on Windows, which only a shell starts.
  return process.platform === 'win32'
    ? run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], options)
    : run('npm', args, options);
}

/**
 * The last lines of a program's output, to explain a failure; where in the code it happened is left
 * out, for it helps nobody who sets the product up.
 * @param {string} output
 * @param {number} [count]
 */
export function tail(output, count = 20) {
  const lines = output
    .trimEnd()
    .split('\n')
    .filter((line) => !/^\s+at /.test(line));
  return lines.slice(-count).join('\n');
}
