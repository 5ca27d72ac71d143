import type { ChannelName } from '../../../shared/domain/channel-name';
import type { CHANNEL_SECRETS } from '../../../shared/domain/channel-secrets';
import type { ChannelSettings } from '../../../shared/domain/channel-settings';
import type { Clock } from '../clock';
import type { Delivery, DeliveryAnswer } from './channel';
import { passing, permanent, quoted, retryAfterOf } from './delivery-answer';
import type { HttpAnswer, HttpSender } from './http-sender';

/** The secrets of a channel; null for those that are not set. */
export type ChannelSecrets<N extends ChannelName> = Readonly<
  Record<(typeof CHANNEL_SECRETS)[N][number], string | null>
>;

/** A channel as the trader has set it up. */
export interface ChannelSetup<N extends ChannelName> {
  readonly settings: ChannelSettings<N>;
  readonly secrets: ChannelSecrets<N>;
}

/** What an attempt needs beside the setup. */
export interface Attempt {
  readonly delivery: Delivery;
  readonly signal: AbortSignal;
  readonly sender: HttpSender;
  readonly clock: Clock;
}

/** How one kind of channel works. */
export interface ChannelKind<N extends ChannelName> {
  /** For people, a sentence: what it still needs before it can send; null for nothing. */
  missing(setup: ChannelSetup<N>): string | null;
  /** @throws {AppError} `INVALID` for settings that could never work; what is missing is no such. */
  check(setup: ChannelSetup<N>): void;
  /** Makes one attempt with a setup that misses nothing. */
  send(setup: ChannelSetup<N>, attempt: Attempt): Promise<DeliveryAnswer>;
}

/** What a service says when it does not take a message. */
export interface Refusal {
  /** Its words; shown to people, so anything but text is left out. */
  readonly said?: unknown;
  /** The pause its body asks for, ms; the header's when absent. */
  readonly pauseMs?: number | null;
  /** What a status means there, after the name of the host. */
  readonly meanings?: Readonly<Record<number, string>>;
}

/** Too early, too many, too slow: statuses that say nothing against the message. */
const PASSING: readonly number[] = [408, 425, 429];

/** The failure an answer other than 2xx comes to. @param now ms UTC. */
export function refusedBy(
  { host, status, headers }: HttpAnswer,
  now: number,
  { said, pauseMs, meanings = {} }: Refusal = {},
): DeliveryAnswer {
  const what = meanings[status] ?? generalMeaning(status);
  const reason = `${host} ${what} (${status}${quoted(said)})`;
  const isPassing = status >= 500 || status < 200 || PASSING.includes(status);
  return isPassing
    ? passing(reason, pauseMs ?? retryAfterOf(headers['retry-after'], now))
    : permanent(reason);
}

function generalMeaning(status: number): string {
  if (status === 429) return 'asks for a pause';
  if (status >= 500) return 'has trouble of its own';
  if (status === 401 || status === 403) return 'does not let us in';
  if (status === 404 || status === 410) return 'has nothing at this address';
  if (status === 413) return 'finds the message too large';
  return 'does not take the message';
}

/** The JSON object in an answer; null when there is none, or only half of it. */
export function objectIn({ text, isWhole }: HttpAnswer): Readonly<Record<string, unknown>> | null {
  if (!isWhole) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** The failure of a service that agreed but did not say so in its own way. */
export function unreadable({ host, isWhole }: HttpAnswer, service: string): DeliveryAnswer {
  return passing(
    isWhole
      ? `${host} answered, but not as ${service} does; is the address right?`
      : `${host} broke off its answer`,
  );
}
