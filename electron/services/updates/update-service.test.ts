import { beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../shared/domain/errors';
import { DAY_MS, FOUND, ON, settled, UpdateRig } from './update-rig';

let rig: UpdateRig;

beforeEach(() => {
  rig = new UpdateRig();
});

describe('before the trader has said yes', () => {
  test('nobody is asked anything, for however long it runs', async () => {
    await rig.open();
    rig.clock.advance(30 * DAY_MS);
    await settled();
    expect(rig.feed.asked).toEqual([]);
    // The same, once it is allowed, asks: the test above can fail.
    await rig.updates.choose({ enabled: true });
    await settled();
    expect(rig.feed.asked).toEqual(['look stable']);
  });

  test('a word of a client is refused, and asks nobody', async () => {
    await rig.open();
    expect(() => rig.updates.check()).toThrow('turn them on first');
    expect(() => rig.updates.download()).toThrow(AppError);
    await expect(rig.updates.install()).rejects.toThrow(AppError);
    await rig.updates.choose({ channel: 'beta', download: 'auto' });
    await settled();
    expect(rig.feed.asked).toEqual([]);
  });

  test('a yes that cannot be kept is none', async () => {
    await rig.open();
    rig.writeError = new Error('EIO');
    await expect(rig.updates.choose({ enabled: true })).rejects.toThrow('could not be saved');
    rig.clock.advance(DAY_MS);
    await settled();
    expect([rig.feed.asked, rig.updates.body.enabled]).toEqual([[], false]);
  });
});

test.each(['sources', 'no_place', 'insecure_place'] as const)(
  'a program with the obstacle %s asks nobody, and says why',
  async (obstacle) => {
    rig.feed.obstacle = obstacle;
    rig.record = { choices: ON, attempt: null };
    await rig.open();
    rig.clock.advance(DAY_MS);
    await settled();
    expect(() => rig.updates.check()).toThrow('does not update itself');
    expect([rig.feed.asked, rig.updates.body.obstacle]).toEqual([[], obstacle]);
  },
);

test('a server says that it is one', async () => {
  rig.record = { choices: ON, attempt: null };
  await rig.open(null);
  expect(rig.updates.body).toMatchObject({ obstacle: 'server', way: 'by_hand', home: null });
  expect(() => rig.updates.check()).toThrow('does not update itself');
  expect(rig.clock.pending).toBe(0);
});

describe('once it is allowed', () => {
  test('a version is looked for in calm after a start, and twice a day from then on', async () => {
    rig.record = { choices: ON, attempt: null };
    rig.feed.answer = null;
    await rig.open();
    rig.clock.advance(60_000);
    expect(rig.feed.asked).toEqual([]);
    for (let hour = 0; hour < 24; hour++) {
      rig.clock.advance(3_600_000);
      await settled();
    }
    expect(rig.feed.asked).toEqual(['look stable', 'look stable']);
    expect(rig.updates.body).toMatchObject({ phase: 'idle', release: null, fault: null });
    expect(rig.updates.body.checked_at).not.toBeNull();
  });

  test('what is found is told with its notes, and fetched on a word alone', async () => {
    rig.record = { choices: ON, attempt: null };
    await rig.open();
    rig.updates.check();
    await settled();
    const release = { version: '1.0.1', notes: 'New: this.', released_at: null };
    expect(rig.told.at(-1)).toMatchObject({ phase: 'available', release });
    rig.clock.advance(DAY_MS);
    await settled();
    expect(rig.feed.asked).not.toContain('fetch');
    rig.updates.download();
    rig.feed.onShare?.(0.501);
    rig.feed.onShare?.(0.502);
    await settled();
    expect(rig.told.filter(({ progress }) => progress === 0.5)).toHaveLength(1);
    expect(rig.told.at(-1)).toMatchObject({ phase: 'ready', progress: null });
  });

  test('it is fetched at once where that is chosen, and never installed so', async () => {
    rig.record = { choices: { ...ON, download: 'auto' }, attempt: null };
    await rig.open();
    rig.updates.check();
    await settled();
    rig.clock.advance(30 * DAY_MS);
    await settled();
    expect(rig.feed.asked).toEqual(['look stable', 'fetch']);
    expect(rig.updates.body.phase).toBe('ready');
  });

  test('what has to be installed by hand is told of, and never fetched', async () => {
    rig.feed.way = 'by_hand';
    rig.record = { choices: { ...ON, download: 'auto' }, attempt: null };
    await rig.open();
    rig.updates.check();
    await settled();
    expect(rig.updates.body).toMatchObject({ phase: 'available', way: 'by_hand' });
    expect(() => rig.updates.download()).toThrow('no update to download');
    expect(rig.feed.asked).toEqual(['look stable']);
  });

  test('another channel is looked at anew, and what was found on the other one is forgotten', async () => {
    await rig.fetched();
    rig.feed.answer = null;
    await rig.updates.choose({ channel: 'beta' });
    await settled();
    expect(rig.feed.asked.at(-1)).toBe('look beta');
    expect(rig.updates.body).toMatchObject({ phase: 'idle', release: null });
    await expect(rig.updates.install()).rejects.toThrow('No update is ready');
  });

  test('a no ends what is under way, and nobody is asked again', async () => {
    let end = (): void => undefined;
    rig.feed.hold = new Promise((done) => (end = done));
    rig.record = { choices: ON, attempt: null };
    await rig.open();
    rig.updates.check();
    await settled();
    rig.updates.download();
    await rig.updates.choose({ enabled: false });
    expect(rig.feed.signal?.aborted).toBe(true);
    end();
    await settled();
    expect(rig.updates.body).toMatchObject({ enabled: false, phase: 'idle', release: null });
    expect(rig.clock.pending).toBe(0);
  });
});

describe('what goes wrong', () => {
  test('a version that cannot be looked for is told, and looked for again', async () => {
    rig.record = { choices: ON, attempt: null };
    rig.feed.error = new Error('net::ERR_NAME_NOT_RESOLVED');
    await rig.open();
    rig.updates.check();
    await settled();
    const fault = { during: 'check', kind: 'unreachable' };
    expect(rig.updates.body).toMatchObject({ phase: 'idle', release: null, fault });
    rig.feed.error = null;
    rig.clock.advance(DAY_MS);
    await settled();
    expect(rig.updates.body).toMatchObject({ phase: 'available', fault: null });
  });

  test('a file with the wrong checksum is not there, and can be fetched again', async () => {
    rig.record = { choices: ON, attempt: null };
    await rig.open();
    rig.updates.check();
    await settled();
    rig.feed.error = Object.assign(new Error(), { code: 'ERR_CHECKSUM_MISMATCH' });
    rig.updates.download();
    await settled();
    const fault = { during: 'download', kind: 'checksum' };
    expect(rig.updates.body).toMatchObject({ phase: 'available', fault });
    await expect(rig.updates.install()).rejects.toThrow('No update is ready');
    rig.feed.error = null;
    rig.updates.download();
    await settled();
    expect(rig.updates.body).toMatchObject({ phase: 'ready', fault: null });
  });

  test('a list that is not what it has to be offers nothing', async () => {
    rig.record = { choices: { ...ON, download: 'auto' }, attempt: null };
    rig.feed.answer = { ...FOUND, files: [{ url: 'a' }] };
    await rig.open();
    rig.updates.check();
    await settled();
    expect(rig.updates.body).toMatchObject({
      phase: 'idle',
      fault: { during: 'check', kind: 'list' },
    });
    expect(rig.feed.asked).toEqual(['look stable']);
  });
});

test('stopping leaves no timer behind and aborts what is under way', async () => {
  rig.feed.hold = new Promise(() => undefined);
  rig.record = { choices: ON, attempt: null };
  await rig.open();
  rig.updates.check();
  await settled();
  rig.updates.download();
  await vi.waitFor(() => expect(rig.feed.signal).not.toBeNull());
  rig.updates.stop();
  expect([rig.clock.pending, rig.feed.signal?.aborted]).toEqual([0, true]);
});
