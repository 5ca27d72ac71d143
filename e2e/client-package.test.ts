import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repository, startHeadless, type Headless } from './support/headless';
import { makeTempFolder } from './support/temp-folder';

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const run = promisify(execFile);
const programs = join(repository, 'e2e/support/client-package');
const packageFolder = join(repository, 'clients/typescript');
const compiler = join(repository, 'node_modules/typescript/bin/tsc');
const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund'];
let server: Headless;
let app: string;

const npm = (args: readonly string[], cwd: string) => run('npm', args, { cwd });
const manifestIn = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Folders of a package's dependencies and of all of theirs: what it declares and nothing else. */
async function dependenciesOf(folder: string, found = new Set<string>()): Promise<Set<string>> {
  const { dependencies = {} } = await manifestIn(folder);
  for (const name of Object.keys(dependencies)) {
    const places = createRequire(join(folder, 'package.json')).resolve.paths(name) ?? [];
    for (const place of places) {
      const there = join(place, name);
      if (!(await manifestIn(there).catch(() => null))) continue;
      if (!found.has(there)) await dependenciesOf(there, found.add(there));
      break;
    }
  }
  return found;
}

beforeAll(async () => {
  const folder = await makeTempFolder();
  app = join(folder, 'app');
  await mkdir(app);
  await writeFile(join(app, 'package.json'), '{"private":true,"type":"module"}');
  await run(process.execPath, [join(repository, 'build/client-package.mjs')]);
  const packed = await npm(
    ['pack', '--ignore-scripts', '--pack-destination', folder],
    packageFolder,
  );
  // npm says last what it has made.
  const archive = join(folder, packed.stdout.trim().split('\n').at(-1) ?? '');
  const dependencies = await dependenciesOf(packageFolder);
  await npm(['install', '--offline', '--install-links', ...QUIET, archive, ...dependencies], app);
  server = await startHeadless(['--demo', '--data-dir', await makeTempFolder()]);
}, 180_000);
afterAll(() => server.end());

/** What a program says of its run, which ends by itself. */
async function saidBy(program: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, [program, server.url, server.token], {
    cwd: app,
    timeout: 45_000,
  });
  return JSON.parse(stdout);
}

/** What the compiler has against `app.ts`; nothing when it compiles. */
async function compile(compilerOptions: object): Promise<string> {
  const config = JSON.stringify({ compilerOptions, files: ['app.ts'] });
  await writeFile(join(app, 'tsconfig.json'), config);
  try {
    const { stdout } = await run(process.execPath, [compiler, '-p', app], { cwd: app });
    return stdout;
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
}

test('the installed package is of this version and asks for what the program itself uses', async () => {
  const product = await manifestIn(repository);
  const installed = await manifestIn(join(app, 'node_modules/@tickwatch/client'));
  expect(installed.version).toBe(product.version);
  for (const [name, version] of Object.entries(installed.dependencies ?? {})) {
    expect(product.dependencies?.[name]).toBe(version);
  }
});

test('a plain JavaScript program asks, follows, is refused with a code and goes on where it was', async () => {
  await copyFile(join(programs, 'plain.mjs'), join(app, 'plain.mjs'));
  expect(await saidBy('plain.mjs')).toEqual({
    ...{ symbol: 'BTC/USDT', heard: 'price_update', refused: 'UNKNOWN_SYMBOL' },
    ...{ unauthorized: true, missed: 2, doubled: 0, state: 'connected' },
  });
});

test('a strict TypeScript program compiles with nothing else installed, and runs', async () => {
  await copyFile(join(programs, 'typed.ts'), join(app, 'app.ts'));
  const faults = await compile({
    ...{ module: 'nodenext', target: 'es2022', strict: true, types: [], lib: ['es2022'] },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
  });
  expect(faults).toBe('');
  expect(await saidBy('app.js')).toEqual({ symbols: ['BTC/USDT'], high: true });
});

test('the declarations say of each request and event exactly what the contract says', async () => {
  const text = await readFile(join(programs, 'same-types.ts'), 'utf8');
  const protocol = join(repository, 'shared/protocol');
  await writeFile(join(app, 'app.ts'), text.replaceAll('../../../shared/protocol', protocol));
  const faults = await compile({
    ...{ module: 'esnext', moduleResolution: 'bundler', target: 'es2022', lib: ['es2023', 'dom'] },
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, types: [] },
    ...{ noEmit: true },
  });
  expect(faults).toBe('');
});
