import { AppError } from '../../../shared/domain/errors';
import { VENUES, type FeedStatus, type Venue } from '../../../shared/domain/feed-status';
import { venueOf, type Instrument } from '../../../shared/domain/instrument';
import type { Kline } from '../../../shared/domain/kline';
import type { MarkPrice } from '../../../shared/domain/mark-price';
import type { Ticker } from '../../../shared/domain/ticker';
import type { Trade } from '../../../shared/domain/trade';
import type { Clock } from '../clock';
import type {
  Exchange,
  ExchangeListener,
  FeedStats,
  History,
  KlineQuery,
  StreamKey,
  VenueClient,
} from './exchange';
import { VenueSlot } from './venue-slot';

/** What the venues tell, as `ExchangeListener`, with the venue where the data does not name it. */
export interface VenuesListener extends Omit<ExchangeListener, 'instruments' | 'resumed'> {
  instruments(venue: Venue, instruments: readonly Instrument[]): void;
  resumed(venue: Venue): void;
  /** The venue is another market from now on: nothing of the one before is true of it. */
  moved(venue: Venue): void;
}

export interface VenuesOptions {
  readonly clock: Clock;
  /** Makes the client of a venue. @throws {AppError} saying why a venue is off. */
  readonly open: (venue: Venue) => VenueClient;
  /** Why a venue is off, for people; null when it is not. */
  readonly whyOff: (venue: Venue) => string | null;
}

const ASLEEP = 'Not used yet: it connects with the first symbol of this venue';

/**
 * All venues as one: a symbol's spelling names its venue. A venue is connected with when it is first
 * used, and stays so; spot is from the start.
 */
export class Venues implements Exchange {
  readonly #options: VenuesOptions;
  readonly #slots = new Map<Venue, VenueSlot>();
  readonly #since: number;
  #listener: VenuesListener | null = null;

  constructor(options: VenuesOptions) {
    this.#options = options;
    this.#since = options.clock.now();
  }

  /** Begins to connect with spot and with what is in use already. */
  start(listener: VenuesListener): void {
    this.#slot('spot');
    this.#listener = listener;
    for (const slot of this.#slots.values()) this.#start(slot, listener);
  }

  async stop(): Promise<void> {
    this.#listener = null;
    await Promise.all([...this.#slots.values()].map(({ client }) => client.stop()));
  }

  /** Gives every connection up as dead and makes new ones, e.g. after sleep. */
  restart(reason: string): void {
    for (const { client } of this.#slots.values()) client.restart(reason);
  }

  /** Venues that are connected with, or try to be. */
  awake(): Venue[] {
    return VENUES.filter((venue) => this.#slots.has(venue));
  }

  status(venue: Venue): FeedStatus {
    const slot = this.#slots.get(venue);
    if (slot) return slot.client.status();
    const reason = this.#options.whyOff(venue) ?? ASLEEP;
    return { venue, state: 'offline', since: this.#since, reason };
  }

  /** Age of the venue's newest data of any kind in ms; null before the first. */
  dataAge(venue: Venue): number | null {
    return this.#slots.get(venue)?.client.dataAge() ?? null;
  }

  /** The figures of each venue in use. */
  stats(): readonly FeedStats[] {
    return [...this.#slots.values()].flatMap(({ client }) => client.stats());
  }

  /** When the venue may be asked again, ms UTC by our wall clock; null while it may. */
  unavailableUntil(venue: Venue): number | null {
    return this.#slots.get(venue)?.client.unavailableUntil ?? null;
  }

  /** Instruments of a venue that trade; connects with it. @throws {AppError} `UNAVAILABLE`. */
  async listed(venue: Venue): Promise<readonly Instrument[]> {
    return this.#slot(venue).ask((client) => client.listed());
  }

  /** Takes another client for a venue in use, with all that is claimed of it. */
  async replace(venue: Venue): Promise<void> {
    const slot = this.#slots.get(venue);
    if (!slot) return;
    const client = this.#options.open(venue);
    this.#listener?.moved(venue);
    const stopped = slot.replace(client);
    this.#listener?.status(client.status());
    await stopped;
  }

  now(symbol: string): number {
    return this.#slots.get(venueOf(symbol))?.client.now(symbol) ?? this.#options.clock.now();
  }

  async instrument(input: string): Promise<Instrument> {
    return this.#slotOf(input).ask((client) => client.instrument(input));
  }

  /** A venue that is off has no streams: its symbols stay without a price, and its status says why. */
  subscribe(stream: StreamKey): () => void {
    const venue = venueOf(stream.symbol);
    if (this.#options.whyOff(venue) !== null) return () => undefined;
    return this.#slot(venue).subscribe(stream);
  }

  hears(symbol: string): boolean {
    return this.#slots.get(venueOf(symbol))?.client.hears(symbol) === true;
  }

  async fetchKlines(query: KlineQuery): Promise<Kline[]> {
    return this.#slotOf(query.symbol).ask((client) => client.fetchKlines(query));
  }

  async fetchTrades(symbol: string, fromId: number): Promise<Trade[]> {
    return this.#slotOf(symbol).ask((client) => client.fetchTrades(symbol, fromId));
  }

  async fetchTradesSince(symbol: string, startTime: number): Promise<Trade[]> {
    return this.#slotOf(symbol).ask((client) => client.fetchTradesSince(symbol, startTime));
  }

  fetchTickers(symbols: readonly string[]): Promise<Ticker[]> {
    return this.#each(symbols, (client, some) => client.fetchTickers(some));
  }

  fetchMarkPrices(symbols: readonly string[]): Promise<MarkPrice[]> {
    return this.#each(symbols, (client, some) => client.fetchMarkPrices(some));
  }

  async fetchLastTradeIds(symbols: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const ids = await this.#each(symbols, async (client, some) => [
      ...(await client.fetchLastTradeIds(some)),
    ]);
    return new Map(ids);
  }

  history(symbol: string): History {
    return this.#slotOf(symbol).client.history(symbol);
  }

  suspension(symbol: string): string | null {
    return this.#slots.get(venueOf(symbol))?.client.suspension(symbol) ?? null;
  }

  async refreshInstruments(venue: Venue): Promise<void> {
    await this.#slots.get(venue)?.client.refreshInstruments(venue);
  }

  renew(symbol: string, what: 'stream' | 'connection'): void {
    this.#slotOf(symbol).client.renew(symbol, what);
  }

  /** Asks each venue about its own of the symbols. @throws when one of them cannot be asked. */
  async #each<T>(
    symbols: readonly string[],
    ask: (client: VenueClient, symbols: readonly string[]) => Promise<T[]>,
  ): Promise<T[]> {
    const answers = VENUES.flatMap((venue) => {
      const some = symbols.filter((symbol) => venueOf(symbol) === venue);
      return some.length === 0 ? [] : [this.#slot(venue).ask((client) => ask(client, some))];
    });
    return (await Promise.all(answers)).flat();
  }

  #slotOf(symbol: string): VenueSlot {
    return this.#slot(venueOf(symbol));
  }

  /** The venue, connected with from now on. @throws {AppError} `UNAVAILABLE` when it is off. */
  #slot(venue: Venue): VenueSlot {
    const known = this.#slots.get(venue);
    if (known) return known;
    const reason = this.#options.whyOff(venue);
    if (reason !== null) throw new AppError('UNAVAILABLE', reason);
    const slot = new VenueSlot(venue, this.#options.open(venue));
    this.#slots.set(venue, slot);
    if (this.#listener) {
      this.#start(slot, this.#listener);
      this.#listener.status(slot.client.status());
    }
    return slot;
  }

  #start(slot: VenueSlot, listener: VenuesListener): void {
    const { venue } = slot;
    slot.start({
      trade: (trade) => listener.trade(trade),
      kline: (symbol, interval, kline, time) => listener.kline(symbol, interval, kline, time),
      ticker: (ticker) => listener.ticker(ticker),
      markPrice: (mark) => listener.markPrice(mark),
      status: (status) => listener.status(status),
      instruments: (instruments) => listener.instruments(venue, instruments),
      resumed: () => listener.resumed(venue),
    });
  }
}
