import { spawn } from 'node:child_process';
import { build } from 'vite';
import { at } from './setup/paths.mjs';

/**
 * Bundles a program of `bench/` into dist/NAME and runs its `main`; flags are passed on.
 * @param {string} name
 * @param {Record<string, string>} input Entry points by name, as paths from the project's root.
 */
export async function bundleAndRun(name, input) {
  try {
    await build({
      configFile: false,
      root: at('bench'),
      logLevel: 'warn',
      build: {
        ssr: true,
        outDir: at('dist', name),
        emptyOutDir: true,
        target: 'node20.18',
        minify: false,
        rolldownOptions: {
          input: Object.fromEntries(Object.entries(input).map(([key, path]) => [key, at(path)])),
        },
      },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    return;
  }
  const args = ['--expose-gc', at('dist', name, 'main.js'), ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  child.once('exit', (code) => (process.exitCode = code ?? 1));
}
