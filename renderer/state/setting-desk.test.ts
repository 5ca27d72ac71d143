import { beforeEach, expect, test } from 'vitest';
import { answerSettings } from '../client/fake-settings';
import { FakeTransport } from '../client/fake-transport';
import { Locale } from '../i18n/i18n.svelte';
import { AlertBeep } from './alert-beep.svelte';
import { PageChoices } from './page-choices';
import type { SavedFile } from './save-file';
import { ServiceSettings } from './service-settings.svelte';
import { SettingDesk } from './setting-desk';
import { SettingsTransfer } from './settings-transfer.svelte';
import { Theme } from './theme.svelte';
import { Toasts } from './toasts.svelte';

const fileOf = (text: string) => ({
  name: 'settings.json',
  size: text.length,
  arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer),
});

function open() {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const transport = new FakeTransport();
  answerSettings(transport);
  const locale = new Locale(store, ['en']);
  const theme = new Theme(store, { matches: true, addEventListener: () => undefined });
  const services = new ServiceSettings(transport);
  const page = new PageChoices({ locale, theme, beep: new AlertBeep(store) });
  const saved: SavedFile[] = [];
  const transfer = new SettingsTransfer({ page, services, save: (file) => saved.push(file) });
  const toasts = new Toasts();
  const desk = new SettingDesk({ page, services, transfer, toasts, locale });
  const undo = () => {
    const [toast] = toasts.shown;
    if (toast) toasts.act(toast);
  };
  return { transport, locale, theme, services, page, saved, transfer, toasts, desk, undo };
}

let at: ReturnType<typeof open>;
beforeEach(async () => {
  at = open();
  await at.services.load();
});

const alerts = () => {
  const { alerts: known } = at.services;
  if (!known) throw new Error('The settings are not known');
  return known;
};
const settled = (): Promise<void> => new Promise((resolve) => queueMicrotask(() => resolve()));

test('a look goes back to its default, and comes back with undo', () => {
  at.page.choose('palette', 'red-up');
  at.desk.resetPage(['palette'], 'Colors');
  expect(at.theme.of('palette')).toBe('standard');
  expect(at.toasts.shown[0]?.text).toContain('Colors');
  at.undo();
  expect(at.theme.of('palette')).toBe('red-up');
});

test('a setting of the services goes back alone, and comes back with undo', async () => {
  const before = alerts();
  expect(at.desk.isUsualAlert(before, 'default_channels')).toBe(false);
  await at.desk.resetAlerts(before, ['default_channels'], null);
  expect(alerts().default_channels).toEqual(['desktop', 'sound']);
  expect(alerts().quiet_hours).toEqual(before.quiet_hours);
  at.undo();
  await settled();
  expect(alerts().default_channels).toEqual(before.default_channels);
});

test('no undo is offered for what the services refused', async () => {
  at.transport.answer('patch_settings', () => ({
    ok: false,
    error: { code: 'INVALID', message: 'no' },
  }));
  await at.desk.resetAlerts(alerts(), ['quiet_hours'], null);
  expect(at.toasts.shown).toEqual([]);
});

test('an exported file brings everything back but the signals, unless they are asked for', async () => {
  at.transfer.export();
  const text = at.saved[0]?.text ?? '';
  at.page.choose('density', 'compact');
  await at.services.change({ alerts: { flood_limit: 99 }, signals: { horizon: 7 } });
  await at.transfer.choose(fileOf(text));
  expect(at.transfer.counts).toEqual({ page: 1, alerts: 1, signals: 1 });
  expect(await at.desk.import()).toBe(true);
  expect([at.theme.of('density'), alerts().flood_limit]).toEqual(['comfortable', 10]);
  expect(at.services.signals?.horizon).toBe(7);
  at.undo();
  await settled();
  await settled();
  expect(alerts().flood_limit).toBe(99);
});

test('a file whose values the services refuse changes nothing on the page either', async () => {
  at.transfer.export();
  const file = JSON.parse(at.saved[0]?.text ?? '') as object;
  at.transport.answer('patch_settings', () => ({
    ok: false,
    error: { code: 'INVALID', message: 'flood_limit' },
  }));
  const next = { ...file, page: { theme: 'light' }, alerts: { flood_limit: -1 } };
  await at.transfer.choose(fileOf(JSON.stringify(next)));
  expect(await at.desk.import()).toBe(false);
  expect(at.transfer.error?.code).toBe('INVALID');
  expect(at.theme.of('theme')).toBe('system');
  at.transfer.reset();
  await at.transfer.choose(fileOf('no JSON'));
  expect(at.transfer.problem).toBe('foreign');
});

test('a look that does not exist is not taken from a file', () => {
  at.page.choose('theme', 'pink');
  at.page.choose('language', 'xx');
  expect([at.theme.of('theme'), at.locale.language]).toEqual(['system', 'en']);
});
