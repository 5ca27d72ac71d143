import type { LinkState, Transport } from '../../shared/protocol/client';
import type { Envelope, EventName } from '../../shared/protocol/events';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { Locale } from '../i18n/i18n.svelte';
import { Absence } from './absence.svelte';
import { AlertBanners, SILENCE } from './alert-banners.svelte';
import { AlertBeep } from './alert-beep.svelte';
import { AlertDialogs } from './alert-dialogs.svelte';
import { Alerts } from './alerts.svelte';
import { BackCast } from './back-cast.svelte';
import { ChartMoment } from './chart-moment.svelte';
import { Charts } from './charts.svelte';
import { Connection } from './connection.svelte';
import { Dock } from './dock.svelte';
import { Equity } from './equity.svelte';
import { Instruments } from './instruments.svelte';
import { JournalDetail } from './journal-detail.svelte';
import { Journal } from './journal.svelte';
import { Layout } from './layout.svelte';
import { Marks } from './marks.svelte';
import { Now } from './now.svelte';
import { OwnData } from './own-data.svelte';
import { Portfolio } from './portfolio.svelte';
import { PositionDesk } from './position-desk';
import { PositionDialogs } from './position-dialogs.svelte';
import { distinctSymbols } from './position-register';
import { Positions } from './positions.svelte';
import { PriceBook } from './price-book.svelte';
import { PriceSubscriptions } from './price-subscriptions';
import { RuleDesk } from './rule-desk';
import { RulePacks } from './rule-packs.svelte';
import { Rules } from './rules.svelte';
import { saveFile } from './save-file';
import type { SettingStore } from './setting-store';
import { Settings } from './settings.svelte';
import { Signals } from './signals.svelte';
import { Sparklines } from './sparklines.svelte';
import { StoreStatus } from './store-status.svelte';
import { SymbolTruth } from './symbol-truth.svelte';
import { detailsOf, Toasts } from './toasts.svelte';
import { Trickle } from './trickle';
import { VenueSources } from './venue-sources.svelte';
import { Watchlist } from './watchlist.svelte';

export interface WorkspaceParts {
  readonly transport: Transport;
  readonly locale: Locale;
  readonly store: SettingStore;
  /** False in a window as narrow as a phone, which shows one thing at a time. */
  readonly hasRoom?: boolean;
  /** A window beside the main one, which makes the sounds. */
  readonly isSilent?: boolean;
  /** Runs once before the next drawn frame. */
  readonly nextFrame?: (run: () => void) => void;
}

/** What is done with each event; those no screen shows yet are left out. */
type Hearers = {
  readonly [N in EventName]?: (envelope: Extract<Envelope, { type: N }>) => void;
};

/** Everything one signed-in screen knows, fed by one transport. */
export class Workspace {
  readonly now = new Now();
  readonly toasts = new Toasts();
  readonly connection = new Connection(this.now);
  readonly truth = new SymbolTruth(this.connection, this.now);
  readonly storeStatus: StoreStatus;
  readonly sources: VenueSources;
  readonly marks: Marks;
  readonly prices: PriceBook;
  readonly instruments: Instruments;
  readonly sparklines: Sparklines;
  readonly watchlist: Watchlist;
  readonly charts: Charts;
  readonly signals: Signals;
  readonly positions: Positions;
  readonly positionDesk: PositionDesk;
  readonly positionDialogs = new PositionDialogs();
  readonly portfolio: Portfolio;
  readonly dock: Dock;
  readonly layout: Layout;
  readonly equity: Equity;
  readonly journal: Journal;
  readonly journalDetail: JournalDetail;
  readonly ownData: OwnData;
  readonly alerts: Alerts;
  readonly alertBeep: AlertBeep;
  readonly alertBanners: AlertBanners;
  readonly alertDialogs = new AlertDialogs();
  readonly absence: Absence;
  readonly chartMoment = new ChartMoment();
  readonly rules: Rules;
  readonly ruleDesk: RuleDesk;
  readonly rulePacks: RulePacks;
  readonly settings: Settings;
  readonly backCast: BackCast;
  readonly transport: Transport;
  readonly #subscriptions: PriceSubscriptions;
  readonly #stops: (() => void)[];
  readonly #hearers: Hearers = {
    price_update: ({ data, market }) => {
      this.connection.heard(market ?? 'live');
      this.truth.heard(data.symbol);
      this.prices.receive(data);
    },
    mark_price_update: ({ data }) => this.marks.receive(data),
    symbol_status: ({ data }) => this.truth.receive(data),
    catch_up: ({ data }) => this.connection.setCatchUp(data),
    store_status: ({ data }) => this.storeStatus.receive(data),
    endpoint_status: ({ data }) => this.settings.services.hearEndpoint(data),
    updates_status: ({ data }) => this.settings.updates.hear(data),
    kline_update: ({ data }) => this.charts.hear(data),
    connection_status: ({ data }) => this.connection.setStatus(data),
    watchlist_update: ({ data }) => this.watchlist.hear(data.symbols),
    position_update: ({ data }) => this.positions.receive(data),
    position_changed: ({ data }) => {
      this.positions.hear(data);
      this.journal.heardChange();
      void this.portfolio.load();
    },
    import_progress: ({ data }) => this.ownData.imports.hear(data),
    portfolio_update: ({ data }) => this.portfolio.receive(data),
    alert: ({ data }) => {
      this.alerts.hear(data);
      this.rules.heardFire(data.rule_id);
    },
    alert_detail: ({ data }) => this.alerts.details.adopt(data),
    alerts_read: ({ data }) => this.alerts.heardRead(data),
    alert_rules_changed: ({ data }) => this.rules.hear(data),
    alert_rules_created: () => void this.rules.load(),
    backtest_progress: ({ data }) => this.backCast.hear(data),
    signal_reversal: ({ data }) => this.signals.hear(data),
    signal_progress: ({ data }) => this.signals.hearProgress(data),
  };

  constructor(private readonly parts: WorkspaceParts) {
    const { transport, locale, store } = parts;
    const trickle = new Trickle();
    this.transport = transport;
    this.prices = new PriceBook(parts.nextFrame);
    this.storeStatus = new StoreStatus(transport);
    this.sources = new VenueSources(transport);
    this.journal = new Journal(transport, this.now);
    this.ownData = new OwnData(transport);
    this.journalDetail = new JournalDetail(transport, (item) => this.journal.replace(item));
    this.marks = new Marks(parts.nextFrame);
    this.instruments = new Instruments(transport, trickle);
    this.sparklines = new Sparklines(transport, trickle, this.now.read);
    this.#subscriptions = this.#subscribe();
    this.charts = new Charts({
      transport,
      store,
      onFollowFailure: (symbol, error) => this.#notFollowed([symbol], error),
      onSymbol: (symbol) => this.watchlist.select(symbol),
    });
    this.signals = new Signals({ transport, store, now: this.now });
    this.watchlist = this.#openWatchlist();
    this.positions = this.#openPositions();
    const { positions, toasts } = this;
    this.positionDesk = new PositionDesk({ transport, positions, toasts, locale });
    this.portfolio = new Portfolio(transport);
    this.equity = new Equity(transport, this.now, (info) => this.portfolio.adopt(info));
    this.alertBeep = new AlertBeep(store);
    this.alertBanners = new AlertBanners(
      parts.isSilent ? SILENCE : this.alertBeep,
      (id) => this.alerts.details.of(id).params?.sound ?? null,
    );
    this.absence = new Absence(store, this.now.value);
    this.rules = new Rules({ transport, onSymbols: () => this.#follow() });
    this.ruleDesk = new RuleDesk({ transport, rules: this.rules, toasts, locale });
    this.rulePacks = new RulePacks({ transport, rules: this.rules, save: saveFile });
    this.alerts = this.#openAlerts();
    this.settings = new Settings(transport);
    this.backCast = new BackCast(transport);
    this.dock = new Dock(store, parts.hasRoom ?? true);
    this.layout = new Layout(store, this.dock);
    this.#stops = [
      transport.onEvent((envelope) => this.#hear(envelope)),
      transport.onLink((link) => this.#onLink(link)),
      this.#refreshSparklines(),
      () => this.signals.stop(),
      () => this.now.stop(),
    ];
  }

  /** Ends everything, the transport included. */
  close(): void {
    for (const stop of this.#stops) stop();
    this.transport.close();
  }

  /** Brings the state of the venues up to date. */
  async askHealth(): Promise<void> {
    const reply = await this.transport.request('get_health', {});
    if (reply.ok) this.connection.setHealth(reply.value);
  }

  #refreshSparklines(): () => void {
    const timer = setInterval(() => this.sparklines.need(this.watchlist.symbols), 60_000);
    return () => clearInterval(timer);
  }

  #subscribe(): PriceSubscriptions {
    return new PriceSubscriptions(this.transport, {
      onState: (state) => {
        this.prices.receive(state);
        if (state.timestamp === null) return;
        this.connection.heardAt(Date.parse(state.timestamp));
        this.truth.heardAt(state.symbol, Date.parse(state.timestamp));
      },
      onFailure: (symbols, error) => this.#notFollowed(symbols, error),
      onSettled: () => void this.#askSnapshot(),
    });
  }

  #openWatchlist(): Watchlist {
    const { transport, locale, store } = this.parts;
    return new Watchlist({
      ...{ transport, locale, store, toasts: this.toasts },
      onSymbols: () => {
        this.#follow();
        this.signals.loadSoon();
      },
    });
  }

  #openPositions(): Positions {
    const { transport, nextFrame } = this.parts;
    return new Positions({ transport, nextFrame, onSymbols: () => this.#follow() });
  }

  #openAlerts(): Alerts {
    const { transport, nextFrame } = this.parts;
    return new Alerts({
      transport,
      nextFrame,
      onNew: (alerts) => this.alertBanners.show(alerts),
      onRead: (ids) => this.alertBanners.forget(ids),
      onFailure: (error) => this.ruleDesk.complain(error),
    });
  }

  #onLink(link: LinkState): void {
    this.connection.setLink(link);
    if (link.state === 'connected') this.#synchronize();
    else this.signals.disconnect();
  }

  /** After each connection, the first and the later ones alike: nothing known before is taken as still true. */
  #synchronize(): void {
    void this.askHealth();
    void this.watchlist.load();
    void this.positions.load();
    void this.alerts.load();
    void this.rules.load();
    void this.settings.services.load();
    void this.settings.channels.load();
    void this.portfolio.load();
    void this.signals.connect();
    this.journal.heardChange();
    this.equity.refresh();
    this.charts.refresh();
    void this.#subscriptions.renew();
  }

  /** What is told only when it changes has to be asked for once: the states of symbols just followed, too. */
  async #askSnapshot(): Promise<void> {
    const reply = await this.transport.request('get_snapshot', {});
    if (!reply.ok) return;
    const { marks, status, symbols, catch_up: catchUp, store } = reply.value;
    for (const one of marks) this.marks.receive(one);
    for (const one of status) this.connection.setStatus(one);
    for (const one of symbols) this.truth.receive(one);
    if (catchUp) this.connection.setCatchUp(catchUp);
    this.storeStatus.receive(store);
  }

  /** Prices are followed for what is watched, what is held and what rules wait for. */
  #follow(): void {
    const watched = this.watchlist.symbols;
    const symbols = distinctSymbols([...watched, ...this.rules.symbols], this.positions.open);
    void this.#subscriptions.want(symbols);
    this.instruments.need(symbols);
    this.sparklines.need(watched);
  }

  #hear(envelope: Envelope): void {
    (this.#hearers[envelope.type] as ((envelope: Envelope) => void) | undefined)?.(envelope);
  }

  #notFollowed(symbols: readonly string[], error: ErrorBody): void {
    if (error.code === 'UNAVAILABLE') return;
    const { locale } = this.parts;
    const values = { symbols: symbols.join(', '), reason: locale.reason(error) };
    const text = locale.t('watchlist.follow.failed', values);
    this.toasts.show({ tone: 'error', text, details: detailsOf(error) });
  }
}
