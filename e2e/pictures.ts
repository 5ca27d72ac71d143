// npm run pictures -- [--only NAME …] [--language en|th …] [--width 390|900|1440 …] [--out FOLDER] [--lanes 3]
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './support/chromium';
import { openScene } from './support/scene';
import { openScenePage } from './support/scene-page';
import type { ScreenState } from './support/screen-state';
import { SCREENS } from './support/screens';
import { writeSheets } from './support/sheets';
import { troublesOf } from './support/troubles';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    language: { type: 'string', multiple: true, default: ['en', 'th'] },
    width: { type: 'string', multiple: true, default: ['390', '900', '1440'] },
    out: { type: 'string', default: 'screenshots' },
    lanes: { type: 'string', default: '3' },
  },
});

interface Size {
  readonly width: number;
  readonly height: number;
}

const THEMES = ['dark', 'light'] as const;
/** A page that has begun as a phone's begins otherwise; the others are one page made larger. */
const DEVICES: readonly (readonly Size[])[] = [
  [{ width: 390, height: 800 }],
  [
    { width: 900, height: 600 },
    { width: 1440, height: 900 },
  ],
];

interface Job {
  readonly screen: ScreenState;
  readonly language: string;
  readonly sizes: readonly Size[];
}

/** Whole names, or the beginnings of several. */
function isWanted({ name }: ScreenState): boolean {
  return values.only.length === 0 || values.only.some((wanted) => name.startsWith(wanted));
}

const folder = resolve(values.out);
const troubles: string[] = [];

async function take(page: Page, { screen, language, sizes }: Job): Promise<number> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      // The chart takes size and theme over with its next frames.
      await page.clock.fastForward(100);
      await page.clock.fastForward(100);
      const file = `${size.width}-${language}-${theme}.png`;
      await page.screenshot({ path: join(folder, screen.name, file) });
    }
    for (const trouble of await troublesOf(page)) {
      troubles.push(`${screen.name} ${size.width} ${language}: ${trouble}`);
    }
  }
  return sizes.length * THEMES.length;
}

async function shoot(browser: Browser, url: string, job: Job): Promise<number> {
  const { screen, language, sizes } = job;
  const context = await browser.newContext({
    viewport: sizes[0] ?? null,
    locale: language,
    timezoneId: 'Asia/Bangkok',
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000);
  try {
    return await take(await openScene(context, url, screen), job);
  } catch (error) {
    troubles.push(`${screen.name} ${sizes[0]?.width} ${language}: no picture: ${String(error)}`);
    return 0;
  } finally {
    await context.close();
  }
}

function jobsOf(screens: readonly ScreenState[]): Job[] {
  const devices = DEVICES.map((sizes) =>
    sizes.filter(({ width }) => values.width.includes(String(width))),
  ).filter((sizes) => sizes.length > 0);
  return screens.flatMap((screen) =>
    values.language.flatMap((language) => devices.map((sizes) => ({ screen, language, sizes }))),
  );
}

async function main(): Promise<void> {
  const screens = SCREENS.filter(isWanted);
  for (const { name } of screens) {
    await rm(join(folder, name), { recursive: true, force: true });
    await mkdir(join(folder, name), { recursive: true });
  }
  const [browser, page] = await Promise.all([launchChromium(), openScenePage()]);
  const waiting = jobsOf(screens).values();
  let count = 0;
  const lane = async (): Promise<void> => {
    for (const job of waiting) count += await shoot(browser, page.url, job);
  };
  await Promise.all(Array.from({ length: Number(values.lanes) }, lane));
  await writeSheets(
    browser,
    folder,
    screens.map(({ name }) => name),
  );
  await writeFile(join(folder, 'troubles.txt'), `${troubles.sort().join('\n')}\n`);
  await Promise.all([browser.close(), page.close()]);
  process.stdout.write(`${count} pictures in ${folder}\n`);
  if (troubles.length > 0) process.stdout.write(`${troubles.length} to look at: troubles.txt\n`);
}

await main();
