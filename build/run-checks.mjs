import { existsSync } from 'node:fs';
import { at } from './setup/paths.mjs';
import { runNode } from './setup/run.mjs';

const AT_ONCE = 2;
const LIMIT_MS = 5 * 60_000;
const SOURCES = ['shared', 'electron', 'renderer', 'clients', 'examples', 'e2e', 'bench'];

/** @typedef {{ name: string, script: string, args: string[] }} Check */

/**
 * The slow ones come first, so that the short ones fill the gaps.
 * @returns {Check[]}
 */
function listChecks() {
  const npm = (/** @type {string} */ path) => at('node_modules', path);
  const folders = SOURCES.filter((folder) => existsSync(at(folder)));
  return [
    { name: 'types', script: npm('typescript/bin/tsc'), args: ['-b', '.', 'build'] },
    {
      name: 'lint',
      script: npm('eslint/bin/eslint.js'),
      args: ['.', '--max-warnings', '0'],
    },
    {
      name: 'typed lint',
      script: npm('oxlint/bin/oxlint'),
      args: ['--type-aware', '--tsconfig', 'tsconfig.lint.json'],
    },
    {
      name: 'components',
      script: npm('svelte-check/bin/svelte-check'),
      args: ['--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
    },
    {
      name: 'format',
      script: npm('prettier/bin/prettier.cjs'),
      args: ['--check', '.', '--cache', '--cache-location', npm('.cache/checks/prettier')],
    },
    {
      name: 'boundaries',
      script: npm('dependency-cruiser/bin/dependency-cruise.mjs'),
      args: ['--config', '.dependency-cruiser.cjs', ...folders],
    },
    { name: 'dead code', script: npm('knip/bin/knip.js'), args: ['--no-progress'] },
  ];
}

/**
 * Runs every check and prints a line for each, with all its output when it fails.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks() {
  const queue = listChecks();
  const results = /** @type {boolean[]} */ ([]);
  const work = async () => {
    for (let check = queue.shift(); check; check = queue.shift())
      results.push(await runCheck(check));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

/** @param {Check} check */
async function runCheck({ name, script, args }) {
  const started = performance.now();
  const { code, output, timedOut } = await runNode([script, ...args], { timeoutMs: LIMIT_MS });
  reportCheck(name, code === 0, performance.now() - started);
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`);
  if (timedOut) process.stdout.write('It took too long and was stopped.\n');
  return code === 0;
}

/**
 * Prints the line of one check.
 * @param {string} name
 * @param {boolean} passed
 * @param {number} durationMs
 */
export function reportCheck(name, passed, durationMs) {
  const seconds = (durationMs / 1000).toFixed(1).padStart(5);
  process.stdout.write(`${passed ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${seconds} s\n`);
}
