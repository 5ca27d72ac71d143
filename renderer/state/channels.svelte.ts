import { SvelteMap } from 'svelte/reactivity';
import type { ChannelName } from '../../shared/domain/channel-name';
import { CHANNEL_SECRETS } from '../../shared/domain/channel-secrets';
import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';

/** A way to reach the trader, as the services tell of it: without its secrets. */
export type ChannelInfo = RequestResult<'put_channel'>;
export type ChannelChange = RequestInput<'put_channel'>;

/** What came of a test message. */
export type ChannelTest =
  | { readonly state: 'sending' }
  | { readonly state: 'answered'; readonly answer: RequestResult<'test_channel'> }
  | { readonly state: 'refused'; readonly error: ErrorBody };

/** Where alerts can go, and what is done about it. */
export class Channels {
  #items = $state.raw<readonly ChannelInfo[] | null>(null);
  #isFailed = $state(false);
  #round = 0;
  readonly #tests = new SvelteMap<ChannelName, ChannelTest>();

  constructor(private readonly transport: Transport) {}

  /** Null until they are known. */
  get items(): readonly ChannelInfo[] | null {
    return this.#items;
  }

  /** Nothing is known, and the last question failed. */
  get isFailed(): boolean {
    return this.#isFailed && this.#items === null;
  }

  /** Null until it is known. */
  get(name: ChannelName): ChannelInfo | null {
    return this.#items?.find((channel) => channel.name === name) ?? null;
  }

  /** The newest test of a channel since the page was opened; null before one. */
  testOf(name: ChannelName): ChannelTest | null {
    return this.#tests.get(name) ?? null;
  }

  async load(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const reply = await this.transport.request('list_channels', {});
    if (round !== this.#round) return;
    this.#isFailed = !reply.ok;
    if (reply.ok) this.#items = reply.value.items;
  }

  /** Sets a channel up; secrets that are left out stay. */
  async put(change: ChannelChange): Promise<Reply<ChannelInfo>> {
    const reply = await this.transport.request('put_channel', change);
    // A list on its way may be older than this answer.
    this.#round += 1;
    if (reply.ok) {
      const { value } = reply;
      this.#items = this.#items?.map((one) => (one.name === value.name ? value : one)) ?? null;
      this.#tests.delete(value.name);
    }
    return reply;
  }

  /** Turns a channel on or off; all else about it stays. */
  setEnabled(channel: ChannelInfo, enabled: boolean): Promise<Reply<ChannelInfo>> {
    return this.put({ ...settingsOf(channel), enabled } as ChannelChange);
  }

  /** Sends a test message with what is saved; what came of it is then the channel's last delivery. */
  async test(name: ChannelName): Promise<void> {
    this.#tests.set(name, { state: 'sending' });
    const reply = await this.transport.request('test_channel', { name });
    this.#tests.set(
      name,
      reply.ok
        ? { state: 'answered', answer: reply.value }
        : { state: 'refused', error: reply.error },
    );
    await this.load();
  }
}

/** The settings of a channel as they are written back: without what the services say besides, and without secrets. */
export function settingsOf(channel: ChannelInfo): Readonly<Record<string, unknown>> {
  const left: readonly string[] = ['state', 'reason', 'last', ...CHANNEL_SECRETS[channel.name]];
  return Object.fromEntries(Object.entries(channel).filter(([field]) => !left.includes(field)));
}
