import type { AlertRule } from '../domain/alert-rule';
import type { AppTarget } from '../domain/app-link';
import type { Envelope } from './events';
import type { Reply } from './reply';

/** What is to be heard of an alert. */
export interface SoundRequest {
  readonly severity: AlertRule['severity'];
  /** The sound that the rule asks for, by its name; null: the usual of the severity. */
  readonly sound: string | null;
  /** What may be spoken: the symbol and the deciding price; null where there is none. */
  readonly symbol: string | null;
  /** In the quote asset. */
  readonly price: number | null;
}

/** What the desktop asks of its page. */
export type PageCommand =
  /** Something was chosen in the tray, a notification or a link. */
  | { readonly kind: 'show'; readonly target: AppTarget }
  | { readonly kind: 'ticker' }
  | { readonly kind: 'sound'; readonly sound: SoundRequest };

/** All that the preload shows the page, as `window.tickwatch`; nothing of Electron shines through. */
export interface Bridge {
  /** Asks the services; the name and the parameters are checked on the other side. */
  request(name: string, params: unknown): Promise<Reply<unknown>>;
  /** Hears events in batches, in order, until the returned function is called. */
  onEvents(listener: (envelopes: readonly Envelope[]) => void): () => void;
  /** Hears what the desktop asks, those asked before included, until the returned function is called. */
  onCommand(listener: (command: PageCommand) => void): () => void;
}

/** Channel of requests from the page. */
export const IPC_REQUEST = 'tickwatch:request';
/** Channel of event batches to the page. */
export const IPC_EVENTS = 'tickwatch:events';
/** Channel of commands to the page. */
export const IPC_COMMAND = 'tickwatch:command';
