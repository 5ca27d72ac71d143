import type { LinkState, Transport } from '../../shared/protocol/client';
import type { Envelope, EventName, Events } from '../../shared/protocol/events';
import type { Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestName, RequestResult } from '../../shared/protocol/requests';
import { Listeners } from './listeners';
import { unavailable } from './unavailable';

type Answer<N extends RequestName> = (
  params: RequestInput<N>,
) => Reply<RequestResult<N>> | Promise<Reply<RequestResult<N>>>;

type Answers = { [N in RequestName]?: Answer<N> };

/** A transport without a world behind it: answers by script, remembers what was asked. */
export class FakeTransport implements Transport {
  /** What was asked, oldest first. */
  readonly asked: { readonly name: RequestName; readonly params: unknown }[] = [];
  readonly #answers: Answers = {};
  readonly #events = new Listeners<Envelope>();
  readonly #links = new Listeners<LinkState>();
  #link: LinkState;
  #seq = 0;

  constructor(link: LinkState = { state: 'connected' }) {
    this.#link = link;
  }

  /** Sets the answer to a request; without one it is `UNAVAILABLE`. */
  answer<N extends RequestName>(name: N, answer: Answer<N>): this {
    Object.assign(this.#answers, { [name]: answer });
    return this;
  }

  emit<N extends EventName>(type: N, data: Events[N], market?: 'demo' | 'replay'): void {
    this.#seq += 1;
    const mark = market ? { market } : {};
    this.#events.emit({ type, data, seq: this.#seq, ...mark } as Envelope);
  }

  setLink(link: LinkState): void {
    this.#link = link;
    this.#links.emit(link);
  }

  async request<N extends RequestName>(
    name: N,
    params: RequestInput<N>,
  ): Promise<Reply<RequestResult<N>>> {
    this.asked.push({ name, params });
    const answer: Answer<N> | undefined = this.#answers[name];
    if (!answer || this.#link.state !== 'connected') return unavailable('Not connected.');
    return answer(params);
  }

  onEvent(listener: (envelope: Envelope) => void): () => void {
    return this.#events.add(listener);
  }

  onLink(listener: (link: LinkState) => void): () => void {
    listener(this.#link);
    return this.#links.add(listener);
  }

  close(): void {
    this.#events.clear();
    this.#links.clear();
  }
}
