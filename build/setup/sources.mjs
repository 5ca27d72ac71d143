import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { say, SetupError, step } from './messages.mjs';
import { at } from './paths.mjs';
import { runNode, tail } from './run.mjs';

const LIMIT_MS = 10 * 60_000;
const SHOWN_LINES = 60;
const INPUTS = [
  'shared',
  'electron',
  'renderer',
  'vite.config.ts',
  'svelte.config.js',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
];
const OUTPUTS = ['dist/electron/main.js', 'dist/electron/headless.js', 'dist/renderer/index.html'];
const stamp = () => at('dist', '.stamp');

/** True when dist/ was built from the sources as they are now. */
export function buildIsCurrent() {
  if (!existsSync(stamp()) || OUTPUTS.some((file) => !existsSync(at(file)))) return false;
  return readFileSync(stamp(), 'utf8') === digestSources();
}

/**
 * Builds the page, the Node side and the preload into dist/.
 * @throws {SetupError} when the build fails, after printing why
 */
export async function buildSources() {
  const digest = digestSources();
  // Without its stamp a half-made build is never taken for a good one.
  rmSync(stamp(), { force: true });
  const env = { ...process.env, NODE_ENV: 'production' };
  const { code, output } = await step('Building', () =>
    runNode([at('build', 'bundle.mjs')], { env, timeoutMs: LIMIT_MS }),
  );
  const missing = OUTPUTS.filter((file) => !existsSync(at(file)));
  if (code !== 0 || missing.length > 0) {
    say(`The build said:\n${tail(output, SHOWN_LINES)}`);
    throw new SetupError('The build failed: mend what is named above and start again.');
  }
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(stamp(), digest);
}

/** The content of everything that goes into the build, tests left out. */
function digestSources() {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap(listFiles).sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(at(file)))
      .update('\0');
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function listFiles(path) {
  if (!existsSync(at(path))) return [];
  if (statSync(at(path)).isFile()) return /\.test\.ts$/.test(path) ? [] : [path];
  return readdirSync(at(path)).flatMap((name) => listFiles(`${path}/${name}`));
}
