import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { alertRule } from '../shared/domain/alert-rule';
import { createIndicator } from '../shared/domain/indicators/create-indicator';
import { AlertLog } from '../electron/services/alerts/alert-log';
import type { Alert } from '../electron/services/alerts/alert-record';
import { FakeChannels } from '../electron/services/alerts/fake-channels';
import { FireRecorder } from '../electron/services/alerts/fire-recorder';
import { Outbox } from '../electron/services/alerts/outbox';
import { RuleHost } from '../electron/services/alerts/rule-host';
import { RuleStore } from '../electron/services/alerts/rule-store';
import { systemClock } from '../electron/services/clock';
import { silentLogger } from '../electron/services/logger';
import { Histories } from '../electron/services/store/histories';
import { IdSource } from '../electron/services/store/id-source';
import { StateStore } from '../electron/services/store/state-store';
import { NO_POSITIONS } from './no-positions';
import { quantile } from './statistics';

const SYMBOL = 'BTC/USDT';
const TRADES_PER_S = 5000;
/** One trade in so many crosses a level: ten fires a second. */
const FIRES_EVERY = 500;
const CRASH_LEVELS = 1000;
/** Long enough for every message of a moment and what follows it. */
const SETTLED_MS = 3000;

/** What it takes from a trade to its alert, on the machine's own disk. */
export interface AlertReading {
  readonly fires: number;
  /** From a trade to its fire, and to its alert being durable; ms. */
  readonly decidedP99: number;
  readonly durableP50: number;
  readonly durableP99: number;
  /** From one trade through a thousand levels to the last alert being durable, ms. */
  readonly crashMs: number;
  readonly crashAlerts: number;
  readonly crashMessages: number;
}

/** Measures alerts at five thousand trades a second, then a flash crash. */
export async function measureAlerts(seconds: number): Promise<AlertReading> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tickwatch-bench-'));
  const bench = await AlertBench.open(dataDir);
  try {
    return { ...(await bench.pace(seconds)), ...(await bench.crash()) };
  } finally {
    await bench.close();
    rmSync(dataDir, { recursive: true });
  }
}

/** Rules, alerts and messages over a real disk; the trades are made here. */
class AlertBench {
  readonly #channels = new FakeChannels();
  readonly #host: RuleHost;
  readonly #outbox: Outbox;
  readonly #recorder: FireRecorder;
  #onAlerts: (alerts: readonly Alert[]) => void = () => undefined;
  #tradeId = 0;

  private constructor(
    readonly parts: {
      readonly store: StateStore;
      readonly histories: Histories;
      readonly ids: IdSource;
      readonly log: AlertLog;
    },
    private readonly ports: { clock: typeof systemClock; logger: typeof silentLogger },
  ) {
    const shared = { ...parts, ...ports, random: Math.random };
    const rules = new RuleStore(parts.store, ports.logger);
    this.#host = new RuleHost({
      ...{ rules, logger: ports.logger, marketOf: () => 'bench', now: () => Date.now() },
      best: () => null,
      recall: () => undefined,
      excursionsOf: () => ({}),
      rewind: () => undefined,
      ports: {
        positions: NO_POSITIONS,
        createIndicator,
        report: ({ error }) => {
          throw error;
        },
      },
    });
    this.#outbox = new Outbox({ ...shared, rules, channels: this.#channels, isRead: () => false });
    this.#recorder = new FireRecorder({
      ...{ ...shared, rules, host: this.#host, marketOf: () => 'bench' },
      plan: (alerts) => this.#outbox.plan(alerts),
      onAlerts: (alerts) => {
        this.#outbox.pump();
        this.#onAlerts(alerts);
      },
    });
    this.#outbox.start();
  }

  static async open(dataDir: string): Promise<AlertBench> {
    const ports = { clock: systemClock, logger: silentLogger };
    const options = { ...ports, dataDir, random: Math.random };
    const store = await StateStore.open(options);
    const histories = await Histories.open({ ...options, store });
    const ids = new IdSource(store, options);
    await ids.start();
    const log = await AlertLog.open({ ...options, store, histories });
    return new AlertBench({ store, histories, ids, log }, ports);
  }

  async close(): Promise<void> {
    const { store, histories, ids } = this.parts;
    this.#outbox.stop();
    ids.stop();
    await store.close();
    await histories.close();
  }

  /** Trades as they come in, each of a few at a level. */
  async pace(seconds: number) {
    this.#arm(1, 100.5, 'any');
    const decided: number[] = [];
    const durable: number[] = [];
    const firedAt: number[] = [];
    this.#onAlerts = (alerts) => {
      const now = performance.now();
      for (const at of firedAt.splice(0, alerts.length)) durable.push(now - at);
    };
    const total = seconds * TRADES_PER_S;
    const startedAt = performance.now();
    for (let n = 0; n < total;) {
      const due = Math.min(total, ((performance.now() - startedAt) / 1000) * TRADES_PER_S);
      for (; n < due; n++) {
        const at = performance.now();
        const fires = this.#trade(100 + (Math.floor(n / FIRES_EVERY) % 2));
        decided.push(performance.now() - at);
        firedAt.push(...fires.map(() => at));
      }
      await nextTurn();
    }
    await this.#recorder.settled();
    return {
      fires: durable.length,
      decidedP99: quantile(decided, 0.99),
      durableP50: quantile(durable, 0.5),
      durableP99: quantile(durable, 0.99),
    };
  }

  /** One trade through a thousand levels. */
  async crash() {
    for (let n = 1; n <= CRASH_LEVELS; n++) this.#arm(1 + n, 100 - n / 20, 'down');
    await pause(SETTLED_MS);
    const before = this.#channels.of('desktop').length;
    let crashAlerts = 0;
    this.#onAlerts = (alerts) => (crashAlerts += alerts.length);
    const at = performance.now();
    this.#trade(1);
    await this.#recorder.settled();
    const crashMs = performance.now() - at;
    await pause(SETTLED_MS);
    const crashMessages = this.#channels.of('desktop').length - before;
    return { crashMs, crashAlerts, crashMessages };
  }

  #arm(id: number, price: number, direction: string): void {
    const condition = { type: 'price_cross', price, direction };
    const draft = { symbol: SYMBOL, condition, mode: 'every_time', severity: 'warning' };
    this.#host.engine.arm(id, alertRule.parse(draft), 0);
  }

  #trade(price: number) {
    const id = ++this.#tradeId;
    const trade = { symbol: SYMBOL, id, lastTradeId: id, price, quantity: 1 };
    const fires = this.#host.onTrade({ ...trade, time: this.ports.clock.now() }, 'live');
    if (fires.length > 0) this.#recorder.take(fires);
    return fires;
  }
}
