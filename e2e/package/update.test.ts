import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RequestResult } from '../../shared/protocol/requests';
import { lockOwner } from '../../electron/services/store/instance-lock';
import { makeTempFolder } from '../support/temp-folder';
import { ask, makeHome, ORDINARY_USER, packageOf, Packaged } from './packaged';
import { UpdateFeed } from './update-feed';

type State = RequestResult<'get_updates'>;

const PATIENCE = { timeout: 90_000, interval: 200 };
const WATCHED = ['ETH/USDT', 'BTC/USDT'];
/** Fires at once: no price is below it. */
const AT_ONCE = { type: 'price_above', price: 1 };

const feed = new UpdateFeed(dirname(packageOf('new', '.AppImage')));
let home: string;
let image: string;
let data: string;
let app: Packaged;
let page: Page;

const hashOf = (file: string): string =>
  createHash('sha512').update(readFileSync(file)).digest('base64');
const state = async (): Promise<State> => (await ask(page, 'get_updates')) as State;

/** What the program is given besides the flags, which a newer version starts without. */
const env = (): NodeJS.ProcessEnv => ({
  ...{ TMPDIR: join(home, 'tmp'), TICKWATCH_DEMO: '1', TICKWATCH_PORT: '0' },
});

async function start(program: string): Promise<void> {
  app = new Packaged(program, home, env());
  ({ page } = await app.page());
}

async function showUpdates(): Promise<void> {
  await page.getByTestId('settings-open').click();
  await page.locator('[role="tab"][data-value="updates"]').click();
}

/** Until the newer version is there to be installed. */
async function fetched(): Promise<void> {
  await page.getByTestId('updates-fetch').click();
  await vi.waitFor(async () => expect((await state()).phase).toBe('ready'), PATIENCE);
}

/** Ends the one that was started by the app, not by the test. */
async function endOther(): Promise<void> {
  const pid = lockOwner(data);
  if (pid === null) throw new Error('It does not run');
  process.kill(pid, 'SIGTERM');
  await vi.waitFor(() => expect(lockOwner(data)).toBeNull(), PATIENCE);
}

beforeAll(async () => {
  home = makeHome(await makeTempFolder());
  image = join(home, 'apps', 'tickwatch.AppImage');
  data = join(home, '.local/share/tickwatch-demo');
  for (const name of ['apps', 'tmp']) mkdirSync(join(home, name));
  copyFileSync(packageOf('old', '.AppImage'), image);
  chmodSync(image, 0o755);
  if (process.getuid?.() === 0)
    for (const file of [join(home, 'apps'), join(home, 'tmp'), image])
      chownSync(file, ORDINARY_USER, ORDINARY_USER);
  await feed.open(process.env['TICKWATCH_UPDATE_URL'] ?? '');
  await start(image);
});

afterAll(async () => {
  feed.close();
  await app.quit();
});

test('before a yes nobody is asked anything, whatever a client wants', async () => {
  expect(await state()).toMatchObject({
    ...{ enabled: false, obstacle: null, way: 'itself', version: '1.0.0' },
    signature_checked: false,
  });
  for (const step of ['check_updates', 'download_update', 'install_update']) {
    await expect(ask(page, step)).rejects.toThrow('Updates are off');
  }
  await ask(page, 'patch_updates', { download: 'ask' });
  expect(feed.asked).toEqual([]);
});

test('after it the newer version is told of with its notes, and not fetched', async () => {
  await ask(page, 'put_watchlist', { symbols: WATCHED });
  await ask(page, 'patch_updates', { enabled: true });
  await vi.waitFor(async () => {
    expect(await state()).toMatchObject({ phase: 'available', release: { version: '1.0.1' } });
  }, PATIENCE);
  expect((await state()).release?.notes).toContain('### Added');
  expect(new Set(feed.asked)).toEqual(new Set(['latest-linux.yml']));
  await page.getByText('Tickwatch 1.0.1 is available.').waitFor();
  expect([...feed.marks]).toEqual(['x-user-staging-id: 0']);
});

test('a file with another checksum is refused, and the older version runs on and says so', async () => {
  feed.isTampered = true;
  const before = hashOf(image);
  await ask(page, 'download_update');
  await vi.waitFor(async () => {
    const fault = { during: 'download', kind: 'checksum' };
    expect(await state()).toMatchObject({ phase: 'available', version: '1.0.0', fault });
  }, PATIENCE);
  await expect(ask(page, 'install_update')).rejects.toThrow('No update is ready');
  expect(hashOf(image)).toBe(before);
  expect(await ask(page, 'get_watchlist')).toMatchObject({ symbols: WATCHED });
  await page.getByTestId('welcome-skip').click();
  await showUpdates();
  await page.getByText('its checksum is wrong').waitFor();
});

test('when the newer version cannot be put in its place, the older one comes back and says so', async () => {
  feed.isTampered = false;
  const older = hashOf(image);
  await fetched();
  // The updater takes the older one away before it misses this.
  const pending = join(home, '.cache/tickwatch-updater/pending');
  for (const name of readdirSync(pending)) rmSync(join(pending, name));
  const first = lockOwner(data);
  await page.getByTestId('updates-install').click();
  await app.ended();
  await vi.waitFor(() => {
    const present = lockOwner(data);
    expect(present !== null && present !== first).toBe(true);
  }, PATIENCE);
  expect(hashOf(image)).toBe(older);
  await endOther();
  await start(image);
  expect((await state()).last).toMatchObject({ outcome: 'failed', to: '1.0.1' });
  await page.getByText('Version 1.0.1 was not installed; 1.0.0 still runs.').waitFor();
});

test('while a critical alert is unread nothing is installed; then the newer version takes its place', async () => {
  const [older, newer] = [hashOf(image), hashOf(packageOf('new', '.AppImage'))];
  await showUpdates();
  await page.getByTestId('updates-check').click();
  await fetched();
  await ask(page, 'create_alert_rule', {
    ...{ symbol: 'BTC/USDT', condition: AT_ONCE, mode: 'once', severity: 'critical' },
    channels: [],
  });
  await vi.waitFor(async () => expect((await state()).held).toBe(true), PATIENCE);
  await expect(ask(page, 'install_update')).rejects.toThrow('critical alert');
  await ask(page, 'read_all_alerts');
  expect((await state()).held).toBe(false);

  await page.getByTestId('updates-install').click();
  await app.ended();
  expect(app.printed).not.toContain('"level":50');
  // Written by the newer version, at its start.
  await vi.waitFor(() => {
    const kept = JSON.parse(readFileSync(join(data, 'updates.json'), 'utf8')) as object;
    expect(kept).toMatchObject({ attempt: { from: '1.0.0', to: '1.0.1', isDone: true } });
  }, PATIENCE);
  expect([hashOf(image), hashOf(`${image}.old`)]).toEqual([newer, older]);
  await endOther();
});

test('the newer version has the state, and tells the way back', async () => {
  await start(image);
  const { last, version } = await state();
  expect(version).toBe('1.0.1');
  expect(last).toMatchObject({ outcome: 'done', from: '1.0.0', kept: `${image}.old` });
  expect(existsSync(join(data, 'backups', last?.backup ?? 'none'))).toBe(true);
  expect(await ask(page, 'get_watchlist')).toMatchObject({ symbols: WATCHED });
  expect(await app.quit()).toBe(0);
});

test('the older version that was kept runs again, and saves again', async () => {
  await start(`${image}.old`);
  const { last, version, enabled } = await state();
  expect([version, last?.outcome, enabled]).toEqual(['1.0.0', 'undone', true]);
  await ask(page, 'put_watchlist', { symbols: ['BNB/USDT'] });
  const { store } = (await ask(page, 'get_snapshot')) as RequestResult<'get_snapshot'>;
  expect(store).toMatchObject({ state: 'saved', notices: [] });
});
