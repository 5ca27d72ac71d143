import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { at, memory, root } from './setup/paths.mjs';
import { openScreen } from './virtual-screen.mjs';

const LIMIT_MS = 45 * 60_000;
const KILL_AFTER_MS = 5000;

/**
 * @typedef {object} Report what is read of Vitest's report
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ name: string, status: string, assertionResults: { status: string }[] }[]} testResults
 */

/**
 * Runs Vitest, on Linux with a display and a message bus of its own, so that no window and no
 * notification reaches the person at the screen.
 * @param {string[]} args more arguments for Vitest
 * @returns {Promise<{ passed: number, failed: number }>} a crash counts as a failure, and so does
 *   a run without any test
 */
export async function runTests(args) {
  mkdirSync(memory, { recursive: true });
  const report = join(memory, `vitest-${process.pid}.json`);
  const screen = await openScreen();
  try {
    const code = await runVitest([...args, `--outputFile.json=${report}`], screen.env);
    return count(code, existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined);
  } finally {
    screen.close();
    rmSync(report, { force: true });
  }
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} exit code
 */
function runVitest(args, env) {
  const vitest = [at('node_modules', 'vitest', 'vitest.mjs'), 'run'];
  const words = [process.execPath, ...vitest, '--reporter=default', '--reporter=json', ...args];
  const linux = process.platform === 'linux';
  const [command = '', ...rest] = linux ? ['dbus-run-session', '--', ...words] : words;
  // A group of its own, for the bus does not pass signals on to what runs under it.
  const child = spawn(command, rest, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: linux,
  });
  return follow(child);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} exit code
 */
function follow(child) {
  const stop = () => signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => {
    process.stdout.write('The tests took too long and were stopped.\n');
    stop();
    setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_MS).unref();
  }, LIMIT_MS);
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return new Promise((done) => {
    const end = (/** @type {number} */ code) => {
      clearTimeout(timer);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      done(code);
    };
    child.once('error', (error) => {
      process.stdout.write(`Vitest could not be started: ${error.message}\n`);
      end(-1);
    });
    child.once('close', (code) => end(code ?? -1));
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (process.platform === 'linux' && child.pid) process.kill(-child.pid, signal);
  else child.kill(signal);
}

/**
 * @param {number} code
 * @param {Report | undefined} report
 */
function count(code, report) {
  if (!report) return { passed: 0, failed: 1 };
  // A file that fails to load has no test that could fail.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const passed = report.numPassedTests;
  const counted = report.numFailedTests + broken.length;
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped > 0) process.stdout.write(`${skipped} tests were skipped.\n`);
  const unexplained = counted === 0 && (code !== 0 || passed === 0);
  return { passed, failed: unexplained ? 1 : counted };
}
