import { expect, it } from 'vitest';
import { FaultReports } from './faults.svelte';

function reports() {
  const clock = { now: 0 };
  return { clock, faults: new FaultReports(() => clock.now) };
}

it('shows an error, and counts the same one instead of saying it again', () => {
  const { faults } = reports();
  expect(faults.shown).toBeNull();
  for (let n = 0; n < 500; n += 1) faults.hear(new Error('again'));
  expect(faults.shown?.count).toBe(500);
});

it('stays quiet about what was sent away, until a minute has passed', () => {
  const { faults, clock } = reports();
  faults.hear(new Error('one'));
  faults.dismiss();
  faults.hear(new Error('one'));
  expect(faults.shown).toBeNull();
  clock.now = 61_000;
  faults.hear(new Error('one'));
  expect(faults.shown?.count).toBe(1);
});

it('says another error at once, also one that is no Error', () => {
  const { faults } = reports();
  faults.hear(new Error('one'));
  faults.dismiss();
  faults.hear('two');
  expect(faults.shown).toEqual({ error: 'two', count: 1 });
});
