import { spawn } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { electronBinary } from '../build/electron-binary.mjs';
import { complaintsOf } from './support/chromium';
import { startDesktop } from './support/desktop';
import { repository } from './support/headless';
import { tempFolder } from './support/temp-folder';

test('the window shows moving prices and a chart of the demo market', async () => {
  const { app, window } = await startDesktop(['--demo', '--data-dir', await tempFolder()]);
  const complaints = complaintsOf(window);
  const price = window.locator('[data-symbol="BTC/USDT"] [data-testid="price"]');
  await price.waitFor();
  const seen = new Set<string>();
  await vi.waitFor(async () => {
    seen.add(await price.innerText());
    expect(seen.size).toBeGreaterThan(2);
  }, 20_000);
  expect(await window.getByTestId('market-mark').innerText()).toMatch(/DEMO/);
  await window.locator('[data-testid="chart"] canvas').first().waitFor();
  expect(complaints).toEqual([]);
  await app.close();
});

test('the page sees the bridge and nothing of Node or Electron', async () => {
  const { app, window } = await startDesktop(['--demo', '--data-dir', await tempFolder()]);
  await window.getByTestId('watchlist-row').first().waitFor();
  const surface = await window.evaluate(() => ({
    bridge: Object.keys((globalThis as never as { tickwatch: object }).tickwatch).sort(),
    foreign: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
      (name) => name in globalThis,
    ),
    origin: location.origin,
  }));
  expect(surface).toEqual({
    bridge: ['onCommand', 'onEvents', 'request'],
    foreign: [],
    origin: 'app://ui',
  });
  const preferences = await app.evaluate(({ webContents }) => {
    // Electron has this method but leaves it out of its types.
    interface Inspectable {
      getLastWebPreferences(): Record<string, unknown>;
    }
    const [contents] = webContents.getAllWebContents() as unknown as Inspectable[];
    return contents?.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  });
  await app.close();
});

test('the window cannot be led away, opens no other, and gets no permission', async () => {
  const { app, window } = await startDesktop(['--demo', '--data-dir', await tempFolder()]);
  await window.getByTestId('watchlist-row').first().waitFor();
  await window.evaluate(() => {
    globalThis.open('https://example.com');
    location.href = 'https://example.com';
  });
  const permission = await window.evaluate(async () =>
    navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
  );
  expect(permission).toBe('denied');
  expect(new URL(window.url()).origin === 'null' ? window.url() : '').toMatch(/^(app:\/\/ui\/)?$/);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  const outside = await window.evaluate(async () => {
    const paths = ['/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/..%5cpackage.json', '/%00'];
    return Promise.all(
      paths.map((path) => fetch(`app://ui${path}`).then((response) => response.status)),
    );
  });
  expect(outside.every((status) => status === 403 || status === 404)).toBe(true);
  await app.close();
});

test('a request the contract does not know is refused over IPC too', async () => {
  const { app, window } = await startDesktop(['--demo', '--data-dir', await tempFolder()]);
  const replies = await window.evaluate(async () => {
    const { tickwatch } = globalThis as never as {
      tickwatch: { request(name: unknown, params: unknown): Promise<unknown> };
    };
    return Promise.all([
      tickwatch.request('__proto__', {}),
      tickwatch.request(7, {}),
      tickwatch.request('subscribe_symbol', { symbol: 7 }),
    ]);
  });
  expect(replies).toMatchObject([
    { error: { code: 'NOT_FOUND' } },
    { error: { code: 'FORBIDDEN' } },
    { error: { code: 'INVALID' } },
  ]);
  await app.close();
});

test('a second instance on the same data leaves at once and the first stays', async () => {
  const folder = await tempFolder();
  const { app, window } = await startDesktop(['--demo', '--data-dir', folder]);
  await window.getByTestId('watchlist-row').first().waitFor();
  const second = spawn(electronBinary(), [
    ...['--no-sandbox', '--disable-gpu', repository],
    ...['--demo', '--port', '0', '--data-dir', folder],
  ]);
  const code = await new Promise((done) => second.once('exit', done));
  expect(code).toBe(0);
  await window.getByTestId('connection-state').getByText('Live', { exact: true }).waitFor();
  await app.close();
});

test('a bad flag ends the desktop app with one line and code 2', async () => {
  const child = spawn(electronBinary(), [
    '--no-sandbox',
    '--disable-gpu',
    repository,
    '--nonsense',
  ]);
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const code = await new Promise((done) => child.once('exit', done));
  expect(code).toBe(2);
  expect(stderr).toMatch(/^tickwatch: .*--nonsense.*$/m);
});
