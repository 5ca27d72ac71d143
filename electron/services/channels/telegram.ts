import { accepted, pauseOf, permanent } from './delivery-answer';
import type { DeliveryAnswer } from './channel';
import { objectIn, refusedBy, unreadable, type ChannelKind } from './channel-kind';
import { digestText, linkOf, titleOf } from './digest-text';
import type { HttpAnswer } from './http-sender';
import { checkTarget, invalid } from './target-url';

const LIMIT = 4096;
const TOKEN = /^\d{1,20}:[\w-]{20,}$/;
const MEANINGS = {
  401: 'does not know this bot token',
  403: 'does not let the bot write there: start a chat with it, or add it to the group',
  404: 'does not know this bot token',
};

/**
 * A bot's message. The text is sent as it is, without any mark-up language: what is bold is told
 * beside it, so nothing in it can be taken for more than text.
 * @see https://core.telegram.org/bots/api#sendmessage
 */
export const telegram: ChannelKind<'telegram'> = {
  missing({ settings, secrets }) {
    if (secrets.token === null) return 'The token of a bot is missing.';
    return settings.chat_id === null ? 'The chat to write to is missing.' : null;
  },

  check({ settings, secrets }) {
    checkTarget('server', settings.server, settings.allow_private);
    if (secrets.token !== null && !TOKEN.test(secrets.token))
      throw invalid('token', 'is not what tokens of bots are like');
  },

  async send({ settings, secrets }, { delivery, signal, sender, clock }) {
    const title = titleOf(delivery);
    const link = linkOf(delivery);
    const rules = { limit: LIMIT - (link === null ? 0 : link.length + 1) };
    const text = digestText(delivery, rules, [title]);
    const url = new URL(settings.server);
    // The token is a part of the path: the address must never be shown.
    url.pathname = `${url.pathname.replace(/\/$/, '')}/bot${secrets.token ?? ''}/sendMessage`;
    const body = JSON.stringify({
      chat_id: settings.chat_id,
      text: link === null ? text : `${text}\n${link}`,
      entities: [{ type: 'bold', offset: 0, length: title.length }],
      link_preview_options: { is_disabled: true },
      disable_notification: delivery.severity === 'info' && !delivery.isTest,
    });
    const request = { method: 'POST', url, body, allowsPrivate: settings.allow_private } as const;
    const answer = await sender.send(request, signal);
    return answer.kind === 'answered' ? answerOf(answer, clock.now()) : answer;
  },
};

type Fields = Readonly<Record<string, unknown>>;

function answerOf(answer: HttpAnswer, now: number): DeliveryAnswer {
  const body = fieldsOf(objectIn(answer));
  if (answer.status < 200 || answer.status >= 300) return refused(answer, body, now);
  if (body['ok'] !== true) return unreadable(answer, 'Telegram');
  return accepted(fieldsOf(body['result'])['message_id']);
}

function refused(answer: HttpAnswer, body: Fields, now: number): DeliveryAnswer {
  const parameters = fieldsOf(body['parameters']);
  const moved = parameters['migrate_to_chat_id'];
  if (typeof moved === 'number') {
    return permanent(`${answer.host} says that the chat is now ${moved}; set that`);
  }
  const said = body['description'];
  const pauseMs = pauseOf(parameters['retry_after']);
  const isChatGone = typeof said === 'string' && /chat not found/i.test(said);
  const meanings = isChatGone
    ? { 400: 'does not know this chat: check its number, and write to the bot first' }
    : MEANINGS;
  return refusedBy(answer, now, { said, pauseMs, meanings });
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
