import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { ChannelName, ChannelState } from '../../../shared/domain/channel-name';

/** How long one attempt may take at most, ms; a channel ends it by itself. */
export const SEND_LIMIT_MS = 10_000;

/** What a channel brings to people: one alert, or several that fired within a moment. */
export interface Delivery {
  /** The same on every attempt, so that the far side can drop doubles; 1–64 of `[A-Za-z0-9_-]`. */
  readonly idempotencyKey: string;
  /** Plain text; a channel escapes and shortens what it must. */
  readonly title: string;
  /** One for each alert or remark, most important first; plain text. */
  readonly lines: readonly string[];
  /** The highest of what it holds. */
  readonly severity: AlertRule['severity'];
  /** Empty for a test and for remarks about no alert. */
  readonly alertIds: readonly number[];
  /** When what decided really happened, ms UTC; the earliest of several. */
  readonly occurredAt: number;
  /** Whether anything in it was found in history, after the fact. */
  readonly isLate: boolean;
  /** Null when it is about several symbols or none. */
  readonly symbol: string | null;
  /** The deciding price, in the quote asset; null when there is none or more than one. */
  readonly price: number | null;
  /** The sound that the rule asks for, by its name; null: the usual of the severity. */
  readonly sound: string | null;
  /** Where to look closer, an https or tickwatch address; null for nowhere. */
  readonly link: string | null;
  /** Whether the trader pressed the test button. */
  readonly isTest: boolean;
}

/** What came of an attempt. */
export type DeliveryAnswer =
  /** The far side has taken it; `remoteId` is its own number of it, where it tells one. */
  | { readonly kind: 'accepted'; readonly remoteId: string | null }
  /** Handed over to something that gives no proof, such as the desktop. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'failed';
      /** For people, a sentence; never holds a secret. */
      readonly reason: string;
      /** Whether trying again is useless until the trader changes something. */
      readonly isPermanent: boolean;
      /** How long the far side asked to be left alone; null when it asked nothing. */
      readonly retryAfterMs: number | null;
    };

/** A way to reach people. */
export interface Channel {
  readonly name: ChannelName;
  /**
   * Makes one attempt, over within `SEND_LIMIT_MS`; never rejects. An attempt that was cut short may
   * have arrived all the same: it is tried again under the same key.
   * @param signal Ends the attempt at once, as a passing failure.
   */
  send(delivery: Delivery, signal: AbortSignal): Promise<DeliveryAnswer>;
}

/** The channels as the trader has set them up; each is read anew for every attempt. */
export interface ChannelDirectory {
  /** One that is off or incomplete is there too: what it is given fails for good, with the reason. */
  channel(name: ChannelName): Channel;
  stateOf(name: ChannelName): ChannelState;
}
