import { expect, test, vi } from 'vitest';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { delivering } from './channel-harness';
import { NativeDesktop, type NativeNotification, type NotificationHearers } from './native-desktop';
import type { ProbeAnswer } from './notification-probe';

/** A desktop that does with notifications what a test says. */
function open(service: ProbeAnswer = 'there') {
  const clock = new FakeClock();
  const shown: (NativeNotification & { hearers: NotificationHearers; close: () => void })[] = [];
  const onClick = vi.fn();
  const onUnseen = vi.fn();
  const desktop = new NativeDesktop({
    ...{ clock, logger: silentLogger, platform: 'linux', onClick, onUnseen },
    notifier: {
      isSupported: () => service !== 'absent',
      probe: () => Promise.resolve(service),
      show: (notification, hearers) => {
        const close = vi.fn();
        shown.push({ ...notification, hearers, close });
        return close;
      },
    },
  });
  return { clock, shown, onClick, onUnseen, desktop };
}

test('what the desktop takes is accepted, escaped, and a click tells the alert', async () => {
  const { shown, onClick, onUnseen, desktop, clock } = open();
  const answer = desktop.send(delivering({ lines: ['<b>x</b>'], severity: 'critical' }));
  await vi.waitFor(() => expect(shown).toHaveLength(1));
  shown[0]!.hearers.onShown();
  expect(await answer).toMatchObject({ kind: 'accepted' });
  expect(shown[0]).toMatchObject({ body: '&lt;b&gt;x&lt;/b&gt;', severity: 'critical' });
  shown[0]!.hearers.onClick();
  expect(onClick).toHaveBeenCalledWith({ kind: 'alert', id: 17 });
  expect([onUnseen.mock.calls.length, clock.pending]).toEqual([0, 0]);
});

test('fault 51: what the desktop says nothing of is unknown after three seconds, and the app is noticed', async () => {
  const { shown, onUnseen, desktop, clock } = open();
  const answer = desktop.send(delivering());
  await vi.waitFor(() => expect(shown).toHaveLength(1));
  clock.advance(3000);
  expect(await answer).toEqual({ kind: 'unknown' });
  expect(onUnseen).toHaveBeenCalledOnce();
});

test('fault 51: what the desktop refuses, or nobody shows, is tried again, and the app is noticed', async () => {
  const refused = open();
  const answer = refused.desktop.send(delivering());
  await vi.waitFor(() => expect(refused.shown).toHaveLength(1));
  refused.shown[0]!.hearers.onFailed('not allowed');
  expect(await answer).toMatchObject({ kind: 'failed', isPermanent: false });
  const silent = open('silent');
  for (let tries = 0; tries < 3; tries++) {
    expect(await silent.desktop.send(delivering())).toMatchObject({ isPermanent: false });
  }
  expect([silent.shown.length, silent.onUnseen.mock.calls.length]).toEqual([0, 1]);
  expect(refused.onUnseen).toHaveBeenCalledOnce();
  expect(open('absent').desktop.unavailable()).toContain('no service');
  expect(silent.desktop.unavailable()).toBeNull();
});

test('what was read is taken away, once all of it is; a group leads to the list', async () => {
  const { shown, onClick, desktop } = open();
  void desktop.send(delivering({ alertIds: [1, 2] }));
  void desktop.send(delivering({ alertIds: [] }));
  await vi.waitFor(() => expect(shown).toHaveLength(2));
  shown[0]!.hearers.onClick();
  expect(onClick).toHaveBeenCalledWith({ kind: 'alerts' });
  desktop.forget([1]);
  expect(shown[0]!.close).not.toHaveBeenCalled();
  desktop.forget([2, 1]);
  expect(shown[0]!.close).toHaveBeenCalledOnce();
  expect(shown[1]!.close).not.toHaveBeenCalled();
});
