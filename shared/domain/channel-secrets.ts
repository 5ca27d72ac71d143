import type { ChannelName } from './channel-name';

/** Settings that are kept apart, can be written but never read, and stand for access. */
export const CHANNEL_SECRETS = {
  desktop: [],
  sound: [],
  telegram: ['token'],
  discord: ['url'],
  ntfy: ['topic', 'token'],
  webhook: ['url', 'signing_secret', 'headers'],
} as const satisfies Record<ChannelName, readonly string[]>;

/**
 * Secrets that are shown to the far side, and so belong to the one server they were given for. The
 * address of a webhook is one itself.
 */
export const BOUND_SECRETS = {
  desktop: [],
  sound: [],
  telegram: ['token'],
  discord: [],
  ntfy: ['topic', 'token'],
  webhook: ['headers'],
} as const satisfies {
  readonly [N in ChannelName]: readonly (typeof CHANNEL_SECRETS)[N][number][];
};
