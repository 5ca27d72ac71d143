import { rm } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { launchChromium } from './chromium';
import { startHeadless, type Headless } from './headless';
import { makeTempFolder } from './temp-folder';
import { remembered } from './remembered';
import { skipWelcome } from './welcome';

/** How a page is opened; without a tab the one that was shown last. */
interface Opening {
  readonly width?: number;
  readonly height?: number;
  /** The English name of a tab of the dock. */
  readonly tab?: string;
  /** Where the dock stands: by default below the chart, where tables have room for all columns. */
  readonly dock?: 'right' | 'below';
  /** As at the first start: with the welcome. */
  readonly isFirst?: boolean;
}

/** Lets the pages of a browser begin with the dock below the chart. */
export const dockBelow = (context: BrowserContext): Promise<unknown> =>
  remembered(context, 'dock.side', 'below');

/** One server with a browser before it, for all tests of a file. */
export class Screen {
  #browser: Browser | null = null;
  #server: Headless | null = null;
  #dataDir = '';

  /** @param demo What `--demo` is given. */
  constructor(private readonly demo: string) {}

  get server(): Headless {
    if (!this.#server) throw new Error('The server has not been started');
    return this.#server;
  }

  /** Where the server keeps its data. */
  get dataDir(): string {
    return this.#dataDir;
  }

  async start(): Promise<void> {
    this.#dataDir = await makeTempFolder();
    const ready = [launchChromium(), this.#startServer()] as const;
    [this.#browser] = await Promise.all(ready);
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await this.#server?.end('SIGKILL');
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  /** Kills the server and starts it on the same data. */
  async restart(): Promise<void> {
    await this.server.end('SIGKILL');
    await this.#startServer();
  }

  /** Opens a page in English that is signed in and shows the watchlist; it is closed with the test. */
  async open(opening: Opening = {}): Promise<Page> {
    const { width = 1440, height = 1000, tab, dock = 'below', isFirst = false } = opening;
    if (!this.#browser) throw new Error('The browser has not been started');
    const viewport = { width, height };
    const context = await this.#browser.newContext({ viewport, locale: 'en-US' });
    onTestFinished(() => context.close());
    if (dock === 'below') await dockBelow(context);
    if (!isFirst) await skipWelcome(context);
    const page = await context.newPage();
    await page.goto(`${this.server.url}/#token=${this.server.token}`);
    await page.getByTestId('watchlist-row').first().waitFor({ state: 'attached' });
    if (tab !== undefined) await page.getByRole('tab', { name: tab }).click();
    return page;
  }

  /** Asks over REST. @throws when it is refused. */
  async call<T>(method: string, path: string, body?: object): Promise<T> {
    const { url, token } = this.server;
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(response.ok, `${method} ${path}`).toBe(true);
    return (await response.json()) as T;
  }

  async #startServer(): Promise<void> {
    this.#server = await startHeadless([`--demo=${this.demo}`, '--data-dir', this.#dataDir]);
  }
}

/** A screen that is there while the tests of a file run. */
export function useScreen(demo: string): Screen {
  const screen = new Screen(demo);
  beforeAll(() => screen.start());
  afterAll(() => screen.stop());
  return screen;
}
