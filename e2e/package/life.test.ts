import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { tempFolder } from '../support/temp-folder';
import { ask, debOf, makeHome, Packaged, unpack } from './packaged';

/** Of the length that tokens of bots have. */
const CANARY = 'canary7f3a91c2tokenOfNobody00000000';
const WATCHED = ['ETH/USDT', 'BTC/USDT'];

async function prepare(): Promise<{ program: string; home: string }> {
  const folder = await tempFolder();
  const root = unpack(debOf('new'), folder);
  return { program: join(root, 'opt/Tickwatch/tickwatch'), home: makeHome(folder) };
}

function start(
  program: string,
  home: string,
  env?: NodeJS.ProcessEnv,
  words?: readonly string[],
): Packaged {
  const app = new Packaged(program, home, env, words);
  onTestFinished(async () => {
    app.quit().catch(() => undefined);
    await app.ended();
  });
  return app;
}

/** Every file below a folder whose bytes have a text in them. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

test('what is watched outlives a kill of all its processes', async () => {
  const { program, home } = await prepare();
  const first = start(program, home);
  await ask((await first.page()).page, 'put_watchlist', { symbols: WATCHED });
  await first.kill();
  const second = start(program, home);
  const watchlist = await ask((await second.page()).page, 'get_watchlist');
  expect(watchlist).toMatchObject({ symbols: WATCHED });
});

test('a second one leaves at once, and the first one shows in its one window what the link names', async () => {
  const { program, home } = await prepare();
  const first = start(program, home);
  const { page, pages } = await first.page();
  // From here on the page listens; the test takes its place.
  await page.getByTestId('connection-state').waitFor({ state: 'attached' });
  await page.evaluate(() => {
    const told: unknown[][] = [];
    Object.assign(window, { told });
    window.tickwatch!.onCommand((...given: unknown[]) => void told.push(given));
  });
  const second = start(program, home, {}, ['tickwatch://symbol/ETHUSDT']);
  expect(await second.ended()).toBe(0);
  const target = { kind: 'symbol', symbol: 'ETHUSDT' };
  await vi.waitFor(async () => {
    const told = await page.evaluate(() => (window as unknown as { told: unknown }).told);
    expect(told).toContainEqual([{ kind: 'show', target }]);
  }, 30_000);
  expect(pages()).toHaveLength(1);
  expect(await ask(page, 'get_watchlist')).toBeTruthy();
});

test('no variable makes the program run other code', async () => {
  const { program, home } = await prepare();
  const hostile = {
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: `--require=${home}/hostile.cjs`,
  };
  const app = start(program, home, hostile);
  const { page } = await app.page();
  expect(await ask(page, 'get_watchlist')).toBeTruthy();
  expect(app.printed).not.toContain('hostile');
});

test('a package of the system leaves it to the system to replace it, whatever started it', async () => {
  const { program, home } = await prepare();
  // As from a terminal that is an AppImage itself.
  const app = start(program, home, { APPIMAGE: `${home}/other.AppImage`, APPDIR: home });
  const { page } = await app.page();
  const updates = { enabled: false, obstacle: null, way: 'by_hand', phase: 'idle' };
  expect(await ask(page, 'get_updates')).toMatchObject(updates);
});

test('signals are worked out in the thread that lies inside the package', async () => {
  const { program, home } = await prepare();
  const app = start(program, home);
  const { page } = await app.page();
  const symbol = 'BTC/USDT';
  await vi.waitFor(async () => {
    const record = await ask(page, 'get_signal_record', { symbol });
    expect(Object.keys((record as { history: object }).history)).not.toEqual([]);
  }, 30_000);
  expect(app.printed).not.toMatch(/ERR_MODULE_NOT_FOUND|Cannot find module/);
});

test('a secret is in one file that its owner alone can read, and in no other, no output and no address', async () => {
  const { program, home } = await prepare();
  const app = start(program, home, { TICKWATCH_LOG_LEVEL: 'debug' });
  const { page } = await app.page();
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  await ask(page, 'put_channel', { name: 'telegram', chat_id: '42', token: `123456789:${CANARY}` });
  const channels = await ask(page, 'list_channels');
  expect(JSON.stringify(channels)).not.toContain(CANARY);
  await page.reload();
  await page.waitForFunction(() => 'tickwatch' in window);
  expect(await app.quit()).toBe(0);
  const kept = join(home, '.local/share/tickwatch-demo/secrets.json');
  expect(filesWith(home, CANARY)).toEqual([kept]);
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  expect(app.printed).not.toContain(CANARY);
  expect(addresses.filter((url) => url.includes(CANARY))).toEqual([]);
});

test.runIf(process.getuid?.() === 0)(
  'installed, upgraded and purged, it leaves nothing behind but what is the user’s',
  async () => {
    const install = (deb: string): unknown =>
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', '--reinstall', deb], {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        stdio: 'ignore',
      });
    const purge = (): unknown =>
      execFileSync('dpkg', ['--purge', 'tickwatch'], { stdio: 'ignore' });
    onTestFinished(() => void purge());
    // A home outside of what a test removes by itself, for it is looked at after the purge.
    const folder = mkdtempSync(join(tmpdir(), 'tickwatch-home-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const home = makeHome(folder);
    const version = (): string =>
      execFileSync('dpkg-query', ['-W', '-f', '${Version}', 'tickwatch'], { encoding: 'utf8' });

    install(debOf('old'));
    const before = start('/usr/bin/tickwatch', home);
    await ask((await before.page()).page, 'put_watchlist', { symbols: WATCHED });
    expect(await before.quit()).toBe(0);
    const old = version();
    install(debOf('new'));
    expect(version()).not.toBe(old);
    const after = start('/usr/bin/tickwatch', home);
    const { page } = await after.page();
    expect(await ask(page, 'get_watchlist')).toMatchObject({ symbols: WATCHED });
    expect(await after.quit()).toBe(0);

    purge();
    const left = ['/opt/Tickwatch', '/usr/bin/tickwatch', '/etc/alternatives/tickwatch'];
    left.push('/usr/share/applications/tickwatch.desktop', '/etc/apparmor.d/tickwatch');
    left.push('/usr/share/icons/hicolor/256x256/apps/tickwatch.png');
    expect(left.filter((path) => existsSync(path))).toEqual([]);
    expect(readdirSync(join(home, '.local/share/tickwatch-demo'))).toContain('state.json');
  },
);
