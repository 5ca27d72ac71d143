import { expect, test } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { silentLogger } from '../../logger';
import { BanRecord } from './ban-record';

const HOUR = 3_600_000;

function recordAt(now: number, text: { kept: string | null }): BanRecord {
  const file = {
    read: () => Promise.resolve(text.kept),
    write: (written: string) => Promise.resolve(void (text.kept = written)),
  };
  return new BanRecord({ file, host: 'venue', clock: new FakeClock(now), logger: silentLogger });
}

test('fault 34: a wall clock set back does not make a remembered ban longer than it was', async () => {
  const text = { kept: null };
  await recordAt(10 * HOUR, text).save(10 * HOUR + 60_000);
  await expect(recordAt(10 * HOUR + 20_000, text).remainingMs()).resolves.toBe(40_000);
  await expect(recordAt(7 * HOUR, text).remainingMs()).resolves.toBe(60_000);
  await expect(recordAt(11 * HOUR, text).remainingMs()).resolves.toBe(0);
});

test('a ban noted without its length still holds', async () => {
  const text = { kept: JSON.stringify({ host: 'venue', until: 2 * HOUR }) };
  await expect(recordAt(HOUR, text).remainingMs()).resolves.toBe(HOUR);
});
