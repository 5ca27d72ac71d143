import { expect, it, vi } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { AlertBanners } from './alert-banners.svelte';
import type { AlertInfo } from './alert-filter';
import { Alerts } from './alerts.svelte';

const alert = (id: number, more: Partial<AlertInfo> = {}): AlertInfo => ({
  ...{ alert_id: id, rule_id: 1, position_id: null, symbol: 'BTC/USDT', price: 1 },
  ...{ alert_type: 'PRICE_CROSS', severity: 'info', message: 'crossed', read: false, late: false },
  occurred_at: '2026-01-01T00:00:00.000Z',
  timestamp: '2026-01-01T00:00:00.000Z',
  ...more,
});

const detailed = (each: AlertInfo) => ({ ...each, params: null, outcome: null });

function harness(stored: readonly AlertInfo[]) {
  const server = { alerts: [...stored] };
  const transport = new FakeTransport()
    .answer('list_alerts', ({ unread }) => {
      const items = server.alerts.filter(({ read }) => unread !== true || !read);
      return { ok: true, value: { items: items.map(detailed), next: null } };
    })
    .answer('read_alert', ({ id }) => ({
      ok: true,
      value: detailed(alert(Number(id), { read: true })),
    }));
  const onNew = vi.fn<(alerts: readonly AlertInfo[]) => void>();
  const parts = { transport, nextFrame: (run: () => void) => run(), onNew };
  const alerts = new Alerts({ ...parts, onRead: () => undefined, onFailure: () => undefined });
  return { server, alerts, onNew };
}

const ids = (alerts: readonly AlertInfo[]) => alerts.map(({ alert_id }) => alert_id);

it('shows an alert once, newest first, however often it is told', async () => {
  const { alerts, onNew } = harness([alert(2), alert(1)]);
  await alerts.load();
  alerts.hear(alert(3));
  alerts.hear(alert(3));
  expect(ids(alerts.items)).toEqual([3, 2, 1]);
  expect(alerts.unread).toBe(3);
  expect(onNew.mock.calls.map(([shown]) => ids(shown))).toEqual([[3]]);
});

it('tells of what fired while the line was lost, and of what was read elsewhere', async () => {
  const { server, alerts, onNew } = harness([alert(1)]);
  await alerts.load();
  server.alerts = [alert(3), alert(2), alert(1, { read: true })];
  await alerts.load();
  expect(onNew.mock.calls.map(([shown]) => ids(shown))).toEqual([[2, 3]]);
  expect(alerts.unread).toBe(2);
});

it('shows critical alerts that nobody has read again after a start', async () => {
  const { alerts, onNew } = harness([alert(2, { severity: 'critical' }), alert(1)]);
  await alerts.load();
  expect(onNew.mock.calls.map(([shown]) => ids(shown))).toEqual([[2]]);
});

it('knows of an alert what was told after it, and keeps the newest of it', async () => {
  const { alerts } = harness([alert(1)]);
  await alerts.load();
  expect(alerts.details.of(1)).toEqual({ params: null, outcome: null });
  const outcome = { '15m': { mfe: 1, mae: -2 }, '1h': null, '4h': null };
  alerts.details.adopt({ alert_id: 1, params: null, outcome });
  expect(alerts.details.of(1).outcome).toEqual(outcome);
  expect(alerts.details.of(2).outcome).toBeNull();
});

it('plays the sound that the rule of the most pressing alert asks for', () => {
  vi.useFakeTimers();
  const play = vi.fn<(severity: string, own: string | null) => void>();
  const banners = new AlertBanners({ play }, (id) => (id === 2 ? 'siren' : null));
  banners.show([alert(1), alert(2, { severity: 'critical' }), alert(3)]);
  banners.show([alert(4)]);
  expect(play.mock.calls).toEqual([
    ['critical', 'siren'],
    [alert(4).severity, null],
  ]);
  vi.useRealTimers();
});

it('keeps a critical banner until it is read, and lets the others go', () => {
  vi.useFakeTimers();
  const banners = new AlertBanners({ play: () => undefined }, () => null);
  banners.show([alert(1), alert(2, { severity: 'critical' })]);
  vi.advanceTimersByTime(60_000);
  expect([ids(banners.critical), ids(banners.passing)]).toEqual([[2], []]);
  banners.forget([2]);
  expect(banners.critical).toEqual([]);
  vi.useRealTimers();
});
