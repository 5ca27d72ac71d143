import { USUAL_DESKTOP } from '../../shared/domain/desktop-choices';
import type { Reply } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import type { FakeTransport } from './fake-transport';

type Channel = RequestResult<'put_channel'>;
type Settings = RequestResult<'get_settings'>;

const ok = <T>(value: T): Reply<T> => ({ ok: true, value });

/** What can be set, without services: choices are kept, secrets are forgotten at once. */
export function answerSettings(fake: FakeTransport): void {
  let settings = SETTINGS;
  let channels: readonly Channel[] = CHANNELS;
  fake
    .answer('get_settings', () => ok(settings))
    .answer('patch_settings', ({ alerts, signals, endpoint, desktop }) => {
      settings = {
        alerts: { ...settings.alerts, ...(alerts as Partial<Settings['alerts']>) },
        signals: { ...settings.signals, ...(signals as Partial<Settings['signals']>) },
        endpoint: { ...settings.endpoint, ...(endpoint as Partial<Settings['endpoint']>) },
        desktop: { ...DESKTOP, ...settings.desktop, ...(desktop as Partial<typeof DESKTOP>) },
      };
      return ok(settings);
    })
    .answer('get_updates', () => ok(UPDATES))
    .answer('list_channels', () => ok({ items: [...channels], next: null }))
    .answer('put_channel', (change) => {
      const before = channels.find(({ name }) => name === change.name) ?? CHANNELS[0];
      const { enabled = true } = change;
      const after: Channel = { ...before, enabled, state: enabled ? 'ready' : 'off', reason: null };
      channels = channels.map((one) => (one.name === change.name ? after : one));
      return ok(after);
    })
    .answer('test_channel', ({ name }) =>
      ok({
        ...{ name, outcome: 'failed', remote_id: null, retry_after_ms: 30_000 },
        message: 'api.telegram.org does not know this bot token (401: "Unauthorized")',
      }),
    );
}

const DESKTOP: NonNullable<Settings['desktop']> = { ...USUAL_DESKTOP, faults: [] };

const SETTINGS: Settings = {
  alerts: {
    default_channels: ['desktop', 'telegram'],
    quiet_hours: { zone: 'Asia/Bangkok', from: '22:00', to: '07:00', days: ['mon', 'tue', 'wed'] },
    muted: false,
    snoozed_until: null,
    flood_limit: 10,
    repeat_critical_s: 60,
  },
  signals: {
    ...{ cost_spot: 0.002, cost_futures: 0.001, stop_ranges: 1, horizon: 48 },
    intervals: ['15m', '1h', '4h'],
    per_symbol: {},
  },
  endpoint: {
    ...{ enabled: true, port: 8765, lan: false, fixed: [] },
    ...{ state: 'open', fault: null, url: 'http://127.0.0.1:8765', lan_urls: [] },
  },
  desktop: DESKTOP,
};

const UPDATES: RequestResult<'get_updates'> = {
  ...{ enabled: true, channel: 'stable', download: 'ask', version: '0.1.0', obstacle: null },
  ...{ way: 'itself', signature_checked: false, held: false, phase: 'ready', progress: null },
  home: 'https://github.com/someone/tickwatch/releases',
  checked_at: new Date().toISOString(),
  release: {
    version: '0.2.0',
    notes: '- Charts of two symbols in one.\n- Alerts on their difference.',
    released_at: null,
  },
  fault: null,
  last: {
    ...{ from: '0.0.9', to: '0.1.0', at: '2026-01-20T09:00:00.000Z', outcome: 'done' },
    backup: 'before-update-2026-01-20T090000.json',
    kept: '/home/someone/tickwatch.AppImage.old',
  },
};

const text = (ago: number): string => new Date(Date.now() - ago).toISOString();
const unset = { configured: false, hint: null };
const set = (hint: string) => ({ configured: true, hint });
const ready = { enabled: true, state: 'ready', reason: null, last: null } as const;

const CHANNELS: readonly [Channel, ...Channel[]] = [
  {
    ...ready,
    name: 'desktop',
    last: { outcome: 'unknown', reason: null, test: false, timestamp: text(400_000) },
  },
  { ...ready, name: 'sound', enabled: false, state: 'off' },
  {
    ...ready,
    ...{ name: 'telegram', chat_id: '123456789', server: 'https://api.telegram.org' },
    ...{ allow_private: false, token: set('…x9Qa') },
    last: { outcome: 'accepted', reason: null, test: false, timestamp: text(60_000) },
  },
  {
    ...{ name: 'discord', enabled: true, state: 'incomplete', allow_private: false },
    ...{ reason: 'The address of the webhook is missing.', last: null, url: unset },
  },
  {
    ...ready,
    ...{ name: 'ntfy', server: 'https://ntfy.sh', allow_private: false },
    ...{ topic: set('…pic7'), token: unset },
    last: {
      ...{ outcome: 'failed', test: false, timestamp: text(4_000_000) },
      reason: 'ntfy.sh has had too many messages from here (429)',
    },
  },
  {
    ...{ name: 'webhook', enabled: true, state: 'incomplete', method: 'POST', template: null },
    ...{ allow_private: false, reason: 'The address is missing.', last: null, url: unset },
    ...{ signing_secret: unset, headers: {} },
  },
];
