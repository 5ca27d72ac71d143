import type { CallEntry } from '../../../shared/domain/signals/record';
import type { Events } from '../../../shared/protocol/events';
import { priceRoom, SIGNALS_ROOM } from '../../../shared/protocol/rooms';
import type { Clock } from '../clock';
import type { EventHub } from '../event-hub';
import type { Histories } from '../store/histories';
import { signalRecord } from './signal-schema';
import { reversalBody } from './signal-wire';

/** As long as a session waits for its client; whoever comes later asks for a snapshot. */
const WINDOW_MS = 120_000;

type Reversal = Events['signal_reversal'];

/** Tells a reversal to those who follow its symbol or all signals. */
export function tellReversal(hub: Pick<EventHub, 'publish'>, call: CallEntry): void {
  hub.publish([priceRoom(call.symbol), SIGNALS_ROOM], 'signal_reversal', reversalBody(call));
}

interface UntoldOptions {
  readonly hub: Pick<EventHub, 'publish'>;
  readonly histories: Pick<Histories, 'newestFirst'>;
  readonly clock: Pick<Clock, 'now'>;
  /** The record whose reversals are wanted. */
  readonly book: number;
}

/**
 * Tells what a crash kept from being told: reversals that were recorded as news in the last minutes but
 * are not among those told. One that was told while the disk did not answer is told again, rather than
 * lost.
 * @param told Those that earlier runs are known to have told.
 */
export async function tellUntoldReversals(
  { hub, histories, clock, book }: UntoldOptions,
  told: readonly Reversal[],
): Promise<void> {
  const since = clock.now() - WINDOW_MS;
  const known = new Set(told.map(keyOf));
  const untold: CallEntry[] = [];
  for await (const record of histories.newestFirst('signals')) {
    const { data } = signalRecord.safeParse(record);
    if (!data) continue;
    if (data.at < since) break;
    const { entry, isNews } = data;
    const isOwed = data.book === book && isNews === true && entry.kind === 'call';
    if (isOwed && !known.has(keyOf(reversalBody(entry)))) untold.push(entry);
  }
  for (const call of untold.reverse()) tellReversal(hub, call);
}

/** A signal of one model turns once on a candle. */
const keyOf = ({ symbol, interval, timestamp, model_version }: Reversal): string =>
  `${symbol} ${interval} ${timestamp} ${model_version}`;
