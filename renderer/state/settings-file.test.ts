import { expect, test } from 'vitest';
import { USUAL_ALERT_SETTINGS, USUAL_SIGNAL_SETTINGS } from '../../shared/domain/usual-settings';
import { differences, portableOf, readSettings, writeSettings } from './settings-file';

const services = {
  alerts: { ...USUAL_ALERT_SETTINGS, muted: true },
  signals: { ...USUAL_SIGNAL_SETTINGS, per_symbol: {} },
};
const now = portableOf(services, { theme: 'dark', palette: 'red-up' });

test('what is written is read again, without what is of one moment or one machine', () => {
  const text = writeSettings(now);
  expect(readSettings(text)).toEqual({ kind: 'settings', settings: now });
  expect(text).not.toContain('muted');
  expect(text).not.toContain('port');
});

test.each([
  ['', 'foreign'],
  ['{"format":"tickwatch-rules","version":1}', 'foreign'],
  ['[1, 2]', 'foreign'],
  ['{"format":"tickwatch-settings","version":2}', 'newer'],
])('%s is no file of settings that can be taken', (text, kind) => {
  expect(readSettings(text)).toEqual({ kind });
});

test('what a file says of unknown things, or not in texts, is left out', () => {
  const text = JSON.stringify({
    ...{ format: 'tickwatch-settings', version: 1, endpoint: { lan: true }, page: 7 },
    alerts: { flood_limit: 20, muted: true, __proto__: { quiet_hours: 1 } },
  });
  expect(readSettings(text)).toEqual({
    kind: 'settings',
    settings: { page: {}, alerts: { flood_limit: 20 }, signals: {} },
  });
  const odd = JSON.stringify({ format: 'tickwatch-settings', version: 1, page: { theme: 1 } });
  expect(readSettings(odd)).toMatchObject({ settings: { page: {} } });
});

test('differences are counted for each part', () => {
  const next = {
    page: { theme: 'dark', palette: 'standard' },
    alerts: { flood_limit: 5, repeat_critical_s: null },
    signals: { horizon: USUAL_SIGNAL_SETTINGS.horizon },
  };
  expect(differences(next, now)).toEqual({ page: 1, alerts: 2, signals: 0 });
  expect(differences(now, now)).toEqual({ page: 0, alerts: 0, signals: 0 });
});
