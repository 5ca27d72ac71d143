import type { Delivery, DeliveryAnswer } from './channel';
import type { ChannelKind } from './channel-kind';

/** Something of the machine itself that can reach the one who sits there. */
export interface LocalChannel {
  /** For people, a sentence: why it cannot work here; null when it can. */
  unavailable(): string | null;
  /** As `Channel` does it. */
  send(delivery: Delivery, signal: AbortSignal): Promise<DeliveryAnswer>;
}

/** What the machine has; absent for what it has not. */
export interface LocalChannels {
  readonly desktop?: LocalChannel;
  readonly sound?: LocalChannel;
}

/** The channel that a part of the machine makes. @param absent Says why there is none. */
export function localKind<N extends 'desktop' | 'sound'>(
  local: LocalChannel | undefined,
  absent: string,
): ChannelKind<N> {
  return {
    missing: () => (local ? local.unavailable() : absent),
    check: () => undefined,
    send: (_setup, { delivery, signal }) =>
      local?.send(delivery, signal) ?? Promise.resolve({ kind: 'unknown' }),
  };
}
