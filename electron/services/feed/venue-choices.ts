import { AppError } from '../../../shared/domain/errors';
import type { Venue } from '../../../shared/domain/feed-status';
import type { Markets, VenueChoice, VenueUrls } from '../exchange/binance/endpoints';
import type { StateStore } from '../store/state-store';

/** Where a venue's data comes from, as far as the start decides it. */
export type VenueSetting =
  /** The trader's own choice among the public markets. */
  | { readonly kind: 'chosen' }
  /** `reason` says for people why nothing else can be chosen. */
  | { readonly kind: 'fixed'; readonly urls: VenueUrls; readonly reason: string }
  | { readonly kind: 'off'; readonly reason: string };

export type VenueSettings = Readonly<Record<Venue, VenueSetting>>;

export interface VenueChoicesOptions {
  readonly settings: VenueSettings;
  /** What there is to choose from; the usual market is called `global`. */
  readonly markets: Markets;
  readonly store: StateStore;
}

const USUAL = 'global';
/** Names of what cannot be chosen. */
const FIXED = 'fixed';
const OFF = 'off';

/** A market one can choose, by name. */
export interface NamedChoice extends VenueChoice {
  readonly name: string;
}

/** Which market each venue is, remembered over restarts. What the start decides is not changed. */
export class VenueChoices {
  constructor(private readonly options: VenueChoicesOptions) {}

  /** The name of the choice; `fixed` or `off` where there is none to make. */
  nameOf(venue: Venue): string {
    const { kind } = this.options.settings[venue];
    if (kind === 'off') return OFF;
    return kind === 'fixed' ? FIXED : this.#chosen(venue).name;
  }

  /** What sets apart the files of the present market: a venue and a market that are not the usual ones. */
  fileSuffix(venue: Venue): string[] {
    const { kind } = this.options.settings[venue];
    const name = kind === 'chosen' ? this.#chosen(venue).name : USUAL;
    return [...(venue === 'spot' ? [] : [venue]), ...(name === USUAL ? [] : [name])];
  }

  /** Where the venue is found. @throws {AppError} `UNAVAILABLE` when it is off. */
  urlsOf(venue: Venue): VenueUrls {
    const setting = this.options.settings[venue];
    if (setting.kind === 'off') throw new AppError('UNAVAILABLE', setting.reason);
    return setting.kind === 'fixed' ? setting.urls : this.#chosen(venue);
  }

  /** Why a venue is off, for people; null when it is not. */
  whyOff(venue: Venue): string | null {
    const setting = this.options.settings[venue];
    return setting.kind === 'off' ? setting.reason : null;
  }

  /** What can be chosen; empty where the start has decided. */
  choicesOf(venue: Venue): readonly NamedChoice[] {
    return this.options.settings[venue].kind === 'chosen' ? this.#markets(venue) : [];
  }

  /**
   * Chooses a market by name.
   * @returns Whether it is another one than before.
   * @throws {AppError} `INVALID` for an unknown name or where the start has decided, `UNAVAILABLE`
   * when it could not be saved; nothing is changed then.
   */
  async choose(venue: Venue, name: string): Promise<boolean> {
    const setting = this.options.settings[venue];
    if (setting.kind !== 'chosen') throw new AppError('INVALID', setting.reason);
    const names = this.#markets(venue).map((each) => each.name);
    if (!names.includes(name)) {
      throw new AppError('INVALID', `choice: must be one of ${names.join(', ')}`);
    }
    if (name === this.#chosen(venue).name) return false;
    await this.#save(venue, name);
    return true;
  }

  #markets(venue: Venue): NamedChoice[] {
    return Object.entries(this.options.markets[venue]).map(([name, market]) => ({
      name,
      ...market,
    }));
  }

  #chosen(venue: Venue): NamedChoice {
    const choices = this.#markets(venue);
    const name = this.options.store.state.venues[venue] ?? USUAL;
    const found = choices.find((each) => each.name === name) ?? choices[0];
    if (!found) throw new RangeError(`${venue} has no markets`);
    return found;
  }

  async #save(venue: Venue, name: string): Promise<void> {
    const { store } = this.options;
    const before = store.state.venues;
    try {
      await store.update(() => ({ venues: { ...before, [venue]: name } }));
    } catch (error) {
      await store.update(() => ({ venues: before })).catch(() => undefined);
      const message = 'The choice could not be saved; it is as it was before.';
      throw new AppError('UNAVAILABLE', message, { cause: error });
    }
  }
}
