import { describe, expect, test } from 'vitest';
import type { ActiveHours } from '../alert-rule';
import { closedUntil, isActive, nextTimeOfDay } from './zone-time';

const at = (text: string): number => Date.parse(text);
const iso = (time: number): string => new Date(time).toISOString();

describe('fault 36', () => {
  test('a time of day that the change to summer time leaves out comes as soon as the clock is past it', () => {
    // 2026-03-29 in Berlin: 02:00 CET is followed by 03:00 CEST, at 01:00 UTC.
    const next = nextTimeOfDay('Europe/Berlin', '02:30', at('2026-03-28T12:00:00Z'));
    expect(iso(next)).toBe('2026-03-29T01:00:00.000Z');
    expect(iso(nextTimeOfDay('Europe/Berlin', '02:30', next))).toBe('2026-03-30T00:30:00.000Z');
  });

  test('a time of day that comes twice counts once', () => {
    // 2026-10-25 in Berlin: 03:00 CEST is followed by 02:00 CET, at 01:00 UTC.
    const next = nextTimeOfDay('Europe/Berlin', '02:30', at('2026-10-24T12:00:00Z'));
    expect(iso(next)).toBe('2026-10-25T00:30:00.000Z');
    expect(iso(nextTimeOfDay('Europe/Berlin', '02:30', next))).toBe('2026-10-26T01:30:00.000Z');
    const american = nextTimeOfDay('America/New_York', '01:30', at('2026-11-01T00:00:00Z'));
    expect(iso(american)).toBe('2026-11-01T05:30:00.000Z');
  });

  test('each day has its time of day, leap days too, the present moment not', () => {
    expect(iso(nextTimeOfDay('UTC', '23:59', at('2028-02-28T23:59:00Z')))).toBe(
      '2028-02-29T23:59:00.000Z',
    );
    expect(iso(nextTimeOfDay('Asia/Kathmandu', '00:00', at('2026-05-01T00:00:00Z')))).toBe(
      '2026-05-01T18:15:00.000Z',
    );
  });

  test('hours over midnight belong to the day they begin on, and follow the zone through a change of its clock', () => {
    const hours: ActiveHours = { zone: 'Europe/Berlin', from: '23:00', to: '07:00', days: ['sat'] };
    expect(isActive(hours, at('2026-03-28T21:59:59Z'))).toBe(false);
    expect(isActive(hours, at('2026-03-28T22:00:00Z'))).toBe(true);
    // Seven in the morning comes an hour early that Sunday.
    expect(isActive(hours, at('2026-03-29T04:59:59Z'))).toBe(true);
    expect(isActive(hours, at('2026-03-29T05:00:00Z'))).toBe(false);
    expect(isActive(hours, at('2026-03-29T22:00:00Z'))).toBe(false);
  });
});

test('hours that are closed open no earlier than they are said to stay closed', () => {
  const zones = ['UTC', 'Asia/Bangkok', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'];
  for (const zone of zones) {
    const hours: ActiveHours = { zone, from: '09:07', to: '16:30' };
    let time = at('2026-03-27T00:00:00Z');
    let opened = 0;
    while (time < at('2026-03-31T00:00:00Z')) {
      if (isActive(hours, time)) {
        opened++;
        expect(isActive(hours, time - 1)).toBe(false);
        time += 12 * 3_600_000;
      } else {
        const until = closedUntil(hours, time);
        expect(until).toBeGreaterThan(time);
        expect(isActive(hours, until - 1)).toBe(false);
        time = until;
      }
    }
    expect(opened).toBeGreaterThanOrEqual(3);
  }
});
