import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';

/** What is chosen about updates, and how far one has come. */
export type UpdatesState = RequestResult<'get_updates'>;

/** What can be done with an update, in the order in which it is done. */
type Step = 'check_updates' | 'download_update' | 'install_update';

/** A version that the trader can be told of. */
export interface UpdateOffer {
  readonly version: string;
  /** It has been fetched, and waits to be installed. */
  readonly isReady: boolean;
}

/** Newer versions of the program, as the services tell of them. */
export class Updates {
  #state = $state.raw<UpdatesState | null>(null);
  #error = $state.raw<ErrorBody | null>(null);
  #refusals = $state(0);

  constructor(private readonly transport: Transport) {}

  /** Null until it is known. */
  get state(): UpdatesState | null {
    return this.#state;
  }

  /** Why the last thing asked was refused; null when it was done. */
  get error(): ErrorBody | null {
    return this.#error;
  }

  /** Counts refusals: what shows a choice shows the one in force again. */
  get refusals(): number {
    return this.#refusals;
  }

  /** What to tell the trader of; null when there is nothing, and while an alert comes first. */
  get offer(): UpdateOffer | null {
    const state = this.#state;
    if (!state?.release || state.held) return null;
    const isReady = state.phase === 'ready';
    // What is fetched by itself is told of once it is there.
    const isNews =
      state.phase === 'available' && (state.download === 'ask' || state.way === 'by_hand');
    return isReady || isNews ? { version: state.release.version, isReady } : null;
  }

  async load(): Promise<void> {
    this.#take(await this.transport.request('get_updates', {}));
  }

  hear(state: UpdatesState): void {
    this.#state = state;
  }

  async choose(change: RequestInput<'patch_updates'>): Promise<void> {
    this.#take(await this.transport.request('patch_updates', change));
  }

  async do(step: Step): Promise<void> {
    this.#take(await this.transport.request(step, {}));
  }

  #take(reply: Reply<UpdatesState>): void {
    this.#error = reply.ok ? null : reply.error;
    if (reply.ok) this.#state = reply.value;
    else this.#refusals += 1;
  }
}
