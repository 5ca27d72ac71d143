import { join } from 'node:path';
import { build } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { complaintsOf, launchChromium } from './support/chromium';
import { repository, startHeadless } from './support/headless';
import { tempFolder } from './support/temp-folder';

test('a page of the trader’s own follows a symbol with the typed client, and hears alerts', async () => {
  const pages = await tempFolder();
  await build({
    ...{
      configFile: false,
      root: join(repository, 'examples/browser'),
      base: './',
      logLevel: 'warn',
    },
    build: { outDir: pages, emptyOutDir: true },
  });
  const folder = await tempFolder();
  const service = await startHeadless(['--demo', '--data-dir', folder, '--pages', pages]);
  onTestFinished(async () => void (await service.end()));
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`${service.url}/pages/#token=${service.token}`);
  await page.getByText('connected', { exact: true }).waitFor();
  await page.locator('#price', { hasText: /\d/ }).waitFor();
  const rule = { symbol: 'BTC/USDT', mode: 'once', severity: 'info' };
  const condition = { type: 'price_above', price: 1 };
  const made = await fetch(`${service.url}/api/v1/alert-rules`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${service.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...rule, condition }),
  });
  expect(made.status).toBe(201);
  await page.locator('#alerts li', { hasText: 'BTC/USDT' }).waitFor();
  expect(complaints).toEqual([]);
  expect((await fetch(`${service.url}/pages/..%2f..%2fetc/passwd`)).status).toBe(404);
});
