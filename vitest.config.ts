import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import manifest from './package.json' with { type: 'json' };

const define = { __APP_VERSION__: JSON.stringify(manifest.version) };

export default defineConfig({
  define,
  test: {
    projects: [
      {
        define,
        test: {
          name: 'unit',
          include: ['shared/**/*.test.ts', 'electron/**/*.test.ts', 'clients/**/*.test.ts'],
          setupFiles: ['vitest.setup.ts'],
          // On a busy machine a file of seconds takes many.
          testTimeout: 30_000,
        },
      },
      {
        define,
        plugins: [svelte()],
        test: {
          name: 'renderer',
          include: ['renderer/**/*.test.ts'],
          testTimeout: 30_000,
          // The colors and measures in the stylesheets are tested, too.
          css: true,
        },
      },
      {
        define,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['e2e/recordings/**', 'e2e/package/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        define,
        test: {
          name: 'package',
          include: ['e2e/package/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        define,
        test: {
          name: 'recordings',
          include: ['e2e/recordings/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
