import type { Clock, Timer } from '../../clock';
import type { LineState, ProbeLine } from './line-probe';
import { closureOf, type StreamEnd } from './stream-end';
import type { ConnectSocket, SocketListener, StreamSocket } from './stream-socket';

const LATENCY_MS = 20;
const DATA_EVERY_MS = 1000;
const PING_EVERY_MS = 20_000;

interface Control {
  readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE';
  readonly params: readonly string[];
  readonly id: number;
}

/** The venue's end of a connection, for tests. */
export class FakePeer {
  readonly names = new Set<string>();
  /** Monotonic moments at which messages of the client arrived, pongs included. */
  readonly heardAt: number[] = [];
  readonly controls: Control[] = [];
  isOpen = false;
  /** The client has given it up. */
  isLeft = false;

  constructor(readonly listener: SocketListener) {}

  /** The client learns of the end of a connection. */
  close(end: StreamEnd): void {
    const wasLeft = this.isLeft;
    this.isOpen = false;
    this.isLeft = true;
    if (!wasLeft) this.listener.closed(end);
  }

  data(stream: string): void {
    if (this.isOpen) this.say(`{"stream":"${stream}","data":{}}`);
  }

  /** Sends a text frame. */
  say(text: string): void {
    this.listener.text(Buffer.from(text));
  }
}

/** A venue without sockets, on a clock that stands still, whose faults a test switches on and off. */
export class FakeStreamVenue {
  readonly peers: FakePeer[] = [];
  /** Monotonic moments of connection attempts. */
  readonly attempts: number[] = [];
  /** Where they went. */
  readonly urls: string[] = [];
  readonly badNames = new Set<string>();
  /** Ends that connections to these addresses come to. */
  readonly ends = new Map<string, StreamEnd>();
  /** Refuses connections with this; null lets them in. */
  refusal: StreamEnd | null = null;
  handshakes = true;
  acks = true;
  delivers = true;
  pings = true;
  /** How long a message of the client is on its way, ms; none overtakes another. */
  lineMs = () => 0;
  readonly #timers: Timer[];

  constructor(private readonly clock: Clock) {
    this.#timers = [
      clock.every(DATA_EVERY_MS, () => this.#deliver()),
      clock.every(PING_EVERY_MS, () => this.#ping()),
    ];
  }

  stop(): void {
    for (const timer of this.#timers) timer.cancel();
  }

  /** Connections that neither side has given up. */
  get open(): FakePeer[] {
    return this.peers.filter(({ isOpen, isLeft }) => isOpen && !isLeft);
  }

  /** Puts every fault right. */
  heal(): void {
    this.refusal = null;
    this.handshakes = this.acks = this.delivers = this.pings = true;
    this.lineMs = () => 0;
  }

  /** Ends every connection with that code. */
  closeAll(code = 1006): void {
    for (const peer of this.open) peer.close(closureOf(code, ''));
  }

  readonly connect: ConnectSocket = (url, listener) => {
    const peer = new FakePeer(listener);
    this.peers.push(peer);
    this.attempts.push(this.clock.monotonic());
    this.urls.push(url);
    const end = this.ends.get(url) ?? this.refusal;
    if (this.handshakes) this.#soon(() => this.#welcome(peer, end));
    return this.#socketOf(peer);
  };

  /** Comes as far as connections do. */
  readonly probe: ProbeLine = (_target, tell) => {
    const timer = this.clock.after(LATENCY_MS, () => tell(this.#lineState));
    return () => timer.cancel();
  };

  get #lineState(): LineState {
    if (this.refusal?.cause === 'unreachable') return 'closed';
    return this.handshakes ? 'answering' : 'open';
  }

  #welcome(peer: FakePeer, end: StreamEnd | null): void {
    if (peer.isLeft) return;
    if (end) {
      peer.close(end);
      return;
    }
    peer.isOpen = true;
    peer.listener.opened();
  }

  #socketOf(peer: FakePeer): StreamSocket {
    return {
      send: (text) => {
        const control = JSON.parse(text) as Control;
        peer.controls.push(control);
        this.#carry(peer, () => {
          if (this.acks) this.#soon(() => this.#answer(peer, control));
        });
      },
      close: () => this.#soon(() => peer.close(closureOf(1000, ''))),
      terminate: () => {
        peer.isOpen = false;
        peer.isLeft = true;
      },
    };
  }

  #answer(peer: FakePeer, { method, params, id }: Control): void {
    if (!peer.isOpen) return;
    if (params.some((name) => this.badNames.has(name))) {
      peer.say(`{"error":{"code":2,"msg":"Invalid request: invalid stream"},"id":${id}}`);
      return;
    }
    for (const name of params) {
      if (method === 'SUBSCRIBE') peer.names.add(name);
      else peer.names.delete(name);
    }
    peer.say(`{"result":null,"id":${id}}`);
  }

  #deliver(): void {
    if (!this.delivers) return;
    for (const peer of this.open) for (const name of peer.names) peer.data(name);
  }

  #ping(): void {
    if (!this.pings) return;
    for (const peer of this.open) {
      this.#carry(peer);
      peer.listener.pinged();
    }
  }

  /** Brings a message of the client to the venue. */
  #carry(peer: FakePeer, arrived = (): void => undefined): void {
    const now = this.clock.monotonic();
    const at = Math.max(peer.heardAt.at(-1) ?? 0, now + this.lineMs());
    peer.heardAt.push(at);
    if (at === now) arrived();
    else this.clock.after(at - now, arrived);
  }

  #soon(run: () => void): void {
    this.clock.after(LATENCY_MS, run);
  }
}
