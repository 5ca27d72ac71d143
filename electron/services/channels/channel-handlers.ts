import type { ChannelName } from '../../../shared/domain/channel-name';
import type { RequestResult } from '../../../shared/protocol/requests';
import type { Handlers } from '../handler-map';
import type { ChannelService, LastResult } from './channel-service';
import type { DeliveryAnswer } from './channel';
import type { ChannelSetups } from './channel-setups';
import { hintOf } from './redaction';
import { headersIn } from './webhook';

/** What requests about channels are answered from. */
export interface ChannelServices {
  readonly channels: ChannelService;
  readonly setups: ChannelSetups;
}

type Body = RequestResult<'put_channel'>;

/** What a service is called in a sentence. */
const TITLES: Readonly<Record<ChannelName, string>> = {
  ...{ desktop: 'The desktop', sound: 'The sound', telegram: 'Telegram' },
  ...{ discord: 'Discord', ntfy: 'ntfy', webhook: 'The webhook' },
};

/** The handlers of requests about where alerts go. */
export function channelHandlers(services: ChannelServices) {
  const { channels } = services;
  return {
    list_channels: () => ({
      items: channels.list().map(({ name }) => body(services, name)),
      next: null,
    }),
    put_channel: async (params) => {
      await channels.put(params);
      return body(services, params.name);
    },
    test_channel: async ({ name }) => {
      const answer = await channels.test(name);
      return {
        name,
        outcome: answer.kind,
        message: messageOf(name, answer),
        remote_id: answer.kind === 'accepted' ? answer.remoteId : null,
        retry_after_ms: answer.kind === 'failed' ? answer.retryAfterMs : null,
      };
    },
  } satisfies Partial<Handlers>;
}

function messageOf(name: ChannelName, answer: DeliveryAnswer): string {
  switch (answer.kind) {
    case 'accepted':
      return `${TITLES[name]} has taken the message.`;
    case 'unknown':
      return `${TITLES[name]} was given the message; whether it was seen, it does not tell.`;
    case 'failed':
      return answer.reason;
  }
}

function body({ channels, setups }: ChannelServices, name: ChannelName): Body {
  const { state, missing, last } = channels.view(name);
  const common = { state, reason: missing, last: last && lastBody(last) };
  switch (name) {
    case 'desktop':
    case 'sound':
      return { name, ...setups.of(name).settings, ...common };
    case 'telegram': {
      const { settings, secrets } = setups.of(name);
      return { name, ...settings, ...common, token: secretBody(secrets.token) };
    }
    case 'discord': {
      const { settings, secrets } = setups.of(name);
      return { name, ...settings, ...common, url: secretBody(secrets.url) };
    }
    case 'ntfy': {
      const { settings, secrets } = setups.of(name);
      const { topic, token } = secrets;
      return { name, ...settings, ...common, topic: secretBody(topic), token: secretBody(token) };
    }
    case 'webhook':
      return { name, ...common, ...webhookBody(setups) };
  }
}

function webhookBody(setups: ChannelSetups) {
  const { settings, secrets } = setups.of('webhook');
  const headers = Object.entries(headersIn(secrets.headers));
  return {
    ...settings,
    url: secretBody(secrets.url),
    signing_secret: secretBody(secrets.signing_secret),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, secretBody(value)])),
  };
}

function lastBody({ answer, isTest, at }: LastResult) {
  return {
    outcome: answer.kind,
    reason: answer.kind === 'failed' ? answer.reason : null,
    test: isTest,
    timestamp: new Date(at).toISOString(),
  };
}

function secretBody(value: string | null) {
  return { configured: value !== null, hint: value === null ? null : hintOf(value) };
}
