import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { electronBinary } from '../build/electron-binary.mjs';
import { repository } from './support/headless';
import { tempFolder } from './support/temp-folder';

/** `nobody` of every Linux; root may not run Chromium's sandbox. */
const ORDINARY_USER = 65_534;

/** A copy of runtime and product that any user can read; the originals may lie in root's home. */
async function readableCopy(): Promise<{ electron: string; product: string; home: string }> {
  const folder = await tempFolder();
  const product = join(folder, 'product');
  const modules = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    cwd: repository,
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .slice(1);
  for (const path of [join(repository, 'dist'), join(repository, 'package.json'), ...modules]) {
    cpSync(path, join(product, relative(repository, path)), { recursive: true });
  }
  const binary = electronBinary();
  cpSync(dirname(binary), join(folder, 'electron'), { recursive: true, dereference: true });
  const home = join(folder, 'home');
  mkdirSync(home);
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  chownSync(home, ORDINARY_USER, ORDINARY_USER);
  return { electron: join(folder, 'electron', basename(binary)), product, home };
}

/** The address under which the started app can be driven. */
function debuggingAddress(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let stderr = '';
    child.stderr?.on('data', (data: Buffer) => {
      stderr += data.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(stderr)?.[1];
      if (found) done(found);
    });
    child.once('exit', (code) => fail(new Error(`ended with ${String(code)}: ${stderr}`)));
  });
}

/** Seccomp mode of every process below `pid` whose command line names a renderer; 2 is filtered. */
function rendererSeccomp(home: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!command.includes('--type=renderer') || !command.includes(home)) return [];
      return /^Seccomp:\s+(\d)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.slice(1) ?? [];
    } catch {
      return []; // not a process, or one that has just ended
    }
  });
}

test.runIf(process.platform === 'linux')(
  'an ordinary user runs the app without any switch, and its page is inside the OS sandbox',
  async () => {
    const { electron, product, home } = await readableCopy();
    const isRoot = process.getuid?.() === 0;
    const child = spawn(
      electron,
      [
        '--remote-debugging-port=0',
        product,
        '--demo',
        '--port',
        '0',
        '--data-dir',
        join(home, 'd'),
      ],
      {
        cwd: home,
        env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: home },
        ...(isRoot ? { uid: ORDINARY_USER, gid: ORDINARY_USER } : {}),
      },
    );
    const ended = new Promise((done) => child.once('exit', done));
    try {
      const browser = await chromium.connectOverCDP(await debuggingAddress(child));
      const page = await vi.waitFor(() => {
        const first = browser.contexts()[0]?.pages()[0];
        if (!first) throw new Error('no window');
        return first;
      }, 20_000);
      await page.getByTestId('watchlist-row').first().waitFor();
      const seccomp = rendererSeccomp(home);
      expect(seccomp.length).toBeGreaterThan(0);
      expect(new Set(seccomp)).toEqual(new Set(['2']));
      await browser.close();
    } finally {
      child.kill();
      await ended;
    }
  },
);
