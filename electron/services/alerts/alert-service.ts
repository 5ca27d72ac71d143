import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { Interval } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import type { MarkPrice } from '../../../shared/domain/mark-price';
import { ALL, type RuleState } from '../../../shared/domain/rules/armed-rule';
import type { SignalTurn } from '../../../shared/domain/rules/book';
import type { Fire } from '../../../shared/domain/rules/fire';
import type { RuleView } from '../../../shared/domain/rules/rule-view';
import type { Origin } from '../../../shared/domain/rules/rule-engine';
import type { Trade } from '../../../shared/domain/trade';
import type { Clock, Timer } from '../clock';
import type { Exchange } from '../exchange/exchange';
import type { KlineChange } from '../feed/live-series';
import type { PositionFeed } from '../positions/position-feed';
import type { IdSource } from '../store/id-source';
import type { RuleOrigin, StoredRule } from './alert-schema';
import type { CandleFeed } from './candle-feed';
import type { FireRecorder } from './fire-recorder';
import { GapBars } from './gap-bars';
import { RuleClaims } from './rule-claims';
import { whatFires } from './rule-facts';
import { RuleFeeds, type RuleFeedsOptions } from './rule-feeds';
import type { RuleHost } from './rule-host';
import type { RuleChange, RuleStore } from './rule-store';
import { RuleTime } from './rule-time';

const TICK_MS = 250;
const KEEP_EVERY_MS = 60_000;

export interface AlertServiceOptions extends Omit<RuleFeedsOptions, 'onFires'> {
  readonly rules: RuleStore;
  readonly host: RuleHost;
  readonly candles: CandleFeed;
  readonly recorder: FireRecorder;
  readonly feed: Pick<PositionFeed, 'onTrade' | 'passOver'>;
  readonly exchange: Pick<Exchange, 'history' | 'now'>;
  readonly ids: IdSource;
  readonly clock: Clock;
  /** Watches the trades of a wire symbol until the returned function is called. */
  readonly watch: (symbol: string) => () => void;
  /** Resolves when a wire symbol that is watched is live, or after a while. */
  readonly reach: (symbol: string) => Promise<void>;
  readonly groups: () => Readonly<Record<string, readonly string[]>>;
}

/** What is noted about a rule besides the rule itself. */
export type RuleNotes = Partial<Pick<StoredRule, 'isMuted' | 'snoozedUntil'>>;

/** The trader's alert rules at work: every trade goes through them, and every fire is recorded. */
export class AlertService {
  readonly #options: AlertServiceOptions;
  readonly #claims: RuleClaims;
  readonly #feeds: RuleFeeds;
  readonly #gapBars: GapBars;
  readonly #time = new RuleTime();
  #timers: Timer[] = [];

  constructor(options: AlertServiceOptions) {
    this.#options = options;
    this.#claims = new RuleClaims(options);
    const onFires = (fires: readonly Fire[]): void => this.#take(fires);
    this.#gapBars = new GapBars({ ...options, onFires });
    this.#feeds = new RuleFeeds({ ...options, onFires });
  }

  /** Arms what there is and begins to watch for it. */
  start(): void {
    const { clock } = this.#options;
    this.restart();
    this.#timers = [
      clock.every(TICK_MS, () => this.#tick()),
      clock.every(KEEP_EVERY_MS, () => this.#keep()),
    ];
  }

  /** Ends; what rules remember is kept. */
  stop(): void {
    for (const timer of this.#timers.splice(0)) timer.cancel();
    this.#options.recorder.flush();
    this.#keep();
    this.#options.candles.stop();
    this.#claims.release();
  }

  /** Begins anew with what is kept; also to be called when a venue is another market from now on. */
  restart(): void {
    const { host, rules, recorder } = this.#options;
    recorder.flush();
    rules.keep(host.keep(host.engine.watched()));
    this.#open();
  }

  /** Begins with other rules, since the state has been replaced as a whole. */
  reload(): void {
    this.#options.rules.reload();
    this.#open(true);
  }

  /** Takes every trade of every watched symbol, in order. */
  onTrade(trade: Trade, origin: Origin): void {
    const fires = this.#options.host.onTrade(trade, origin);
    if (fires.length > 0) this.#options.recorder.take(fires);
  }

  /** As `RuleHost.followFrom`; from now on for a symbol on which a rule is about to be armed. */
  followFrom(symbol: string): Trade | number | null {
    const { host, now } = this.#options;
    return host.followFrom(symbol) ?? (this.#claims.isAwaited(symbol) ? Math.floor(now()) : null);
  }

  /** The venue has told the price (at ms UTC) of a symbol of which no trade has come yet. */
  onSummary(symbol: string, price: number, time: number): void {
    this.#options.host.engine.know(symbol, price, time);
  }

  /** Whether the trades of a bar of a long gap are needed; it has been passed over when they are not. */
  wants(symbol: string, bar: Kline, interval: Interval): boolean {
    return this.#gapBars.wants(symbol, bar, interval);
  }

  onKline(change: KlineChange): void {
    this.#options.candles.onKline(change);
  }

  onMark({ symbol, markPrice: price, fundingRate, time }: MarkPrice): void {
    const { engine } = this.#options.host;
    // Ten digits: a rate of 0.0003 is 0.03 %, whatever doubles make of it.
    const fundingPercent =
      fundingRate === null ? null : Number((fundingRate * 100).toPrecision(10));
    this.#take(engine.onMark(symbol, { price, fundingPercent, time }, 'live'));
  }

  /** Signals have turned; what fires is handed over for saving before it returns. */
  onSignals(signals: readonly SignalTurn[], origin: Origin): void {
    const { host, recorder } = this.#options;
    for (const signal of signals) this.#take(host.engine.onSignal(signal, origin));
    recorder.flush();
  }

  /** The groups of the watchlist have changed. */
  onGroups(): void {
    const { host, groups, now } = this.#options;
    this.#feeds.introduce();
    host.engine.setGroups(groups(), now());
    this.#claims.renew();
  }

  /** A position has been opened, changed or closed; the ledger already says so. */
  onPosition(id: number, symbol: string): void {
    const { host, now } = this.#options;
    this.#feeds.introduce();
    host.engine.onPosition(id, now());
    host.touch(symbol);
    this.#keep();
  }

  /**
   * Arms a rule for every trade after it resolves.
   * @throws {AppError} `INVALID` for an unknown indicator, `UNAVAILABLE` when it cannot be saved.
   */
  create(rule: AlertRule, origin: RuleOrigin = 'trader'): Promise<StoredRule> {
    return this.#claims.reached([rule], async () => {
      const stored = this.#stored(rule, origin);
      await this.#bring(new Map([[stored.id, stored]]));
      return stored;
    });
  }

  /** Arms the trader's rules all at once, in one commit, or none of them. @throws as `create`. */
  createAll(rules: readonly AlertRule[]): Promise<StoredRule[]> {
    return this.#claims.reached(rules, async () => {
      const stored = rules.map((rule) => this.#stored(rule, 'trader'));
      await this.#bring(new Map(stored.map((each) => [each.id, each])));
      return stored;
    });
  }

  /**
   * Replaces a rule. One that waits for something else than before begins afresh.
   * @throws as `create`, and {AppError} `NOT_FOUND`.
   */
  change(id: number, rule: AlertRule, notes: RuleNotes): Promise<StoredRule> {
    return this.#claims.reached([rule], async () => {
      const { rules, host, now } = this.#options;
      const before = rules.get(id);
      const isSame = whatFires(before.rule) === whatFires(rule);
      const armedAt = isSame ? before.armedAt : Math.round(now());
      const stored = { ...before, ...notes, rule, armedAt };
      await this.#bring(new Map([[id, stored]]), isSame ? host.engine.saveRule(id) : null);
      return stored;
    });
  }

  /** Lets go of a rule; its alerts stay. @throws {AppError} `NOT_FOUND`, `UNAVAILABLE`. */
  async remove(id: number): Promise<void> {
    this.#options.rules.get(id);
    await this.#bring(new Map([[id, null]]));
  }

  /** Whether a rule can fire now, and if not, why; null when it could not be armed. */
  stateOf(id: number): RuleView | null {
    const { host, now } = this.#options;
    return host.engine.stateOf(id, now());
  }

  #stored(rule: AlertRule, origin: RuleOrigin): StoredRule {
    const { ids, clock, now } = this.#options;
    const times = { createdAt: Math.round(clock.now()), armedAt: Math.round(now()) };
    return { id: ids.next('rule'), rule, origin, ...times, isMuted: false, snoozedUntil: null };
  }

  /**
   * Arms and disarms rules (null), and saves them with what they know in one commit; all of them or,
   * when an indicator or the disk refuses, none.
   * @param saved What they remember; afresh without it.
   */
  async #bring(changes: RuleChange['rules'], saved: RuleState | null = null): Promise<void> {
    const { rules, host, recorder } = this.#options;
    const ids = [...changes.keys()];
    this.#feeds.introduce();
    const undo = ids.map((id) => this.#undoOf(id));
    const places = new Set(ids.flatMap((id) => host.placesOf(id)));
    try {
      for (const [id, stored] of changes) {
        if (stored) host.arm(stored, saved);
        else host.engine.disarm(id);
        for (const place of host.placesOf(id)) places.add(place);
      }
      recorder.flush();
      await rules.save({ rules: changes, symbols: host.keep(places) });
    } catch (error) {
      for (const each of undo) each();
      throw error;
    }
    this.#claims.renew();
  }

  /** Brings a rule back to how it is armed now. */
  #undoOf(id: number): () => void {
    const { rules, host } = this.#options;
    const before = rules.find(id);
    if (!before) return () => host.engine.disarm(id);
    const kept = host.engine.saveRule(id);
    return () => host.arm(before, kept);
  }

  #open(isFresh = false): void {
    const { host, candles, groups } = this.#options;
    candles.stop();
    this.#feeds.forget();
    host.open(groups(), isFresh);
    this.#claims.renew();
    this.#feeds.introduce();
  }

  #tick(): void {
    const { host, candles, now } = this.#options;
    for (const symbol of host.engine.watched()) this.#feeds.tell(symbol);
    candles.tick();
    const reached = this.#time.reach(now());
    if (reached !== null) this.#take(host.engine.onClock(reached));
    if (host.begun.size > 0) this.#keep(host.begun);
  }

  #take(fires: readonly Fire[]): void {
    if (fires.length > 0) this.#options.recorder.take(fires);
  }

  /** A symbol in the midst of its history is left for the next time. */
  #keep(some: Iterable<string> = [...this.#options.host.unkept, ALL]): void {
    const { host, rules, recorder } = this.#options;
    recorder.flush();
    const whole = [...some].filter((each) => each === ALL || this.#feeds.isLive(each));
    const symbols = host.keep(whole);
    if (symbols.size > 0) rules.keep(symbols);
  }
}
