import { expect, it } from 'vitest';
import { endOfSpan, muteFor, muteOf, UNMUTE } from './mute';
import type { AlertSettings } from './service-settings.svelte';

const settings: AlertSettings = {
  ...{ default_channels: [], quiet_hours: null, muted: false, snoozed_until: null },
  ...{ flood_limit: 10, repeat_critical_s: 60 },
};
const now = new Date(2026, 0, 31, 23, 30).getTime();

it('alerts are muted for good, until a moment, or not at all', () => {
  expect(muteOf(settings, now)).toBeNull();
  expect(muteOf({ ...settings, ...muteFor('always', now) }, now)).toEqual({ until: null });
  const hour = { ...settings, ...muteFor('hour', now) };
  expect(muteOf(hour, now)).toEqual({ until: now + 3_600_000 });
  expect(muteOf(hour, now + 3_600_000)).toBeNull();
  expect(muteOf({ ...hour, ...UNMUTE }, now)).toBeNull();
});

it('tomorrow is the next morning of the local clock, over the end of a month too', () => {
  expect(endOfSpan('tomorrow', now)).toBe(new Date(2026, 1, 1, 8).getTime());
});
