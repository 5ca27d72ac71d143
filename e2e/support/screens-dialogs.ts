import type { Page } from 'playwright-core';
import type { ScreenState } from './screen-state';

type Steps = (page: Page) => Promise<void>;

const dialog = (page: Page) => page.getByRole('dialog').last();
const tab = (page: Page, value: string) => page.locator(`[role="tab"][data-value="${value}"]`);

const press =
  (key: string): Steps =>
  async (page) => {
    await page.keyboard.press(key);
    await dialog(page).waitFor();
  };

/** Does one thing after the other. */
const then =
  (...all: readonly Steps[]): Steps =>
  async (page) => {
    for (const steps of all) await steps(page);
  };

const click =
  (testId: string): Steps =>
  (page) =>
    page.getByTestId(testId).first().click();

const fill =
  (testId: string, text: string): Steps =>
  (page) =>
    page.getByTestId(testId).fill(text);

const section =
  (value: string): Steps =>
  (page) =>
    tab(page, value).click();

const onRow =
  (testId: string, key: string): Steps =>
  async (page) => {
    await page.getByTestId(testId).first().focus();
    await page.keyboard.press(key);
    await dialog(page).waitFor();
  };

const pick =
  (name: string, text: string): Steps =>
  (page) =>
    dialog(page)
      .locator('input[type="file"]')
      .first()
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

const rules = section('alerts');
const journal = section('journal');
const data = (value: string): Steps => then(click('data-open'), section(value));
const settings = (value: string): Steps => then(click('settings-open'), section(value));

const RULES = JSON.stringify({
  format: 'tickwatch-rules',
  version: 1,
  rules: [
    {
      ...{ symbol: 'BTC/USDT', mode: 'once', severity: 'critical' },
      condition: { type: 'price_cross', price: 70_000, direction: 'up' },
    },
    {
      ...{ symbol: 'ETH/USDT', mode: 'every_time', severity: 'info' },
      condition: { type: 'change', percent: 2, window_s: 300, direction: 'any' },
    },
    { name: 'Of another program', symbol: 'ETH/USDT', condition: { type: 'moon' } },
  ],
});

const STEPS: Readonly<Record<string, Steps>> = {
  search: press('/'),
  'search-found': then(press('/'), fill('search-input', 'usdt')),
  'search-none': then(press('/'), fill('search-input', 'zzz')),
  keys: press('?'),
  connection: click('connection-state'),
  mute: click('muted'),
  'position-add': press('p'),
  'position-refused': then(press('p'), click('form-submit')),
  'position-edit': then(section('positions'), onRow('position-row', 'Enter')),
  'position-close': then(section('positions'), onRow('position-row', 'c')),
  'position-increase': then(section('positions'), onRow('position-row', '+')),
  'quick-alert': press('a'),
  'rule-create': then(rules, click('new-rule')),
  'rule-import': then(rules, click('rules-import')),
  'rule-import-read': then(rules, click('rules-import'), pick('rules.json', RULES)),
  'rule-import-broken': then(rules, click('rules-import'), pick('rules.json', '{ "rules": [')),
  'alert-detail': then(rules, async (page) => {
    await page.getByTestId('alert-row').first().focus();
    await page.keyboard.press('Enter');
  }),
  'journal-detail': then(journal, (page) =>
    page.getByTestId('journal-row').first().getByRole('button').click(),
  ),
  glossary: then(press('?'), (page) => dialog(page).getByRole('button').first().click()),
  'settings-appearance': settings('appearance'),
  'settings-found': then(click('settings-open'), fill('settings-search', 'alert')),
  'settings-sounds': settings('sounds'),
  'settings-alerts': settings('alerts'),
  'settings-channels': settings('channels'),
  'settings-channel': then(settings('channels'), (page) =>
    page.locator('[data-channel="telegram"] button').last().click(),
  ),
  'settings-signals': settings('signals'),
  'settings-access': settings('access'),
  'settings-token': then(settings('access'), click('token-make')),
  'settings-updates': settings('updates'),
  'settings-diagnostics': settings('diagnostics'),
  'data-import': data('import'),
  'data-import-read': then(data('import'), pick('trades.csv', 'good')),
  'data-import-broken': then(data('import'), pick('trades.csv', 'broken')),
  'data-import-done': then(data('import'), pick('trades.csv', 'good'), click('import-commit')),
  'data-export': data('export'),
  'data-backups': data('backups'),
  'data-restore': then(data('backups'), (page) =>
    page.getByTestId('backup').first().getByRole('button').click(),
  ),
};

const record: Steps = then(section('signals'), (page) =>
  page.getByTestId('signal-row').nth(1).getByRole('button').first().click(),
);

/** Dialogs, and what opens inside the window. */
export const dialogScreens: readonly ScreenState[] = [
  ...Object.entries(STEPS).map(([name, steps]) => ({ name, scene: 'live', steps })),
  ...[0, 1, 2].map((pages) => ({
    ...{ name: `welcome-${pages + 1}`, scene: 'live', store: { welcome: 'open' } },
    steps: async (page: Page) => {
      for (let on = 0; on < pages; on += 1) await page.getByTestId('welcome-next').click();
    },
  })),
  ...['live', 'drift', 'altered', 'reading'].map((scene) => ({
    ...{ name: `record-${scene}`, scene, steps: record },
  })),
];
