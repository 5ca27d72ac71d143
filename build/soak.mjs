// Bundles the long-run test into dist/soak and runs it; flags are passed on, see bench/soak/main.ts.
import { spawn } from 'node:child_process';
import { build } from 'vite';
import { at } from './setup/paths.mjs';

async function bundle() {
  await build({
    configFile: false,
    root: at('bench'),
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: at('dist/soak'),
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      rolldownOptions: {
        input: {
          main: at('bench/soak/main.ts'),
          producer: at('bench/producer.ts'),
          'store-writer': at('bench/store-writer.ts'),
        },
      },
    },
  });
}

function run() {
  const args = ['--expose-gc', at('dist/soak/main.js'), ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  child.once('exit', (code) => (process.exitCode = code ?? 1));
}

bundle().then(run, (error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
