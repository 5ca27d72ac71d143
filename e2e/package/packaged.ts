import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { vi } from 'vitest';

/** `nobody` of every Linux; root may not run Chromium's sandbox. */
export const ORDINARY_USER = 65_534;
const isRoot = process.getuid?.() === 0;
/** Nothing of the tests' own user is for the one who runs the app. */
const asOrdinaryUser = isRoot ? { uid: ORDINARY_USER, gid: ORDINARY_USER } : {};

/** A package of a version that `npm run test:package` has built. @throws when it has not. */
export function packageOf(which: 'old' | 'new', ending: '.deb' | '.AppImage'): string {
  const folder = join(process.env['TICKWATCH_PACKAGES'] ?? 'release', which);
  const name = readdirSync(folder).find((each) => each.endsWith(ending));
  if (!name) throw new Error('No packages: run npm run test:package');
  return join(folder, name);
}

/** The deb of a version. @throws when there is none. */
export const debOf = (which: 'old' | 'new'): string => packageOf(which, '.deb');

/** Unpacks a deb without installing it. @returns the folder that stands for the system's root. */
export function unpack(deb: string, folder: string): string {
  const root = join(folder, 'root');
  execFileSync('dpkg-deb', ['-x', deb, root]);
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  return root;
}

/** A home for a user without rights, with a stand-in for what opens links. */
export function makeHome(folder: string): string {
  const home = join(folder, 'home');
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'bin', 'xdg-open'), `#!/bin/sh\necho "$@" >> '${home}/opened'\n`);
  chmodSync(join(home, 'bin', 'xdg-open'), 0o755);
  chmodSync(folder, 0o755);
  if (isRoot)
    for (const each of [home, join(home, 'bin')]) chownSync(each, ORDINARY_USER, ORDINARY_USER);
  return home;
}

/** What has been given to the system to open so far. */
export function openedLinks(home: string): string[] {
  const found = readdirSync(home).includes('opened');
  return found ? readFileSync(join(home, 'opened'), 'utf8').trim().split('\n') : [];
}

/** The packaged app at work, as an ordinary user, with its sandbox. */
export class Packaged {
  /** Everything it has printed. */
  printed = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  /**
   * @param program As installed.
   * @param home Where it keeps its data; a second one with the same home meets the first.
   * @param more Variables to put beside the usual ones.
   * @param words Of the command line, behind the usual flags.
   */
  constructor(
    program: string,
    home: string,
    more: NodeJS.ProcessEnv = {},
    words: readonly string[] = [],
  ) {
    const flags = ['--remote-debugging-port=0', '--demo', '--port', '0', ...words];
    // Led by its own group, so that all its processes can be ended at once.
    this.#child = spawn(program, flags, {
      cwd: home,
      detached: true,
      env: {
        DISPLAY: process.env['DISPLAY'],
        HOME: home,
        PATH: `${home}/bin:/usr/bin:/bin`,
        XDG_RUNTIME_DIR: home,
        ...more,
      },
      ...asOrdinaryUser,
    });
    const collect = (data: Buffer): void => void (this.printed += data.toString());
    this.#child.stdout?.on('data', collect);
    this.#child.stderr?.on('data', collect);
    this.#ended = once(this.#child, 'close');
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Waits for the end. @returns the exit code, null when a signal has ended it. */
  async ended(): Promise<number | null> {
    await this.#ended;
    return this.#child.exitCode;
  }

  /** Its page, when the market is on the screen; and all there are. */
  async page(): Promise<{ page: Page; pages: () => readonly Page[] }> {
    const address = await vi.waitFor(() => {
      const found = /DevTools listening on (ws:\S+)/.exec(this.printed)?.[1];
      if (!found) throw new Error(this.printed);
      return found;
    }, 30_000);
    const browser = await chromium.connectOverCDP(address);
    const pages = (): readonly Page[] => browser.contexts().flatMap((each) => each.pages());
    const page = await vi.waitFor(() => {
      const [first] = pages();
      if (!first) throw new Error('no window');
      return first;
    }, 30_000);
    await page.waitForFunction(() => 'tickwatch' in window, undefined, { timeout: 30_000 });
    return { page, pages };
  }

  /** Ends all its processes at once, as a power cut would. */
  async kill(): Promise<void> {
    process.kill(-this.pid, 'SIGKILL');
    await this.#ended;
  }

  /** Ends it as a session does that closes. */
  async quit(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.ended();
  }
}

/** Asks the services through the page. @returns the value. @throws when they refuse. */
export async function ask(page: Page, name: string, params: unknown = {}): Promise<unknown> {
  const reply = await page.evaluate(([to, what]) => window.tickwatch!.request(to, what), [
    name,
    params,
  ] as const);
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
  return reply.value;
}
