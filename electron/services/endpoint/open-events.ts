import type { Market } from '../../../shared/domain/feed-status';
import type { Limits } from '../config';
import { EventHub } from '../event-hub';
import type { Sequence } from '../sequence';
import { Traffic } from '../traffic';
import { openResume } from './open-resume';
import type { ToldLogOptions } from './told-log';

interface EventOptions extends ToldLogOptions {
  readonly limits: Pick<Limits, 'maxSubscriptions'>;
  readonly market: Market;
  readonly sequence: Pick<Sequence, 'next'>;
}

/**
 * What services publish to, and what it remembers for clients that come back.
 * @throws the file system's error.
 */
export async function openEvents(options: EventOptions) {
  const { limits, market, sequence } = options;
  const traffic = new Traffic();
  const resume = await openResume({ ...options, maxSubscriptions: limits.maxSubscriptions });
  const hub = new EventHub(() => sequence.next(), market, traffic, resume.told);
  return { hub, traffic, resume };
}
