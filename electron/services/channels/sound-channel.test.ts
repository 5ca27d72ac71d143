import { expect, test, vi } from 'vitest';
import { delivering } from './channel-harness';
import { SoundChannel } from './sound-channel';

test('the page is asked for the sound of the rule, and what it may speak', async () => {
  const command = vi.fn(() => true);
  const answer = await new SoundChannel(command).send(delivering({ sound: 'bell' }));
  expect(answer).toEqual({ kind: 'unknown' });
  expect(command).toHaveBeenCalledWith({
    kind: 'sound',
    sound: { severity: 'warning', sound: 'bell', symbol: 'BTC/USDT', price: 45000.5 },
  });
});

test('fault 47: without a page a sound is tried again', async () => {
  const answer = await new SoundChannel(() => false).send(delivering());
  expect(answer).toMatchObject({ kind: 'failed', isPermanent: false });
});
