import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { DeliveryAnswer } from './channel';
import { refusedBy, type ChannelKind } from './channel-kind';
import { accepted } from './delivery-answer';
import type { HttpAnswer } from './http-sender';
import { checkTarget, invalid } from './target-url';
import { fillTemplate, templateFault, webhookFields } from './webhook-template';

/** Headers that are ours, or that decide how the message travels. */
const RESERVED =
  /^(host|content-|transfer-encoding|connection|keep-alive|upgrade|expect|te$|trailer|proxy-|webhook-|idempotency-key)/i;

/** The status has decided by then: what a program says beside it is for people only, ms. */
const BODY_LIMIT_MS = 2000;

const storedHeaders = z.record(z.string(), z.string());

/** The trader's own headers out of the text they are kept as. */
export function headersIn(text: string | null): Readonly<Record<string, string>> {
  return text === null ? {} : storedHeaders.parse(JSON.parse(text));
}

/**
 * A message to a program of the trader's. Any 2xx means that it has arrived; what else the program
 * says does not matter.
 */
export const webhook: ChannelKind<'webhook'> = {
  missing: ({ secrets }) => (secrets.url === null ? 'The address is missing.' : null),

  check({ settings, secrets }) {
    if (secrets.url !== null) checkTarget('url', secrets.url, settings.allow_private);
    const fault = settings.template === null ? null : templateFault(settings.template);
    if (fault !== null) throw invalid('template', fault);
    const reserved = Object.keys(headersIn(secrets.headers)).find((name) => RESERVED.test(name));
    if (reserved !== undefined) throw invalid('headers', `${reserved} cannot be set`);
    keyOf(secrets.signing_secret);
  },

  async send({ settings, secrets }, { delivery, signal, sender, clock }) {
    const { method, allow_private: allowsPrivate, template } = settings;
    const fields = webhookFields(delivery);
    const body = template === null ? JSON.stringify(fields) : fillTemplate(template, fields);
    const id = delivery.idempotencyKey;
    const timestamp = Math.floor(clock.now() / 1000);
    const key = keyOf(secrets.signing_secret);
    const headers = {
      ...headersIn(secrets.headers),
      'Idempotency-Key': id,
      'Webhook-Id': id,
      'Webhook-Timestamp': String(timestamp),
      ...(key && { 'Webhook-Signature': signatureOf(key, `${id}.${timestamp}.${body}`) }),
    };
    const url = new URL(secrets.url ?? '');
    const request = { method, url, headers, body, allowsPrivate, bodyLimitMs: BODY_LIMIT_MS };
    const answer = await sender.send(request, signal);
    return answer.kind === 'answered' ? answerOf(answer, clock.now()) : answer;
  },
};

/** @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function signatureOf(key: Buffer, signed: string): string {
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

/** The bytes of a signing secret; null without one. @throws {AppError} `INVALID` for broken base64. */
function keyOf(secret: string | null): Buffer | null {
  if (secret === null) return null;
  if (!secret.startsWith('whsec_')) return Buffer.from(secret);
  const encoded = secret.slice('whsec_'.length);
  if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(encoded)) {
    throw invalid('signing_secret', 'must be base64 after "whsec_"');
  }
  return Buffer.from(encoded, 'base64');
}

function answerOf(answer: HttpAnswer, now: number): DeliveryAnswer {
  const isTaken = answer.status >= 200 && answer.status < 300;
  return isTaken ? accepted() : refusedBy(answer, now, { said: wordsOf(answer) });
}

/** What a program says, unless that is a web page. */
function wordsOf({ text, headers }: HttpAnswer): string | null {
  return /^(text\/plain|application\/json)/i.test(headers['content-type'] ?? '') ? text : null;
}
