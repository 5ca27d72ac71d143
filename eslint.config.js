import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const tests = ['**/*.test.ts', 'e2e/**', 'bench/**'];

const noElectron = {
  paths: [
    {
      name: 'electron',
      message:
        'Services run headless too. Code that needs Electron belongs in electron/shell, behind a port.',
    },
  ],
};

const seams = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time comes from the Clock port, so that tests can hold it still.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Randomness comes from a port or a seed, so that a run can be repeated.',
  },
  {
    selector: 'CallExpression[callee.name=/^set(Timeout|Interval)$/]',
    message: 'Timers come from the Clock port, so that tests can hold them still.',
  },
];

export default ts.config(
  { ignores: ['**/dist/', 'release/', 'node_modules/', 'screenshots/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    // What needs types is oxlint's: it asks the compiler in Go and takes a tenth of the time.
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 50, skipComments: true, skipBlankLines: true }],
      'max-params': ['error', 4],
      'max-depth': ['error', 3],
      complexity: ['error', 10],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['electron/services/**', 'electron/app.ts', 'electron/headless.ts', 'shared/**'],
    rules: { 'no-restricted-imports': ['error', noElectron] },
  },
  {
    files: ['electron/**'],
    ignores: ['electron/services/clock.ts', ...tests],
    rules: { 'no-restricted-syntax': ['error', ...seams] },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, svelteConfig },
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'max-lines': ['error', { max: 200 }],
    },
  },
  {
    files: ['renderer/**/*.svelte.ts'],
    rules: { 'max-lines': ['error', { max: 300 }] },
  },
  {
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
);
