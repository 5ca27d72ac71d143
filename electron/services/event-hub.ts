import type { Market } from '../../shared/domain/feed-status';
import type { Envelope, EventName, Events } from '../../shared/protocol/events';
import { Traffic } from './traffic';

/** Carries envelopes to the clients of one transport. */
export interface EventSink {
  /** @param rooms Clients in any of them get it, once each; see `shared/protocol/rooms`. */
  deliver(rooms: readonly string[], envelope: Envelope): void;
}

/** Remembers what a client that comes back has to be told. */
export interface EventJournal {
  /** Whether an event has to be remembered before anybody is told. */
  keeps(type: EventName): boolean;
  /** Resolves when it is remembered over a restart, or when there is no use in waiting; never rejects. */
  save(rooms: readonly string[], envelope: Envelope): Promise<void>;
  /** Hears of each one it saved when clients are told. */
  told(rooms: readonly string[], envelope: Envelope): void;
}

interface Held {
  readonly rooms: readonly string[];
  readonly envelope: Envelope;
  isSaved: boolean;
}

/** Where services publish and transports listen; gives every event its sequence number. */
export class EventHub {
  readonly #sinks = new Set<EventSink>();
  /** Waits behind what is being saved, so that everything is told in the order of its numbers. */
  readonly #held: Held[] = [];
  #newest = 0;

  /** @param nextSeq Must grow strictly over the whole life of the service, restarts included. */
  constructor(
    private readonly nextSeq: () => number,
    private readonly market: Market,
    private readonly traffic = new Traffic(),
    private readonly journal: EventJournal | null = null,
  ) {}

  attach(sink: EventSink): () => void {
    this.#sinks.add(sink);
    return () => void this.#sinks.delete(sink);
  }

  /** Number of the newest event clients were told; 0 before the first. */
  get newest(): number {
    return this.#newest;
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
    this.#pass(typeof rooms === 'string' ? [rooms] : rooms, envelope);
  }

  /** Tells one room what others were told before, under a new number. */
  repeat(room: string, envelope: Envelope): void {
    this.#pass([room], { ...envelope, seq: this.nextSeq() });
  }

  #pass(rooms: readonly string[], envelope: Envelope): void {
    if (this.journal?.keeps(envelope.type) === true) this.#save(this.journal, rooms, envelope);
    else if (this.#held.length > 0) this.#held.push({ rooms, envelope, isSaved: true });
    else this.#deliver(rooms, envelope);
  }

  #save(journal: EventJournal, rooms: readonly string[], envelope: Envelope): void {
    const held = { rooms, envelope, isSaved: false };
    this.#held.push(held);
    void journal.save(rooms, envelope).then(() => {
      held.isSaved = true;
      this.#release();
    });
  }

  #release(): void {
    const firstWaiting = this.#held.findIndex(({ isSaved }) => !isSaved);
    const count = firstWaiting < 0 ? this.#held.length : firstWaiting;
    for (const { rooms, envelope } of this.#held.splice(0, count)) this.#deliver(rooms, envelope);
  }

  #deliver(rooms: readonly string[], envelope: Envelope): void {
    this.#newest = envelope.seq;
    if (this.journal?.keeps(envelope.type) === true) this.journal.told(rooms, envelope);
    for (const sink of this.#sinks) sink.deliver(rooms, envelope);
  }
}
