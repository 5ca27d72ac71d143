import type { Envelope } from './events';
import type { Reply } from './reply';

/** All that the preload shows the page, as `window.tickwatch`; nothing of Electron shines through. */
export interface Bridge {
  /** Asks the services; the name and the parameters are checked on the other side. */
  request(name: string, params: unknown): Promise<Reply<unknown>>;
  /** Hears events in batches, in order, until the returned function is called. */
  onEvents(listener: (envelopes: readonly Envelope[]) => void): () => void;
}

/** Channel of requests from the page. */
export const IPC_REQUEST = 'tickwatch:request';
/** Channel of event batches to the page. */
export const IPC_EVENTS = 'tickwatch:events';
