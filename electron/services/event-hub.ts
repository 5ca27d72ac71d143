import type { Market } from '../../shared/domain/feed-status';
import type { Envelope, EventName, Events } from '../../shared/protocol/events';
import { Traffic } from './traffic';

/** Carries envelopes to the clients of one transport. */
export interface EventSink {
  /** @param rooms Clients in any of them get it, once each; see `shared/protocol/rooms`. */
  deliver(rooms: readonly string[], envelope: Envelope): void;
}

/** Where services publish and transports listen; gives every event its sequence number. */
export class EventHub {
  readonly #sinks = new Set<EventSink>();

  /** @param nextSeq Must grow strictly over the whole life of the service, restarts included. */
  constructor(
    private readonly nextSeq: () => number,
    private readonly market: Market,
    private readonly traffic = new Traffic(),
  ) {}

  attach(sink: EventSink): () => void {
    this.#sinks.add(sink);
    return () => void this.#sinks.delete(sink);
  }

  publish<N extends EventName>(rooms: string | readonly string[], type: N, data: Events[N]): void {
    const envelope = {
      type,
      data,
      seq: this.nextSeq(),
      ...(this.market === 'live' ? {} : { market: this.market }),
      // The compiler cannot see that `type` and `data` stem from the same N.
    } as Envelope;
    this.traffic.events.add(type);
    const to = typeof rooms === 'string' ? [rooms] : rooms;
    for (const sink of this.#sinks) sink.deliver(to, envelope);
  }
}
