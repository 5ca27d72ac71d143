import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Reply } from '../shared/protocol/reply';
import { complaintsOf } from './support/chromium';
import { useScreen } from './support/screen';
import { SocketClient } from './support/socket-client';

const screen = useScreen('alerts');

test('rules are chosen by key, handed out, deleted, and taken in again from the file', async () => {
  const client = await SocketClient.connect(screen.server.url, screen.server.token);
  const count = async (): Promise<number> => {
    const reply = (await client.ask('list_alert_rules', {})) as Reply<{ items: unknown[] }>;
    return reply.ok ? reply.value.items.length : -1;
  };
  for (let n = 1; n <= 24; n += 1) {
    const condition = { type: 'price_above', price: 1_000_000 + n } as const;
    const rule = { symbol: 'BTC/USDT', condition, mode: 'once', severity: 'info' } as const;
    await client.ask('create_alert_rule', rule);
  }
  const page = await screen.open({ height: 800, tab: 'Alerts' });
  page.setDefaultTimeout(20_000);
  const complaints = complaintsOf(page);
  await page.getByText('Rules (24)').click();
  const rows = page.getByTestId('rule-row');
  await rows.first().waitFor();
  // Only what is in view is drawn.
  expect(await rows.count()).toBeLessThan(24);

  const download = page.waitForEvent('download');
  await page.getByTestId('rules-export').click();
  const file = await (await download).path();
  await rows.first().focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('2 chosen').waitFor();
  await page.keyboard.press('Control+a');
  await page.getByText('24 chosen').waitFor();
  await page.keyboard.press('Delete');
  await vi.waitFor(async () => expect(await count()).toBe(0), 15_000);

  const pack = JSON.parse(await readFile(file, 'utf8')) as { rules: unknown[] };
  const bad = join(screen.dataDir, 'bad.json');
  await writeFile(bad, JSON.stringify({ ...pack, rules: [...pack.rules.slice(0, 2), 7] }));
  await page.getByTestId('rules-import').click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles(bad);
  await dialog.getByText('Rule 3').waitFor();
  await dialog.locator('input[type=checkbox]').first().uncheck();
  await dialog.getByRole('button', { name: 'Arm 1' }).click();
  await dialog.waitFor({ state: 'detached' });
  await vi.waitFor(async () => expect(await count()).toBe(1));

  await page.getByTestId('rules-import').click();
  await writeFile(bad, '{ "format": nonsense }');
  await dialog.locator('input[type=file]').setInputFiles(bad);
  await dialog.getByText('it goes wrong in line 1, column 13').waitFor();
  await dialog.locator('input[type=file]').setInputFiles(file);
  await dialog.getByText('already there').waitFor();
  await dialog.getByRole('button', { name: 'Arm 23' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await count()).toBe(24);
  expect(complaints).toEqual([]);
  client.close();
});
