import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { noteBundledPackages } from './build/package/bundled-packages.mjs';
import manifest from './package.json' with { type: 'json' };

const at = (path: string): string => resolve(import.meta.dirname, path);

/** Left to Node and Electron at run time: their own modules and the product's dependencies. */
const external = [
  'electron',
  /^node:/,
  ...builtinModules,
  ...Object.keys(manifest.dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
];

/** Nothing is painted before the script has chosen the colors: a light page would flash dark first. */
const paintOnce: Plugin = {
  name: 'paint-once',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<script type="module"', '$& blocking="render"'),
  },
};

// One config, three bundles: the page, the Node side (desktop main and headless), the preload,
// which has to be CommonJS because sandboxed preloads cannot be modules.
export default defineConfig({
  root: at('renderer'),
  base: './',
  plugins: [svelte({ configFile: at('svelte.config.js') }), paintOnce, noteBundledPackages()],
  define: { __APP_VERSION__: JSON.stringify(manifest.version) },
  builder: {},
  environments: {
    client: {
      build: {
        outDir: at('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome130',
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 800,
      },
    },
    node: {
      consumer: 'server',
      build: {
        ssr: true,
        outDir: at('dist/electron'),
        emptyOutDir: true,
        target: 'node20.18',
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          input: {
            main: at('electron/main.ts'),
            headless: at('electron/headless.ts'),
            replay: at('electron/services/signals/replay-program.ts'),
          },
          external,
        },
      },
    },
    preload: {
      consumer: 'server',
      build: {
        ssr: true,
        outDir: at('dist/preload'),
        emptyOutDir: true,
        target: 'node20.18',
        minify: false,
        rolldownOptions: {
          input: { preload: at('electron/preload.ts') },
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
  },
});
