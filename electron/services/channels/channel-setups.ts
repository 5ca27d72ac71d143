import { AppError } from '../../../shared/domain/errors';
import type { ChannelName } from '../../../shared/domain/channel-name';
import { BOUND_SECRETS, CHANNEL_SECRETS } from '../../../shared/domain/channel-secrets';
import { channelSettings, type ChannelSettings } from '../../../shared/domain/channel-settings';
import type { RequestParams } from '../../../shared/protocol/requests';
import type { Logger } from '../logger';
import type { StateStore } from '../store/state-store';
import type { ChannelKind, ChannelSecrets, ChannelSetup } from './channel-kind';
import type { SecretStore } from './secret-store';
import { invalid } from './target-url';
import { headersIn } from './webhook';

/** Each kind of channel under its name. */
export type ChannelKinds = { readonly [N in ChannelName]: ChannelKind<N> };

/** What the setups are kept in, and who judges them. */
export interface ChannelSetupsOptions {
  readonly store: StateStore;
  readonly secrets: SecretStore;
  readonly kinds: ChannelKinds;
  readonly logger: Logger;
}

/** Secrets by the key they are kept under; null removes one. */
type SecretChanges = Readonly<Record<string, string | null>>;

/** How the trader has set the channels up: settings in the state, secrets apart from it. */
export class ChannelSetups {
  readonly #options: ChannelSetupsOptions;
  /** Changes are made one after another, so that one that fails can go back to what is durable. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ChannelSetupsOptions) {
    this.#options = options;
  }

  /** A secret that was given for another server counts as not set: settings can be imported. */
  of<N extends ChannelName>(name: N): ChannelSetup<N> {
    const { secrets } = this.#options;
    // The state holds the settings of each channel under its name.
    const settings = this.#options.store.state.channels[name] as ChannelSettings<N>;
    const origin = originOf(settings, secrets.get(keyOf(name, 'url')));
    const isElsewhere = secrets.get(keyOf(name, ORIGIN)) !== origin;
    const bound: readonly string[] = BOUND_SECRETS[name];
    return {
      settings,
      secrets: secretsOf(name, (field) =>
        isElsewhere && bound.includes(field) ? null : secrets.get(keyOf(name, field)),
      ),
    };
  }

  /** Every value of a channel that must not be shown. */
  secretValues(name: ChannelName): string[] {
    return CHANNEL_SECRETS[name].flatMap((field) => {
      const value = this.#options.secrets.get(keyOf(name, field));
      if (value === null) return [];
      return field === 'headers' ? Object.values(headersIn(value)) : [value];
    });
  }

  /**
   * Replaces what is set of a channel; secrets left out stay.
   * @throws {AppError} `INVALID` for what cannot work, `UNAVAILABLE` when it cannot be saved; nothing
   *   is changed then.
   */
  put(params: RequestParams<'put_channel'>): Promise<void> {
    const result = this.#turn.then(() => this.#put(params));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #put({ name, ...given }: RequestParams<'put_channel'>): Promise<void> {
    const { secrets } = this.#options;
    const fields: readonly string[] = CHANNEL_SECRETS[name];
    const entries = Object.entries(given);
    const settings = channelSettings[name].parse(
      Object.fromEntries(entries.filter(([field]) => !fields.includes(field))),
    );
    const changes: Record<string, string | null> = {};
    for (const [field, value] of entries) {
      if (fields.includes(field) && value !== undefined)
        changes[keyOf(name, field)] = textOf(value);
    }
    this.#check(name, settings, changes);
    const before = Object.keys(changes).map((key) => [key, secrets.get(key)] as const);
    if (before.length > 0) await secrets.put(changes);
    try {
      await this.#save(name, settings);
    } catch (error) {
      await secrets.put(Object.fromEntries(before)).catch(() => undefined);
      throw error;
    }
  }

  /** Judges what would be, and notes which server the secrets are then for. */
  #check<N extends ChannelName>(
    name: N,
    settings: ChannelSettings<N>,
    changes: Record<string, string | null>,
  ): void {
    const secretOf = (field: string): string | null => {
      const change = changes[keyOf(name, field)];
      return change === undefined ? this.#options.secrets.get(keyOf(name, field)) : change;
    };
    const secrets = secretsOf(name, secretOf);
    this.#options.kinds[name].check({ settings, secrets });
    const origin = originOf(settings, secretOf('url'));
    this.#refuseMoved(name, origin, changes);
    if (BOUND_SECRETS[name].length > 0) changes[keyOf(name, ORIGIN)] = origin;
  }

  /** Whoever may write settings must not get at secrets by having them sent somewhere else. */
  #refuseMoved(name: ChannelName, origin: string | null, changes: SecretChanges): void {
    const { secrets } = this.#options;
    if (secrets.get(keyOf(name, ORIGIN)) === origin) return;
    const kept = BOUND_SECRETS[name].find((field) => {
      const key = keyOf(name, field);
      return changes[key] === undefined && secrets.get(key) !== null;
    });
    if (kept === undefined) return;
    throw invalid(kept, 'belongs to another server; give it again, or null to clear it');
  }

  async #save(name: ChannelName, settings: ChannelSettings): Promise<void> {
    const { store, logger } = this.#options;
    const before = store.state.channels;
    try {
      await store.update(({ channels }) => ({ channels: { ...channels, [name]: settings } }));
    } catch (error) {
      await store.update(() => ({ channels: before })).catch(() => undefined);
      logger.error('Channel not saved', { name, error: String(error) });
      const message = 'The channel could not be saved; it is as it was before.';
      throw new AppError('UNAVAILABLE', message, { cause: error });
    }
  }
}

/** Kept with the secrets: the server they were given for. */
const ORIGIN = 'origin';

const keyOf = (name: ChannelName, field: string): string => `${name}.${field}`;

/** Where messages go, by scheme, host and port; null for nowhere yet. */
function originOf(settings: ChannelSettings, url: string | null): string | null {
  const target = 'server' in settings ? settings.server : url;
  return target !== null && URL.canParse(target) ? new URL(target).origin : null;
}

function secretsOf<N extends ChannelName>(
  name: N,
  valueOf: (field: string) => string | null,
): ChannelSecrets<N> {
  // One entry for each secret of this channel.
  return Object.fromEntries(
    CHANNEL_SECRETS[name].map((field) => [field, valueOf(field)]),
  ) as ChannelSecrets<N>;
}

/** Secrets are texts; headers become one. */
function textOf(value: unknown): string | null {
  return value === null || typeof value === 'string' ? value : JSON.stringify(value);
}
