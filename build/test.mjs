// Runs every check and test there is; its last line on stdout is "N passed, N failed".
// usage: node build/test.mjs [recordings|package]
import './setup/node-version.mjs';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { weighBundle } from './bundle-budget.mjs';
import { reportCheck, runChecks } from './run-checks.mjs';
import { runTests } from './run-tests.mjs';
import { setUp } from './setup/main.mjs';
import { runScript } from './setup/messages.mjs';
import { root } from './setup/paths.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

/** Named one by one: of two names that are left out, each would let the other in. */
const PROJECTS = ['unit', 'renderer', 'e2e'];

const PARTS = { recordings: testRecordings, package: testPackage };

runScript(() => {
  const part = Object.entries(PARTS).find(([name]) => name === process.argv[2]);
  return part ? part[1]() : testEverything();
});

async function testEverything() {
  // npm leaves pre-scripts out where scripts of packages are off.
  await setUp('test');
  print('Static checks');
  const checks = await runChecks();
  const budget = weighPage();
  print('Tests');
  const tests = await runTests(PROJECTS.flatMap((name) => ['--project', name]));
  conclude([checks, budget, tests]);
}

async function testRecordings() {
  const folder = process.env.TICKWATCH_RECORDINGS ?? resolve(root, '../shared/data');
  if (!existsSync(folder)) {
    print(
      `There are no recordings in ${folder}: nothing to test. Set TICKWATCH_RECORDINGS to a folder.`,
    );
    return;
  }
  await setUp('dependencies');
  process.env.TICKWATCH_RECORDINGS = folder;
  conclude([await runTests(['--project', 'recordings'])]);
}

/** Two versions, so that one can follow the other; both ask for newer ones on this machine. */
async function testPackage() {
  await setUp('package-test');
  const { makePackages } = await import('./package/make-packages.mjs');
  const { layOutAppImageTools } = await import('./package/appimage-tools.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'tickwatch-packages-'));
  process.env.TICKWATCH_PACKAGES = folder;
  process.env.TICKWATCH_UPDATE_URL = `http://127.0.0.1:${await freePort()}/feed`;
  process.env.APPIMAGE_TOOLS_PATH = join(folder, 'tools');
  layOutAppImageTools(process.env.APPIMAGE_TOOLS_PATH);
  const targets = ['deb', 'AppImage'];
  try {
    for (const [name, version] of Object.entries({ old: '1.0.0', new: '1.0.1' })) {
      await makePackages({ output: join(folder, name), targets, version, quick: true });
    }
    conclude([await runTests(['--project', 'package'])]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<number>} */
function freePort() {
  const server = createServer();
  return new Promise((done, fail) => {
    server.once('error', fail).listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => done(port));
    });
  });
}

/** @returns {Count} */
function weighPage() {
  const started = performance.now();
  const { passed, sentence } = weighBundle();
  reportCheck('page weight', passed, performance.now() - started);
  print(sentence);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1 };
}

/**
 * Prints the closing line, which other programs read.
 * @param {Count[]} counts
 */
function conclude(counts) {
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  print(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`);
}
