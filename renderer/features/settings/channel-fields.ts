import type { ChannelName } from '../../../shared/domain/channel-name';

/** One thing to fill in for a channel. */
export interface ChannelField {
  readonly name:
    | 'token'
    | 'chat_id'
    | 'url'
    | 'topic'
    | 'server'
    | 'allow_private'
    | 'method'
    | 'template'
    | 'signing_secret'
    | 'headers';
  readonly kind: 'text' | 'secret' | 'lines' | 'flag' | 'method' | 'template';
  /** Few need it: it stands apart. */
  readonly isRare?: true;
}

const allowPrivate: ChannelField = { name: 'allow_private', kind: 'flag', isRare: true };
const server: ChannelField = { name: 'server', kind: 'text', isRare: true };

/** What each channel needs to know, in the order in which it is asked. */
export const CHANNEL_FIELDS: Readonly<Record<ChannelName, readonly ChannelField[]>> = {
  desktop: [],
  sound: [],
  telegram: [
    { name: 'token', kind: 'secret' },
    { name: 'chat_id', kind: 'text' },
    server,
    allowPrivate,
  ],
  discord: [{ name: 'url', kind: 'secret' }, allowPrivate],
  ntfy: [
    { name: 'topic', kind: 'secret' },
    { name: 'token', kind: 'secret', isRare: true },
    server,
    allowPrivate,
  ],
  webhook: [
    { name: 'url', kind: 'secret' },
    { name: 'signing_secret', kind: 'secret' },
    { name: 'method', kind: 'method', isRare: true },
    { name: 'template', kind: 'template', isRare: true },
    { name: 'headers', kind: 'lines', isRare: true },
    allowPrivate,
  ],
};
