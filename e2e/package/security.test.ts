import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { getCurrentFuseWire, FuseV1Options } from '@electron/fuses';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../shared/protocol/content-security-policy';
import { makeTempFolder } from '../support/temp-folder';
import { debOf, makeHome, openedLinks, Packaged, unpack } from './packaged';

let root: string;
let home: string;
let app: Packaged;
let page: Page;
let pages: () => readonly Page[];
const asked: string[] = [];

beforeAll(async () => {
  const folder = await makeTempFolder();
  root = unpack(debOf('new'), folder);
  home = makeHome(folder);
  app = new Packaged(join(root, 'opt/Tickwatch/tickwatch'), home);
  ({ page, pages } = await app.page());
  page.on('request', (request) => asked.push(request.url()));
  await page.reload();
  await page.waitForFunction(() => 'tickwatch' in window);
});
afterAll(() => app.quit());

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const asar = (): string => join(root, 'opt/Tickwatch/resources/app.asar');
const code = (): string =>
  listPackage(asar(), { isPack: false })
    .filter((path) => /^\/dist\/electron\/.*\.js$/.test(path))
    .map((path) => extractFile(asar(), path.slice(1)).toString())
    .join('\n');

/** The processes of the app: command line, and what the kernel holds them to. */
function processes(): { command: string; status: string }[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const isOurs = command.startsWith(root);
      return isOurs ? [{ command, status: readFileSync(`/proc/${pid}/status`, 'utf8') }] : [];
    } catch {
      return []; // not a process, or one that has just ended
    }
  });
}

describe("Electron's list of what a safe app does, on the packaged app", () => {
  test('1: only its own secure origin is ever asked for anything', () => {
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((url) => !/^(app:\/\/ui\/|data:image\/)/.test(url))).toEqual([]);
  });

  test('2, 3: the page sees nothing of Node, and what it breaks stays on its side', async () => {
    const seen = await page.evaluate(async () => {
      const names = ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron'];
      const push = Array.prototype.push;
      let caught = 0;
      Array.prototype.push = function (...items) {
        caught += items.length;
        return push.apply(this, items);
      };
      const answer = window.tickwatch!.request('get_watchlist', {});
      // At once: the page's own code, which pushes too, has had no turn in between.
      Array.prototype.push = push;
      const reply = await answer;
      return { names: names.filter((name) => name in globalThis), ok: reply.ok, caught };
    });
    expect(seen).toEqual({ names: [], ok: true, caught: 0 });
  });

  test('4: every process that handles pages is held by the kernel, and no switch lets it go', () => {
    const all = processes();
    const renderers = all.filter(({ command }) => command.includes('--type=renderer'));
    expect(renderers.length).toBeGreaterThan(0);
    for (const { status } of renderers) {
      expect(status).toMatch(/^Seccomp:\s+2$/m);
      expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    }
    expect(all.filter(({ command }) => command.includes('--no-sandbox'))).toEqual([]);
    const desktopFile = textOf('usr/share/applications/tickwatch.desktop');
    expect(desktopFile).not.toContain('sandbox');
    expect(desktopFile).toMatch(/^MimeType=.*x-scheme-handler\/tickwatch;/m);
  });

  test('5: a page is granted nothing of the machine', async () => {
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'push'];
      names.push('clipboard-read', 'idle-detection', 'screen-wake-lock', 'window-management');
      const ask = (name: string): Promise<string> =>
        navigator.permissions
          .query({
            name: name as PermissionName,
            ...(name === 'push' && { userVisibleOnly: true }),
          })
          .then(
            ({ state }) => state,
            () => 'unknown',
          );
      const told = await Promise.all(names.map(ask));
      const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(
        () => 'granted',
        () => 'denied',
      );
      const place = await new Promise<string>((done) =>
        navigator.geolocation.getCurrentPosition(
          () => done('granted'),
          () => done('denied'),
        ),
      );
      return [...told, media, place];
    });
    expect(states).toHaveLength(12);
    expect(states).not.toContain('granted');
    expect(states.filter((state) => state === 'denied').length).toBeGreaterThan(8);
  });

  test('6, 8, 9, 10: nothing that makes pages less safe is turned on', () => {
    const risky =
      /webSecurity:\s*false|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|nodeIntegration\w*:\s*true|contextIsolation:\s*false|sandbox:\s*false/;
    expect(code()).toContain('contextIsolation: true');
    expect(risky.exec(code())).toBeNull();
    const switches =
      /--(disable-web-security|allow-running-insecure-content|enable-blink-features)/;
    expect(processes().filter(({ command }) => switches.test(command))).toEqual([]);
  });

  test('7: the page comes with its policy, and code that is not in its files does not run', async () => {
    const seen = await page.evaluate(async () => {
      const response = await fetch('app://ui/');
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.head.append(script);
      const evaluated = await new Promise<boolean>((done) => {
        const outside = document.createElement('script');
        outside.onload = () => done(true);
        outside.onerror = () => done(false);
        outside.src = 'data:text/javascript,0';
        document.head.append(outside);
      });
      script.remove();
      const elsewhere = await fetch('https://example.com').then(
        () => true,
        () => false,
      );
      return {
        policy: response.headers.get('content-security-policy'),
        sniff: response.headers.get('x-content-type-options'),
        ...{ ran: 'ran' in window, evaluated, elsewhere },
      };
    });
    const blocked = { ran: false, evaluated: false, elsewhere: false };
    expect(seen).toEqual({ policy: CONTENT_SECURITY_POLICY, sniff: 'nosniff', ...blocked });
  });

  test('11, 12: a webview is an element without powers', async () => {
    const isPlain = await page.evaluate(() => {
      const view = document.createElement('webview');
      document.body.append(view);
      view.setAttribute('src', 'https://example.com');
      const powers = 'loadURL' in view || 'executeJavaScript' in view;
      view.remove();
      return !powers;
    });
    expect(isPlain).toBe(true);
    expect(pages()).toHaveLength(1);
  });

  test('13, 14: the page leads nowhere else, and opens no windows', async () => {
    const before = page.url();
    const opened = await page.evaluate(() => {
      const targets = ['https://example.com/', 'file:///etc/passwd', 'app://other/'];
      const windows = targets.map((url) => window.open(url) !== null);
      for (const url of targets) {
        const link = Object.assign(document.createElement('a'), { href: url });
        document.body.append(link);
        link.click();
        link.target = '_blank';
        link.dispatchEvent(new MouseEvent('click', { button: 1, bubbles: true }));
        link.remove();
        location.href = url;
      }
      return windows;
    });
    expect(opened).toEqual([false, false, false]);
    await page.evaluate(() => fetch('app://ui/'));
    expect([page.url(), pages().length]).toEqual([before, 1]);
  });

  test('15: the system is given addresses of linked sites only', async () => {
    await page.evaluate(() => {
      const refused = ['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share'];
      refused.push('ms-settings:', 'http://www.tradingview.com/', 'https://example.com/');
      refused.push(
        'https://www.tradingview.com@evil.example/',
        'https://evil.example/www.tradingview.com',
      );
      refused.push('https://a:b@www.tradingview.com/', 'tickwatch://x', 'x-terminal:ls');
      for (const url of refused) window.open(url);
      window.open('https://www.tradingview.com/');
    });
    await vi.waitFor(() => expect(openedLinks(home)).not.toEqual([]), 15_000);
    expect(openedLinks(home)).toEqual(['https://www.tradingview.com/']);
  });

  test('16: the Electron inside is the one that the bill of materials names', async () => {
    const agent = await page.evaluate(() => navigator.userAgent);
    const bill = textOf('opt/Tickwatch/resources/licenses/sbom.cdx.json');
    const { components } = JSON.parse(bill) as { components: { name: string; version: string }[] };
    const named = components.find(({ name }) => name === 'electron')?.version;
    expect(agent).toContain(`Electron/${String(named)} `);
  });

  test('17: the services answer the page alone, and only what they know', async () => {
    const seen = await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const inFrame = frame.contentWindow !== null && 'tickwatch' in frame.contentWindow;
      frame.remove();
      const odd: [unknown, unknown][] = [
        ['', {}],
        ['nonsense', {}],
        ['__proto__', {}],
        [7, {}],
      ];
      odd.push(['get_watchlist', 7], ['constructor', {}], ['put_watchlist', { symbols: 7 }]);
      odd.push(['put_watchlist', JSON.parse('{"__proto__":{"x":1}}')], [null, null]);
      const told = await Promise.all(
        odd.map(([name, params]) => window.tickwatch!.request(name as string, params)),
      );
      return { inFrame, answered: told.filter(({ ok }) => ok).length };
    });
    expect(seen).toEqual({ inFrame: false, answered: 0 });
  });

  test('18: no page is a file, and no path leads out of the page', async () => {
    expect(page.url()).toMatch(/^app:\/\/ui\//);
    const statuses = await page.evaluate(() => {
      const up = [
        '..%2f..%2fpackage.json',
        '%2e%2e%2f%2e%2e%2fpackage.json',
        '..%5c..%5cpackage.json',
      ];
      const paths = [...up, 'assets/..%2f..%2f..%2fpackage.json', 'index.html%00.js', '%ff'];
      return Promise.all(paths.map(async (path) => (await fetch(`app://ui/${path}`)).status));
    });
    expect(statuses.filter((status) => ![403, 404].includes(status))).toEqual([]);
    expect(statuses[0]).toBe(403);
  });

  test('19: every fuse is set', async () => {
    const wire = await getCurrentFuseWire(join(root, 'opt/Tickwatch/tickwatch'));
    // As they are written into the program: the characters 0 and 1.
    const [DISABLE, ENABLE] = [0x30, 0x31];
    expect({ ...wire }).toMatchObject({
      [FuseV1Options.RunAsNode]: DISABLE,
      [FuseV1Options.EnableCookieEncryption]: ENABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: DISABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
    });
  });

  test('20: the page is shown three functions, and no event of Electron comes through them', async () => {
    const seen = await page.evaluate(async () => {
      const heard = await new Promise<unknown[]>((done) => {
        const stop = window.tickwatch!.onEvents((...given: unknown[]) => {
          stop();
          done(given);
        });
        void window.tickwatch!.request('subscribe_symbol', { symbol: 'BTC/USDT' });
      });
      return {
        names: Object.keys(window.tickwatch!).sort(),
        given: heard.length,
        isList: Array.isArray(heard[0]),
      };
    });
    expect(seen).toEqual({ names: ['onCommand', 'onEvents', 'request'], given: 1, isList: true });
  });
});

test('the package holds what was built and what it needs, and nothing else of the checkout', () => {
  const listed = listPackage(asar(), { isPack: false }).filter(
    (path) => !/^\/node_modules(\/|$)/.test(path),
  );
  const known = /^\/(dist(\/(electron|preload|renderer)(\/.*)?)?|package\.json)$/;
  expect(listed.length).toBeGreaterThan(10);
  expect(listed.filter((path) => !known.test(path) || path.endsWith('.map'))).toEqual([]);
  const names = readdirSync(join(root, 'opt/Tickwatch/resources'));
  expect(names).not.toContain('default_app.asar');
  const papers = readdirSync(join(root, 'opt/Tickwatch/resources/licenses')).sort();
  expect(papers).toEqual(['LICENSE.txt', 'THIRD-PARTY.txt', 'sbom.cdx.json']);
});
