import { CHANNELS, type ChannelName, type ChannelState } from '../../../shared/domain/channel-name';
import type { RequestParams } from '../../../shared/protocol/requests';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Channel, ChannelDirectory, Delivery, DeliveryAnswer } from './channel';
import type { Attempt, ChannelSetup } from './channel-kind';
import type { ChannelKinds, ChannelSetups } from './channel-setups';
import { passing, permanent } from './delivery-answer';
import type { HttpSender } from './http-sender';
import { redacted } from './redaction';

/** What the channels need. */
export interface ChannelServiceOptions {
  readonly setups: ChannelSetups;
  readonly kinds: ChannelKinds;
  readonly sender: HttpSender;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What came of the newest message. */
export interface LastResult {
  readonly answer: DeliveryAnswer;
  readonly isTest: boolean;
  /** ms UTC. */
  readonly at: number;
}

/** What may be told of a channel. */
export interface ChannelView<N extends ChannelName = ChannelName> {
  readonly name: N;
  readonly settings: ChannelSetup<N>['settings'];
  readonly state: ChannelState;
  /** What is missing, for people; null when nothing is. */
  readonly missing: string | null;
  /** Null when nothing was sent since the start. */
  readonly last: LastResult | null;
}

/** The ways to reach the trader, as they are set up. */
export class ChannelService implements ChannelDirectory {
  readonly #options: ChannelServiceOptions;
  readonly #last = new Map<ChannelName, LastResult>();
  readonly #stopping = new AbortController();
  #tests = 0;

  constructor(options: ChannelServiceOptions) {
    this.#options = options;
  }

  /** Ends tests that still wait for an answer. */
  stop(): void {
    this.#stopping.abort();
  }

  channel(name: ChannelName): Channel {
    return {
      name,
      send: (delivery, signal) =>
        this.#setup(name).settings.enabled
          ? this.#send(name, delivery, signal)
          : Promise.resolve(permanent(`The channel ${name} is turned off.`)),
    };
  }

  stateOf(name: ChannelName): ChannelState {
    const setup = this.#setup(name);
    if (!setup.settings.enabled) return 'off';
    return this.#missing(name) === null ? 'ready' : 'incomplete';
  }

  view<N extends ChannelName>(name: N): ChannelView<N> {
    const { settings } = this.#setup(name);
    const last = this.#last.get(name) ?? null;
    return { name, settings, state: this.stateOf(name), missing: this.#missing(name), last };
  }

  list(): ChannelView[] {
    return CHANNELS.map((name) => this.view(name));
  }

  /** @throws {AppError} as `ChannelSetups#put` does. */
  put(params: RequestParams<'put_channel'>): Promise<void> {
    return this.#options.setups.put(params);
  }

  /** Sends a test message, also over a channel that is turned off. */
  test(name: ChannelName): Promise<DeliveryAnswer> {
    const { clock } = this.#options;
    this.#tests++;
    const delivery: Delivery = {
      idempotencyKey: `test-${clock.now()}-${this.#tests}`,
      title: 'Tickwatch: a test',
      lines: ['Alerts that are sent here will reach you.'],
      ...{ severity: 'info', alertIds: [], occurredAt: clock.now(), isLate: false },
      ...{ symbol: null, price: null, sound: null, link: null, isTest: true },
    };
    return this.#send(name, delivery, this.#stopping.signal);
  }

  #setup<N extends ChannelName>(name: N): ChannelSetup<N> {
    return this.#options.setups.of(name);
  }

  #missing<N extends ChannelName>(name: N, setup: ChannelSetup<N> = this.#setup(name)) {
    return this.#options.kinds[name].missing(setup);
  }

  async #send(name: ChannelName, delivery: Delivery, signal: AbortSignal): Promise<DeliveryAnswer> {
    const secrets = this.#options.setups.secretValues(name);
    const setup = this.#setup(name);
    const missing = this.#missing(name, setup);
    const answer =
      missing === null
        ? withoutSecrets(await this.#attempt(name, setup, { delivery, signal }), secrets)
        : permanent(missing);
    this.#last.set(name, { answer, isTest: delivery.isTest, at: this.#options.clock.now() });
    return answer;
  }

  async #attempt<N extends ChannelName>(
    name: N,
    setup: ChannelSetup<N>,
    message: Pick<Attempt, 'delivery' | 'signal'>,
  ): Promise<DeliveryAnswer> {
    const { kinds, setups, sender, clock, logger } = this.#options;
    try {
      return await kinds[name].send(setup, { ...message, sender, clock });
    } catch (error) {
      const text = redacted(String(error), setups.secretValues(name));
      logger.error('A channel failed unexpectedly', { name, error: text });
      return passing(
        `Something went wrong inside Tickwatch while sending to ${name}; see its log.`,
      );
    }
  }
}

function withoutSecrets(answer: DeliveryAnswer, secrets: readonly string[]): DeliveryAnswer {
  switch (answer.kind) {
    case 'failed':
      return { ...answer, reason: redacted(answer.reason, secrets) };
    case 'accepted': {
      const { remoteId } = answer;
      return { ...answer, remoteId: remoteId && redacted(remoteId, secrets) };
    }
    case 'unknown':
      return answer;
  }
}
