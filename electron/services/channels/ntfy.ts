import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { DeliveryAnswer } from './channel';
import { objectIn, refusedBy, unreadable, type ChannelKind } from './channel-kind';
import { accepted } from './delivery-answer';
import { digestText, linkOf, titleOf } from './digest-text';
import type { HttpAnswer } from './http-sender';
import { checkTarget } from './target-url';

/** In bytes; what is longer becomes a file that has to be opened. */
const LIMIT = 4096;
const bytes = (text: string): number => Buffer.byteLength(text);

const LOOKS: Readonly<Record<AlertRule['severity'], { priority: number; tags: string[] }>> = {
  info: { priority: 3, tags: ['bell'] },
  warning: { priority: 4, tags: ['warning'] },
  critical: { priority: 5, tags: ['rotating_light'] },
};
const MEANINGS = {
  401: 'does not accept the access token',
  403: 'does not let us write to this topic: check the topic and the access token',
  404: 'has nothing at this address; is it an ntfy server?',
  429: 'has had too many messages from here',
};

/**
 * A push message over ntfy.sh or a server of one's own.
 * @see https://docs.ntfy.sh/publish/#publish-as-json
 */
export const ntfy: ChannelKind<'ntfy'> = {
  missing: ({ secrets }) => (secrets.topic === null ? 'The topic is missing.' : null),

  check({ settings }) {
    checkTarget('server', settings.server, settings.allow_private);
  },

  async send({ settings, secrets }, { delivery, signal, sender, clock }) {
    const link = linkOf(delivery);
    const body = JSON.stringify({
      topic: secrets.topic,
      title: titleOf(delivery),
      message: digestText(delivery, { limit: LIMIT, measure: bytes }, []),
      ...LOOKS[delivery.severity],
      ...(link === null ? {} : { click: link }),
      // A second try under the same number takes the place of the first, where the server can do that.
      sequence_id: delivery.idempotencyKey,
    });
    const headers = secrets.token === null ? {} : { Authorization: `Bearer ${secrets.token}` };
    const { server, allow_private: allowsPrivate } = settings;
    const request = { method: 'POST', url: new URL(server), headers, body, allowsPrivate } as const;
    const answer = await sender.send(request, signal);
    return answer.kind === 'answered' ? answerOf(answer, clock.now()) : answer;
  },
};

function answerOf(answer: HttpAnswer, now: number): DeliveryAnswer {
  const body = objectIn(answer);
  if (answer.status < 200 || answer.status >= 300) {
    return refusedBy(answer, now, { said: body?.['error'], meanings: MEANINGS });
  }
  return typeof body?.['id'] === 'string' ? accepted(body['id']) : unreadable(answer, 'ntfy');
}
