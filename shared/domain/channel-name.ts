/** Where an alert may be sent. */
export const CHANNELS = ['desktop', 'sound', 'telegram', 'discord', 'ntfy', 'webhook'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** Whether a channel can be used: turned off, turned on with something still missing, or all there. */
export const CHANNEL_STATES = ['off', 'incomplete', 'ready'] as const;
export type ChannelState = (typeof CHANNEL_STATES)[number];
