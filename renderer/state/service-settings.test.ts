import { expect, it } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import type { RequestResult } from '../../shared/protocol/requests';
import { ServiceSettings } from './service-settings.svelte';

type Body = RequestResult<'get_settings'>;
const body: Body = {
  alerts: {
    ...{ default_channels: [], quiet_hours: null, muted: false, snoozed_until: null },
    ...{ flood_limit: 10, repeat_critical_s: 60 },
  },
  signals: {
    ...{ cost_spot: 0.002, cost_futures: 0.001, stop_ranges: 1, horizon: 48 },
    intervals: ['1h'],
    per_symbol: {},
  },
  endpoint: {
    ...{ enabled: true, port: 8765, lan: false, fixed: [] },
    ...{ state: 'open', fault: null, url: null, lan_urls: [] },
  },
  desktop: null,
};

function open() {
  let kept = body;
  const waiting: (() => void)[] = [];
  const fake = new FakeTransport()
    .answer('get_settings', () => ({ ok: true, value: kept }))
    .answer('patch_settings', ({ alerts }) => {
      kept = { ...kept, alerts: { ...kept.alerts, ...(alerts as Partial<Body['alerts']>) } };
      const value = kept;
      return new Promise((done) => waiting.push(() => done({ ok: true, value })));
    });
  return { fake, waiting, settings: new ServiceSettings(fake) };
}

it('a second change builds on the first before that is answered, in whatever order answers come', async () => {
  const { settings, waiting } = open();
  await settings.load();
  const first = settings.change({ alerts: { flood_limit: 5 } });
  expect(settings.alerts?.flood_limit).toBe(5);
  const second = settings.change({ alerts: { muted: true } });
  await settings.load();
  expect(settings.alerts).toMatchObject({ flood_limit: 5, muted: true });
  waiting[1]?.();
  await second;
  waiting[0]?.();
  await first;
  expect(settings.alerts).toMatchObject({ flood_limit: 5, muted: true });
});

it('a refused change is told of, and what is in force is shown again', async () => {
  const { settings, fake } = open();
  await settings.load();
  const error = { code: 'INVALID', message: 'alerts.flood_limit: too high' } as const;
  fake.answer('patch_settings', () => ({ ok: false, error }));
  expect(await settings.change({ alerts: { flood_limit: 5000 } })).toEqual(error);
  expect(settings.alerts?.flood_limit).toBe(10);
  expect(settings).toMatchObject({ error, refusals: 1 });
});

it('how the endpoint is comes by itself, and what was chosen for it stays', async () => {
  const { settings } = open();
  const now = { state: 'failed', fault: 'port_in_use', url: null, lan_urls: [] } as const;
  const status = { ...now, lan_urls: [], timestamp: '2026-01-01T00:00:00.000Z' };
  settings.hearEndpoint(status);
  expect(settings.endpoint).toBeNull();
  await settings.load();
  settings.hearEndpoint(status);
  expect(settings.endpoint).toEqual({ ...body.endpoint, ...now });
});
