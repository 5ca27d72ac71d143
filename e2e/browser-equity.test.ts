import { expect, test, vi } from 'vitest';
import { complaintsOf } from './support/chromium';
import { useScreen } from './support/screen';

const MINUTE_MS = 60_000;

const screen = useScreen('equity');

/** Asks again while prices are not live yet. */
const call = <T>(method: string, path: string, body?: object): Promise<T> =>
  vi.waitFor(() => screen.call<T>(method, path, body), 15_000);
const openEquity = () => screen.open({ width: 1280, height: 900, tab: 'Equity' });

interface Curve {
  readonly items: { readonly equity: number; readonly timestamp: string }[];
}

/** What a folder of a week holds, brought in as a document: a point every half hour. */
async function bringWeek(): Promise<void> {
  const document = await call<{ histories: object; state: object }>('GET', '/export');
  const now = Date.now();
  const equity = Array.from({ length: 300 }, (_, place) => ({
    ...{ id: place + 1, at: now - (300 - place) * 30 * MINUTE_MS },
    equity: String(100_000 + Math.round(Math.sin(place / 20) * 900)),
  }));
  const histories = { ...document.histories, equity };
  await call('POST', '/import', { ...document, histories });
}

test('points appear as prices move, the curve can be read by pointer and keyboard, and it outlives a kill', async () => {
  const page = await openEquity();
  const complaints = complaintsOf(page);
  await page.getByText('Too little to draw yet').waitFor();
  await call('POST', '/portfolio/transfers', { amount: 100_000 });
  const long = { symbol: 'BTC/USDT', side: 'long', quantity: 1, entry_price: 50_000 };
  await call('POST', '/positions', long);
  // The first point is kept as soon as every price is live.
  await vi.waitFor(async () => {
    const { items } = await call<Curve>('GET', '/portfolio/equity');
    expect(items).toHaveLength(1);
  }, 15_000);
  await bringWeek();
  await page.reload();
  await page.getByRole('tab', { name: 'Equity' }).click();
  await page.getByTestId('equity').getByText('1W', { exact: true }).click();
  const shown = page.getByTestId('equity-now');
  await vi.waitFor(async () => expect(await shown.innerText()).not.toMatch(/^–/), 10_000);
  const newest = await shown.innerText();
  const chart = page.getByTestId('equity-chart');
  const box = (await chart.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4);
  await vi.waitFor(async () => expect(await shown.innerText()).not.toBe(newest), 5000);
  await page.mouse.move(0, 0);
  await vi.waitFor(async () => expect(await shown.innerText()).toBe(newest), 5000);
  await chart.focus();
  await page.keyboard.press('Home');
  await vi.waitFor(async () => expect(await shown.innerText()).toBe('100,000.00 USDT'), 5000);
  await page.keyboard.press('End');
  await vi.waitFor(async () => expect(await shown.innerText()).toBe(newest), 5000);
  const before = (await call<Curve>('GET', '/portfolio/equity')).items;
  expect(before.length).toBeGreaterThan(290);
  await page.context().close();
  await screen.restart();
  const after = (await call<Curve>('GET', '/portfolio/equity')).items;
  expect(after.slice(0, 290)).toEqual(before.slice(0, 290));
  expect(complaints).toEqual([]);
});

test('when the day begins decides what counts as earned today', async () => {
  const page = await openEquity();
  const today = () => call<{ pnl_today: number | null }>('GET', '/portfolio');
  await vi.waitFor(async () => expect((await today()).pnl_today).not.toBeNull(), 15_000);
  // A day that has just begun has earned nothing but what the last minutes did.
  const hour = new Date().toISOString().slice(11, 16);
  await page.getByRole('button', { name: 'Currency, and when the day begins' }).click();
  await page.getByLabel('The day begins at').fill(hour);
  await page.getByLabel('in the time zone').fill('UTC');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByLabel('The day begins at').waitFor({ state: 'detached' });
  const chosen = await call<{ day_starts_at: string; day_zone: string }>('GET', '/portfolio');
  expect(chosen).toMatchObject({ day_starts_at: hour, day_zone: 'UTC' });
  const { items, days } = await call<Curve & { days: { from: string; to: string }[] }>(
    'GET',
    '/portfolio/equity',
  );
  expect(days.every(({ from }) => from.slice(11, 16) === hour)).toBe(true);
  expect(days.length).toBeGreaterThan(items.length > 290 ? 5 : 0);
});
