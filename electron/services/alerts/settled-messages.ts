import type { Histories } from '../store/histories';
import type { State } from '../store/state-schema';
import { deliveryRecord } from './outbox-schema';

/**
 * An outbox of an earlier time without the messages whose end is on record by now: they have arrived,
 * or were given up, and must not be sent again.
 */
export async function withoutSettled(
  outbox: State['outbox'],
  histories: Pick<Histories, 'newestFirst'>,
): Promise<State['outbox']> {
  const messages = new Map(Object.entries(outbox.messages));
  const oldest = Math.min(...[...messages.values()].map(({ queuedAt }) => queuedAt));
  if (messages.size === 0) return outbox;
  for await (const record of histories.newestFirst('deliveries')) {
    if (record.at < oldest) break;
    const { data } = deliveryRecord.safeParse(record);
    if (data && data.key !== null) messages.delete(data.key);
  }
  return { ...outbox, messages: Object.fromEntries(messages) };
}
