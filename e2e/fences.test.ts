import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '..');
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'tickwatch-fences-'));
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: repository, encoding: 'utf8' });
  for (const file of listed
    .split('\0')
    .filter((name) => name && existsSync(join(repository, name))))
    cpSync(join(repository, file), join(copy, file));
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

const TOOLS = {
  types: ['typescript/bin/tsc', '-p', 'shared', '--noEmit'],
  lint: ['eslint/bin/eslint.js', 'electron/services/planted.ts'],
  typedLint: [
    'oxlint/bin/oxlint',
    '--type-aware',
    '--tsconfig',
    'tsconfig.lint.json',
    '--format=unix',
    'electron/services/planted.ts',
  ],
  boundaries: [
    'dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    'shared',
    'electron',
  ],
  deadCode: ['knip/bin/knip.js', '--no-progress', '--no-config-hints'],
} as const;

/** Plants files, runs a tool over the copy and takes the files away again. */
async function runWith(
  tool: keyof typeof TOOLS,
  planted: Record<string, string>,
): Promise<{ failed: boolean; output: string }> {
  for (const [file, text] of Object.entries(planted)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  }
  const [script, ...words] = TOOLS[tool];
  try {
    return await new Promise((done) => {
      const args = [join('node_modules', script), ...words];
      execFile(process.execPath, args, { cwd: copy }, (error, stdout, stderr) => {
        done({ failed: error !== null, output: stdout + stderr });
      });
    });
  } finally {
    for (const file of Object.keys(planted)) rmSync(join(copy, file));
  }
}

describe('The fences stop', () => {
  test('a DOM global in shared code', async () => {
    const text = 'export const width = (): number => window.innerWidth;\n';
    const { failed, output } = await runWith('types', { 'shared/domain/planted.ts': text });
    expect(failed).toBe(true);
    expect(output).toMatch(/shared\/domain\/planted\.ts.*'window'/);
  });

  test('a Node global in shared code', async () => {
    const text = 'export const folder = (): string => process.cwd();\n';
    const { failed, output } = await runWith('types', { 'shared/domain/planted.ts': text });
    expect(failed).toBe(true);
    expect(output).toMatch(/shared\/domain\/planted\.ts.*'process'/);
  });

  test('an Electron import in a service, and the linter says where it belongs', async () => {
    const text = "import { app } from 'electron';\nexport const name = (): string => app.name;\n";
    const { failed, output } = await runWith('lint', { 'electron/services/planted.ts': text });
    expect(failed).toBe(true);
    expect(output).toMatch(/electron\/services\/planted\.ts\n.*no-restricted-imports/);
    expect(output).toContain('belongs in electron/shell');
  });

  test('a promise that nobody waits for', async () => {
    const text = 'export const save = (write: () => Promise<void>): void => {\n  write();\n};\n';
    const { failed, output } = await runWith('typedLint', { 'electron/services/planted.ts': text });
    expect(failed).toBe(true);
    expect(output).toContain('no-floating-promises');
    expect(output).toContain('electron/services/planted.ts:2');
  });

  test('an Electron import in a service, also one that the linter does not know', async () => {
    const load = (name: string): string =>
      `export const load = (): Promise<unknown> => import('${name}');\n`;
    const { failed, output } = await runWith('boundaries', {
      'electron/services/planted.ts': load('electron'),
      'electron/services/updates/planted.ts': load('electron-updater'),
    });
    expect(failed).toBe(true);
    expect(output).toMatch(/electron-only-in-the-shell: electron\/services\/planted\.ts/);
    expect(output).toMatch(/electron-only-in-the-shell: electron\/services\/updates\/planted\.ts/);
  });

  test('two files that import each other', async () => {
    const { failed, output } = await runWith('boundaries', {
      'shared/domain/planted-one.ts':
        "import { two } from './planted-two';\nexport const one = (): number => two();\n",
      'shared/domain/planted-two.ts':
        "import { one } from './planted-one';\nexport const two = (): number => one();\n",
    });
    expect(failed).toBe(true);
    expect(output).toMatch(/no-cycles: shared\/domain\/planted-(one|two)\.ts/);
  });

  test('an export that nobody uses', async () => {
    const { failed, output } = await runWith('deadCode', {
      'shared/domain/planted.ts': 'export const used = 1;\nexport const forgotten = 2;\n',
      'e2e/planted.test.ts': "import { used } from '../shared/domain/planted';\nvoid used;\n",
    });
    expect(failed).toBe(true);
    expect(output).toMatch(/forgotten\s+shared\/domain\/planted\.ts/);
    expect(output).not.toMatch(/used\s+shared\/domain\/planted\.ts/);
  });
});
