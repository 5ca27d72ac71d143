import type { DeliveryAnswer } from './channel';
import { objectIn, refusedBy, unreadable, type ChannelKind } from './channel-kind';
import { accepted, pauseOf, retryAfterOf } from './delivery-answer';
import { digestText, linkOf, titleOf } from './digest-text';
import type { HttpAnswer } from './http-sender';
import { checkTarget, invalid } from './target-url';

const LIMIT = 2000;
const OWN_HOSTS = /^((ptb|canary)\.)?discord(app)?\.com$/;
const WEBHOOK_PATH = /^\/api\/(?:v\d+\/)?(webhooks\/\d+\/[\w-]+)\/?$/;
/** What Discord would read as bold, a quote, a mention, an emoji, a time or a link. */
const MARKUP = /[\\*_~`|<>#:@[\]]/g;
const SUPPRESS_EMBEDS = 1 << 2;
/** More than a webhook is ever paused for: what claims it counts milliseconds, as old versions did. */
const MAX_SECONDS = 1000;
const MEANINGS = {
  401: 'does not accept this webhook',
  403: 'does not accept this webhook',
  404: 'has no such webhook (any more): make a new one',
};

/**
 * A message through a webhook of a Discord channel; nobody is ever pinged by it.
 * @see https://discord.com/developers/docs/resources/webhook#execute-webhook
 */
export const discord: ChannelKind<'discord'> = {
  missing: ({ secrets }) => (secrets.url === null ? 'The address of a webhook is missing.' : null),

  check({ settings, secrets }) {
    if (secrets.url === null) return;
    const url = checkTarget('url', secrets.url, settings.allow_private);
    if (!WEBHOOK_PATH.test(url.pathname)) {
      throw invalid('url', 'must be that of a webhook: https://discord.com/api/webhooks/…');
    }
  },

  async send({ settings, secrets }, { delivery, signal, sender, clock }) {
    const link = linkOf(delivery);
    const head = `**${escaped(titleOf(delivery))}**`;
    const rules = { limit: LIMIT - (link === null ? 0 : link.length + 3), escape: escaped };
    const text = digestText(delivery, rules, [head]);
    const body = JSON.stringify({
      content: link === null ? text : `${text}\n<${link}>`,
      allowed_mentions: { parse: [] },
      flags: SUPPRESS_EMBEDS,
    });
    const url = addressOf(secrets.url ?? '');
    const request = { method: 'POST', url, body, allowsPrivate: settings.allow_private } as const;
    const answer = await sender.send(request, signal);
    return answer.kind === 'answered' ? answerOf(answer, clock.now()) : answer;
  },
};

function escaped(text: string): string {
  return text.replace(MARKUP, '\\$&');
}

/** Asks for a proper answer, and at Discord itself for the version whose answers are known here. */
function addressOf(text: string): URL {
  const url = new URL(text);
  const own = OWN_HOSTS.test(url.hostname) ? WEBHOOK_PATH.exec(url.pathname) : null;
  if (own) url.pathname = `/api/v10/${own[1] ?? ''}`;
  url.searchParams.set('wait', 'true');
  return url;
}

function answerOf(answer: HttpAnswer, now: number): DeliveryAnswer {
  const { status, headers } = answer;
  const body = objectIn(answer);
  if (status === 204) return accepted();
  if (status >= 200 && status < 300) {
    return body ? accepted(body['id']) : unreadable(answer, 'Discord');
  }
  const reset = headers['x-ratelimit-reset-after'];
  const pauseMs =
    retryAfterOf(typeof reset === 'string' ? reset : undefined, now) ??
    pauseIn(body?.['retry_after']) ??
    retryAfterOf(headers['retry-after'], now);
  return refusedBy(answer, now, { said: body?.['message'], pauseMs, meanings: MEANINGS });
}

function pauseIn(value: unknown): number | null {
  if (typeof value !== 'number') return null;
  return pauseOf(value >= MAX_SECONDS ? value / 1000 : value);
}
