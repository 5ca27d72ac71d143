import type { Delivery } from '../channels/channel';
import type { QueuedMessage } from './outbox-schema';

/** A message as a channel brings it. */
export function deliveryOf(queued: QueuedMessage): Delivery {
  const { key, kind, severity, alertIds, lines } = queued;
  const { symbol, price, occurredAt, isLate, sound } = queued;
  const others = alertIds.length - lines.length;
  const isAlone = alertIds.length === 1 && kind !== 'reminder' && kind !== 'flood';
  const list = others > 0 ? [...lines, `and ${others} more`] : lines;
  return {
    idempotencyKey: key,
    title: titleOf(queued),
    lines: isAlone ? [] : list,
    ...{ severity, alertIds, occurredAt, isLate, symbol, price, sound },
    link: null,
    isTest: false,
  };
}

function titleOf({ kind, alertIds, lines }: QueuedMessage): string {
  const count = alertIds.length;
  const [first = ''] = lines;
  switch (kind) {
    case 'digest':
      return `While you were away: ${count === 1 ? first : `${count} alerts`}`;
    case 'flood':
      return `More alerts than the flood limit allows: ${count} are summed up here`;
    case 'reminder':
      return `Not read yet: ${first}`;
    case 'alerts':
    case 'critical':
      return count === 1 ? first : `${count} alerts`;
  }
}
