import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';

const VARIANTS = ['en-dark', 'en-light', 'th-dark', 'th-light'];
const SIZES = [390, 900, 1440];
/** What a sheet's pictures are drawn at, of their own size. */
const SCALES: Readonly<Record<number, number>> = { 390: 0.75, 900: 0.6, 1440: 0.62 };

const tile = (name: string, size: number, variant: string): string =>
  `<img src="${name}/${size}-${variant}.png" width="${size * (SCALES[size] ?? 1)}" alt="${name} ${variant}">`;

const sheetOf = (name: string, sizes: readonly number[]): string =>
  sizes
    .map((size) => `<p>${VARIANTS.map((variant) => tile(name, size, variant)).join('')}</p>`)
    .join('');

const page = (body: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Tickwatch</title><style>
  body { margin: 8px; background: #888; font: 14px sans-serif; }
  p { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 8px; align-items: flex-start; }
  </style>${body}`;

/**
 * Writes `index.html` with all pictures, and for each screen one picture of the phone's four
 * variants and one of each greater size's.
 */
export async function writeSheets(
  browser: Browser,
  folder: string,
  names: readonly string[],
): Promise<void> {
  const whole = names.map((name) => `<h2>${name}</h2>${sheetOf(name, SIZES)}`).join('');
  await writeFile(join(folder, 'index.html'), page(whole));
  const context = await browser.newContext({ viewport: { width: 1820, height: 400 } });
  const tab = await context.newPage();
  for (const name of names) {
    for (const size of SIZES.filter((one) =>
      VARIANTS.some((variant) => existsSync(join(folder, name, `${one}-${variant}.png`))),
    )) {
      const draft = join(folder, 'sheet.html');
      await writeFile(draft, page(sheetOf(name, [size])));
      await tab.goto(pathToFileURL(draft).href);
      await tab.screenshot({ path: join(folder, `${name}-${size}.png`), fullPage: true });
    }
  }
  await context.close();
}
