import type { PageCommand, SoundRequest } from '../../../shared/protocol/bridge';
import type { Delivery, DeliveryAnswer } from './channel';
import { passing } from './delivery-answer';
import type { LocalChannel } from './local-channel';

/** What is to be heard of a delivery. */
export const soundOf = ({ severity, sound, symbol, price }: Delivery): SoundRequest => ({
  ...{ severity, sound, symbol, price },
});

/** Sounds of the app, made by its page: also while that is out of sight. */
export class SoundChannel implements LocalChannel {
  /** @param command Asks something of the page; false when there is none. */
  constructor(private readonly command: (command: PageCommand) => boolean) {}

  unavailable(): string | null {
    return null;
  }

  send(delivery: Delivery): Promise<DeliveryAnswer> {
    const isAsked = this.command({ kind: 'sound', sound: soundOf(delivery) });
    // Whether there is a loudspeaker, and someone near it, nobody knows.
    return Promise.resolve(
      isAsked ? { kind: 'unknown' } : passing('The window that makes the sounds is not there.'),
    );
  }
}
