import type { Bridge } from '../../shared/protocol/bridge';
import type { LinkState, Transport } from '../../shared/protocol/client';
import type { Envelope } from '../../shared/protocol/events';
import type { Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestName, RequestResult } from '../../shared/protocol/requests';
import { Listeners } from './listeners';
import { unavailable } from './unavailable';

declare global {
  interface Window {
    /** Present only in the desktop window. */
    readonly tickwatch?: Bridge;
  }
}

/** The line to services in the same program: there from the start, and it does not break. */
export class IpcTransport implements Transport {
  readonly #events = new Listeners<Envelope>();
  readonly #stop: () => void;

  constructor(private readonly bridge: Bridge) {
    this.#stop = bridge.onEvents((envelopes) => {
      for (const envelope of envelopes) this.#events.emit(envelope);
    });
  }

  async request<N extends RequestName>(
    name: N,
    params: RequestInput<N>,
  ): Promise<Reply<RequestResult<N>>> {
    try {
      const reply = await this.bridge.request(name, params);
      // The other side derives its answer from the same contract.
      return reply as Reply<RequestResult<N>>;
    } catch (error) {
      return unavailable(error instanceof Error ? error.message : 'No answer.');
    }
  }

  onEvent(listener: (envelope: Envelope) => void): () => void {
    return this.#events.add(listener);
  }

  onLink(listener: (link: LinkState) => void): () => void {
    listener({ state: 'connected' });
    return () => undefined;
  }

  close(): void {
    this.#stop();
    this.#events.clear();
  }
}
