import { expect, it } from 'vitest';
import { FakeTransport } from '../../client/fake-transport';
import { Locale } from '../../i18n/i18n.svelte';
import { Channels, type ChannelInfo } from '../../state/channels.svelte';
import { ChannelDraft } from './channel-draft.svelte';

const unset = { configured: false, hint: null };
const webhook: ChannelInfo = {
  ...{ name: 'webhook', enabled: true, method: 'POST', template: null, allow_private: false },
  ...{ state: 'ready', reason: null, last: null },
  ...{ url: { configured: true, hint: '…hook' }, signing_secret: unset, headers: {} },
};

function open(channel: ChannelInfo = webhook) {
  const fake = new FakeTransport().answer('put_channel', () => ({ ok: true, value: channel }));
  const locale = new Locale({ getItem: () => null, setItem: () => undefined }, ['en']);
  const draft = new ChannelDraft(new Channels(fake), locale, channel);
  return { fake, draft, put: () => fake.asked.at(-1)?.params };
}

it('a secret that is set stays unless another is typed or it is cleared', async () => {
  const { draft, put } = open();
  expect(draft.fateOf('url')).toBe('keep');
  await draft.save();
  expect(put()).toEqual({
    ...{ name: 'webhook', enabled: true, method: 'POST', template: null, allow_private: false },
  });
  draft.setFate('url', 'clear');
  expect(draft.isDirty).toBe(true);
  await draft.save();
  expect(put()).toMatchObject({ url: null });
  draft.setFate('url', 'replace');
  draft.setText('url', ' https://example.org/hook ');
  await draft.save();
  expect(put()).toMatchObject({ url: 'https://example.org/hook' });
  expect(draft.textOf('url')).toBe('');
});

it('headers are typed one a line, and a line that is none is not sent', async () => {
  const { draft, fake, put } = open();
  draft.setText('headers', 'X-Api-Key: a:b\n\nX-Other: c');
  await draft.save();
  expect(put()).toMatchObject({ headers: { 'X-Api-Key': 'a:b', 'X-Other': 'c' } });
  draft.setText('headers', 'no header');
  const asked = fake.asked.length;
  expect(await draft.save()).toBe(false);
  expect(fake.asked).toHaveLength(asked);
  expect(draft.errorOf('headers')).toBe('One header a line, as Name: value.');
});

it('what the services refuse is said at its field, and what was typed stays', async () => {
  const { draft, fake } = open();
  fake.answer('put_channel', () => ({
    ok: false,
    error: {
      code: 'INVALID',
      message: 'url: is no address',
      details: [{ field: 'url', message: 'is no address' }],
    },
  }));
  draft.setFate('url', 'replace');
  draft.setText('url', 'nonsense');
  expect(await draft.save()).toBe(false);
  expect(draft.errorOf('url')).toBe('is no address');
  expect(draft.textOf('url')).toBe('nonsense');
  expect(draft.isDirty).toBe(true);
});

it('a channel that was off because it was never set up is turned on with its set-up', async () => {
  const off = { ...webhook, enabled: false, state: 'off' } as const;
  const fresh = open({ ...off, reason: 'The address is missing.' });
  await fresh.draft.save();
  expect(fresh.put()).toMatchObject({ enabled: true });
  const turnedOff = open(off);
  await turnedOff.draft.save();
  expect(turnedOff.put()).toMatchObject({ enabled: false });
});
