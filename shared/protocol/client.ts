import type { Envelope } from './events';
import type { Reply } from './reply';
import type { RequestInput, RequestName, RequestResult } from './requests';

/** State of the line between a screen and the services. */
export type LinkState =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  /** The line broke; `connect` goes on by itself and `connected` follows. */
  | { readonly state: 'lost'; readonly reason: string }
  /** No use in trying again without a new token. */
  | { readonly state: 'unauthorized' };

/** The one thing a screen knows about the world; over IPC, Socket.IO or, in tests, nothing at all. */
export interface Transport {
  /** Asks; never rejects: a line that fails answers `UNAVAILABLE`. */
  request<N extends RequestName>(
    name: N,
    params: RequestInput<N>,
  ): Promise<Reply<RequestResult<N>>>;
  /** Hears every event until the returned function is called. */
  onEvent(listener: (envelope: Envelope) => void): () => void;
  /** Hears the present link state at once and each change after it. */
  onLink(listener: (link: LinkState) => void): () => void;
  close(): void;
}
