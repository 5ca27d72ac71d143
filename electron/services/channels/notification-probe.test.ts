import { expect, test } from 'vitest';
import { probeNotifications, type Run } from './notification-probe';

const answering =
  (code: number | null, stderr = ''): Run =>
  () =>
    Promise.resolve({ code, stderr });

test('fault 51: a service that answers is there, and so is one that cannot be asked', async () => {
  expect(await probeNotifications(answering(0))).toBe('there');
  expect(await probeNotifications(answering(null))).toBe('there');
});

test('fault 51: a service that does not answer is silent, one that nobody knows is absent', async () => {
  const noReply = 'Error org.freedesktop.DBus.Error.NoReply: Did not receive a reply.';
  expect(await probeNotifications(answering(1, noReply))).toBe('silent');
  const unknown = 'Error org.freedesktop.DBus.Error.ServiceUnknown: not provided';
  expect(await probeNotifications(answering(1, unknown))).toBe('absent');
});
