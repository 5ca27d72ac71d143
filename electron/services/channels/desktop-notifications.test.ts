import { expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { delivering } from './channel-harness';
import { DesktopNotifications } from './desktop-notifications';

type Done = (error: Error | string | null) => void;

interface Desktop {
  readonly platform?: NodeJS.Platform;
  readonly env?: Record<string, string>;
  readonly error?: Error | string | null;
  readonly isHung?: boolean;
}

/** A desktop that calls back with what a test says, or never. */
function desktop({ platform = 'linux', env = {}, error = null, isHung = false }: Desktop = {}) {
  const clock = new FakeClock();
  const shown: { title: string; message: string }[] = [];
  const notify = (texts: { title: string; message: string }, done: Done): void => {
    shown.push(texts);
    if (!isHung) done(error);
  };
  const notifications = new DesktopNotifications({
    ...{ clock, logger: silentLogger, platform, env, notify },
  });
  return { clock, shown, notifications };
}

test('mark-up is escaped where it would be read, and nothing looks like an option', async () => {
  const nasty = delivering({
    title: '--hint=x\n\u202e"$(id)`',
    lines: ['-1 <b>&"$(id)`\\', 'two'],
  });
  const linux = desktop();
  expect(await linux.notifications.send(nasty)).toEqual({ kind: 'unknown' });
  expect(linux.shown).toEqual([
    { title: '−−hint=x "$(id)`', message: '−1 &lt;b&gt;&amp;"$(id)`\\ · two' },
  ]);
  const mac = desktop({ platform: 'darwin' });
  await mac.notifications.send(nasty);
  expect(mac.shown[0]?.message).toBe('−1 <b>&"$(id)`\\ · two');
  expect(linux.clock.pending).toBe(0);
});

test('a long text is cut', async () => {
  const { notifications, shown } = desktop({ platform: 'win32' });
  await notifications.send(delivering({ lines: ['x'.repeat(5000)] }));
  expect(shown[0]?.message).toHaveLength(256);
});

test('fault 51: a machine without a desktop session says so', () => {
  expect(desktop().notifications.unavailable()).toContain('no desktop session');
  expect(desktop({ env: { DISPLAY: ':0' } }).notifications.unavailable()).toBeNull();
  expect(desktop({ platform: 'win32' }).notifications.unavailable()).toBeNull();
});

test('fault 51: a missing program fails for good and is named, other trouble may pass', async () => {
  const missing = desktop({ error: new Error('not found: notify-send') });
  expect(await missing.notifications.send(delivering())).toMatchObject({
    isPermanent: true,
    reason: expect.stringContaining('libnotify-bin') as string,
  });
  const broken = desktop({ error: 'GDBus.Error: ServiceUnknown' });
  expect(await broken.notifications.send(delivering())).toMatchObject({ isPermanent: false });
});

test('fault 51: a desktop that hangs holds nothing up: after three seconds it is unknown what became of it', async () => {
  const { clock, notifications } = desktop({ isHung: true });
  const answer = notifications.send(delivering());
  clock.advance(3000);
  expect(await answer).toEqual({ kind: 'unknown' });
});
