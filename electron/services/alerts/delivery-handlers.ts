import type { RequestResult } from '../../../shared/protocol/requests';
import type { Handlers } from '../handler-map';
import type { AlertLog } from './alert-log';
import type { Outbox } from './outbox';
import type { DeliveryRecord, QueuedMessage } from './outbox-schema';

/** What requests about deliveries are answered from. */
interface DeliveryServices {
  readonly alertLog: AlertLog;
  readonly outbox: Outbox;
}

type Body = RequestResult<'list_deliveries'>['items'][number];

/** The handlers of requests about how alerts are told. */
export function deliveryHandlers({ alertLog, outbox }: DeliveryServices) {
  return {
    list_deliveries: async ({ id }) => {
      const alert = await alertLog.get(id);
      const ended = (await alertLog.deliveriesOf(alert)).map((each) =>
        endedBody(each, alertLog.isRead(id)),
      );
      const waiting = outbox.waitingFor(id).map(waitingBody);
      return { items: [...waiting, ...ended], next: null };
    },
  } satisfies Partial<Handlers>;
}

function waitingBody(message: QueuedMessage): Body {
  return {
    channel: message.channel,
    status: 'queued',
    reason: message.lastReason,
    tries: message.tries,
    next_try_at: new Date(message.dueAt).toISOString(),
    timestamp: new Date(message.queuedAt).toISOString(),
  };
}

function endedBody({ channel, status, reason, tries, at }: DeliveryRecord, isRead: boolean): Body {
  return {
    channel,
    status: isRead && (status === 'accepted' || status === 'sent') ? 'acknowledged' : status,
    ...{ reason, tries },
    next_try_at: null,
    timestamp: new Date(at).toISOString(),
  };
}
