import { beforeEach, describe, expect, test } from 'vitest';
import { UpdateRig } from './update-rig';

let rig: UpdateRig;

beforeEach(() => {
  rig = new UpdateRig();
});

describe('an installation', () => {
  test('keeps a backup and the older program first, and remembers what it was about', async () => {
    await rig.fetched();
    await rig.updates.install();
    expect(rig.feed.asked.slice(-2)).toEqual(['keep, not null', 'install']);
    expect(rig.backups).toBe(1);
    expect(rig.record.attempt).toMatchObject({
      ...{ from: '1.0.0', to: '1.0.1', isDone: false },
      kept: '/home/me/tickwatch.AppImage.old',
      backup: 'before-update-2026-01-01T000000.json',
    });
    expect(rig.updates.body.phase).toBe('installing');
    await expect(rig.updates.choose({ enabled: false })).rejects.toThrow('being installed');
  });

  test('is refused while a critical alert is unread, and nothing is offered then', async () => {
    await rig.fetched();
    rig.isCritical = true;
    rig.updates.alertsMoved();
    expect(rig.told.at(-1)).toMatchObject({ held: true });
    await expect(rig.updates.install()).rejects.toThrow('critical alert');
    expect(rig.feed.asked).not.toContain('install');
    expect([rig.backups, rig.record.attempt]).toEqual([0, null]);
    rig.isCritical = false;
    rig.updates.alertsMoved();
    expect(rig.told.at(-1)).toMatchObject({ held: false, phase: 'ready' });
    await rig.updates.install();
    expect(rig.feed.asked).toContain('install');
  });

  test('is refused by a critical alert that comes at the last moment', async () => {
    await rig.fetched();
    rig.feed.keepPresent = () => {
      rig.isCritical = true;
      return null;
    };
    await expect(rig.updates.install()).rejects.toThrow('critical alert');
    expect(rig.feed.asked).not.toContain('install');
    expect(rig.updates.body).toMatchObject({ phase: 'ready', held: true });
  });

  test('does not begin when the older program cannot be kept', async () => {
    await rig.fetched();
    rig.feed.error = Object.assign(new Error(), { code: 'ENOSPC' });
    await expect(rig.updates.install()).rejects.toThrow('nothing was changed');
    const fault = { during: 'install', kind: 'space' };
    expect(rig.updates.body).toMatchObject({ phase: 'ready', fault });
    expect([rig.feed.asked.includes('install'), rig.record.attempt]).toEqual([false, null]);
  });

  test('is done once the newer version runs, and undone once the older one does again', async () => {
    await rig.fetched();
    await rig.updates.install();
    await rig.open(rig.feed, '1.0.0');
    expect(rig.updates.body.last).toMatchObject({ outcome: 'failed', from: '1.0.0', to: '1.0.1' });
    await rig.open(rig.feed, '1.0.1');
    expect(rig.updates.body.last).toMatchObject({
      outcome: 'done',
      kept: expect.any(String) as string,
    });
    await rig.open(rig.feed, '1.0.0');
    expect(rig.updates.body.last).toMatchObject({ outcome: 'undone' });
    await rig.open(rig.feed, '2.0.0');
    expect(rig.updates.body.last).toBeNull();
  });

  test('takes away the older program of the time before', async () => {
    await rig.fetched();
    await rig.updates.install();
    await rig.fetched();
    await rig.updates.install();
    expect(rig.feed.asked).toContain('keep, not /home/me/tickwatch.AppImage.old');
  });
});
