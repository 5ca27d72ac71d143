import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { launchChromium } from './support/chromium';
import { startHeadless, type Headless } from './support/headless';
import { attempt, type Target } from './support/hostile-attempts';
import { makeTempFolder } from './support/temp-folder';

/** Names that lead to this machine, as those of a rebound domain do. */
const [EVIL, REBOUND] = ['page.evil.example', 'rebind.evil.example'];
const NOTHING = ['', '400', '401', '403'];

const hostile = createServer((_request, response) => {
  response.setHeader('Content-Type', 'text/html');
  response.end('<!doctype html><title>evil</title><body>');
});
let hostilePort: number;
let browser: Browser;
let server: Headless;
let port: string;

beforeAll(async () => {
  await new Promise<void>((done) => hostile.listen(0, '127.0.0.1', done));
  hostilePort = (hostile.address() as AddressInfo).port;
  const names = [EVIL, REBOUND].map((name) => `MAP ${name} 127.0.0.1`).join(',');
  browser = await launchChromium([`--host-resolver-rules=${names}`]);
  server = await startHeadless(['--demo', '--data-dir', await makeTempFolder()]);
  ({ port } = new URL(server.url));
});
afterAll(async () => {
  await browser.close();
  await server.end();
  hostile.close();
});

async function open(url: string): Promise<Page> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

const target = (): Target => ({
  ...{ url: server.url, token: server.token },
  aliases: [`http://localhost:${port}`, `http://${REBOUND}:${port}`],
});

/** Requests that reached a handler, and clients; the asking itself is left out. */
async function reached(): Promise<string[]> {
  const headers = { Authorization: `Bearer ${server.token}` };
  const metrics = await (await fetch(`${server.url}/api/v1/metrics`, { headers })).text();
  const lines = metrics.split('\n').filter((each) => /^tickwatch_(requests_total|conn)/.test(each));
  return lines.filter((each) => !each.includes('get_metrics'));
}

test.each([
  ['another port', () => `http://127.0.0.1:${hostilePort}/`],
  ['another name', () => `http://localhost:${hostilePort}/`],
  ['another domain', () => `http://${EVIL}:${hostilePort}/`],
])('of all that a page of %s tries, nothing gets in', async (_name, url) => {
  const before = await reached();
  const page = await open(url());
  const got = await page.evaluate(attempt, target());
  expect(Object.keys(got).length).toBeGreaterThanOrEqual(45);
  expect(Object.fromEntries(Object.entries(got).filter(([, each]) => each !== ''))).toEqual({});
  expect(await reached()).toEqual(before);
});

test('a page whose own name is rebound to the service gets neither it nor anything through it', async () => {
  const before = await reached();
  const page = await open(`http://${REBOUND}:${port}/`);
  expect(await page.textContent('body')).toContain('Host is not served');
  const got = await page.evaluate(
    async ([path, token]) => {
      const headers = { Authorization: `Bearer ${token}` };
      const answers = [fetch(path), fetch(path, { headers }), fetch(path, { method: 'POST' })];
      const statuses = (await Promise.all(answers)).map(({ status }) => String(status));
      const socket = new WebSocket(`ws://${location.host}/socket.io/?EIO=4&transport=websocket`);
      const socketState = await new Promise<string>((done) => {
        socket.onopen = () => done('open');
        socket.onerror = () => done('');
      });
      return [...statuses, socketState];
    },
    ['/api/v1/prices', server.token] as const,
  );
  expect(got.filter((each) => !NOTHING.includes(each))).toEqual([]);
  expect(await reached()).toEqual(before);
});

test('a link from elsewhere opens the page, but no answer of the API', async () => {
  const before = await reached();
  const page = await open(`http://${EVIL}:${hostilePort}/`);
  await page.evaluate((url) => void (location.href = url), `${server.url}/api/v1/prices`);
  await vi.waitFor(async () => expect(await page.textContent('body')).toContain('UNAUTHORIZED'), {
    timeout: 20_000,
  });
  expect(await reached()).toEqual(before);
});

test('the same attempts from the service’s own page do get in, so that they can', async () => {
  const page = await open(`${server.url}/api/docs`);
  const got = await page.evaluate(attempt, target());
  for (const each of [
    'fetch',
    'fetch with a token',
    'polling',
    'XHR',
    'WebSocket',
    'style sheet',
  ]) {
    expect(got[each], each).not.toBe('');
  }
});
