import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '..');

/** How a program ended and what it printed. */
export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Stands in for Vite: builds three small files. */
const VITE = `
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
const FILES = { client: 'renderer/index.html', node: 'electron/main.js', preload: 'preload/preload.cjs' };
export const createBuilder = async () => ({
  environments: { client: 'client', node: 'node', preload: 'preload' },
  build: async (name) => {
    const file = 'dist/' + FILES[name];
    mkdirSync(file.split('/').slice(0, 2).join('/'), { recursive: true });
    writeFileSync(file, name);
    if (name !== 'node') return;
    copyFileSync('electron/headless.ts', 'dist/electron/headless.js');
  },
});
`;

/** Stands in for the npm module of Electron: "downloads" when its mirror is called "works". */
const INSTALL = `
const fs = require('node:fs');
if (process.env.ELECTRON_MIRROR !== 'works') { console.error('no route to the mirror'); process.exit(1); }
fs.mkdirSync(__dirname + '/dist', { recursive: true });
fs.copyFileSync(__dirname + '/program', __dirname + '/dist/electron');
fs.chmodSync(__dirname + '/dist/electron', 0o755);
fs.writeFileSync(__dirname + '/dist/version', '9.9.9');
fs.writeFileSync(__dirname + '/path.txt', 'electron');
`;

/** Stands in for Electron itself: a Node that tells how it was started and exits with 3. */
const PROGRAM = `#!/bin/sh
if [ -n "$ELECTRON_RUN_AS_NODE" ]; then exec node "$@"; fi
for word in "$@"; do echo "word $word"; done
env | grep '^npm_' && echo 'npm settings'
exit 3
`;

/** Stands in for the headless server: ready at once, counts the signals and exits with 4. */
const HEADLESS = `
let signals = 0;
const stop = () => { signals += 1; setTimeout(() => { console.error('signals ' + signals); process.exit(4); }, 300); };
process.on('SIGTERM', stop).on('SIGINT', stop);
console.log(JSON.stringify({ ready: true, url: 'http://127.0.0.1:1', token: 'abc', flags: process.argv.slice(2) }));
setInterval(() => undefined, 1000);
`;

/** A checkout with the real build scripts and small stand-ins for everything that they start. */
export class StandInProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'tickwatch-setup-'));

  constructor() {
    cpSync(join(repository, 'build'), this.path('build'), { recursive: true });
    this.write('stand-ins/vite/index.js', VITE);
    this.write(
      'stand-ins/vite/package.json',
      manifest('vite', '1.0.0', { type: 'module', main: 'index.js' }),
    );
    this.write('stand-ins/electron/install.js', INSTALL);
    this.write('stand-ins/electron/program', PROGRAM);
    this.write('stand-ins/electron/package.json', manifest('electron', '9.9.9'));
    this.write('electron/headless.ts', HEADLESS);
    this.lock(['vite', 'electron']);
  }

  /** Names a file of the checkout. */
  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  /** Puts a shell script into a folder that leads the PATH of every program started from here. */
  fakeCommand(name: string, script: string): void {
    this.write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(this.path('bin', name), 0o755);
  }

  /** Declares the stand-ins that npm links into node_modules. */
  lock(names: readonly string[]): void {
    const dependencies = Object.fromEntries(names.map((name) => [name, `file:stand-ins/${name}`]));
    const packages = names.flatMap((name): [string, object][] => [
      [`node_modules/${name}`, { resolved: `stand-ins/${name}`, link: true }],
      [`stand-ins/${name}`, { version: name === 'electron' ? '9.9.9' : '1.0.0' }],
    ]);
    const root = { name: 'stand-in', version: '1.0.0', dependencies };
    this.write('package.json', JSON.stringify({ ...root, type: 'module' }));
    const lock = {
      ...root,
      lockfileVersion: 3,
      packages: { '': root, ...Object.fromEntries(packages) },
    };
    this.write('package-lock.json', JSON.stringify(lock));
  }

  /** Starts a build script; the environment says only what the test says about this system. */
  start(words: readonly string[], env: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, words, {
      cwd: this.folder,
      env: {
        PATH: `${this.path('bin')}:${process.env.PATH ?? ''}`,
        HOME: this.path('home'),
        XDG_CACHE_HOME: this.path('cache'),
        ...env,
      },
    });
  }

  /** Runs a build script to its end. */
  run(words: readonly string[], env?: Record<string, string>): Promise<Ending> {
    return ending(this.start(words, env));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits for the end of a program and collects what it prints. */
export function ending(child: ChildProcess): Promise<Ending> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      done({ code, stdout, stderr });
    });
  });
}

function manifest(name: string, version: string, more: object = {}): string {
  return JSON.stringify({ name, version, ...more });
}
