import type { ChannelName } from '../../../shared/domain/channel-name';
import type { Channel, ChannelDirectory, Delivery, DeliveryAnswer } from '../channels/channel';

/** What came over a channel. */
interface Sent extends Delivery {
  readonly channel: ChannelName;
}

/** Channels that do what a test tells them to; all are ready. */
export class FakeChannels implements ChannelDirectory {
  /** Every attempt, the failed ones too. */
  readonly sent: Sent[] = [];
  /** What a channel answers; it has taken it where nothing is said. Null: nothing, for ever. */
  readonly answers = new Map<ChannelName, DeliveryAnswer | null>();

  channel(name: ChannelName): Channel {
    return {
      name,
      send: (delivery) => {
        this.sent.push({ ...delivery, channel: name });
        const answer = this.answers.get(name);
        if (answer === null) return new Promise(() => undefined);
        return Promise.resolve(answer ?? { kind: 'accepted', remoteId: null });
      },
    };
  }

  stateOf(): 'ready' {
    return 'ready';
  }

  /** What came over one channel. */
  of(name: ChannelName): Sent[] {
    return this.sent.filter(({ channel }) => channel === name);
  }
}
