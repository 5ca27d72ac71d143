import type { ChannelName } from '../../../shared/domain/channel-name';
import { SEND_LIMIT_MS, type ChannelDirectory, type DeliveryAnswer } from '../channels/channel';
import type { Clock, Timer } from '../clock';
import type { Logger } from '../logger';
import type { Histories } from '../store/histories';
import type { IdSource } from '../store/id-source';
import type { State } from '../store/state-schema';
import type { StateStore } from '../store/state-store';
import type { Alert } from './alert-record';
import { planDeliveries } from './delivery-plan';
import { FireCount } from './fire-count';
import { deliveryOf } from './message-text';
import type { AlertSettings, DeliveryRecord, QueuedMessage } from './outbox-schema';
import type { RuleStore } from './rule-store';

const TICK_MS = 250;
/** A channel ends an attempt by itself, and knows best what came of it; one that does not has failed, ms. */
const TIMEOUT_MS = SEND_LIMIT_MS + 2000;
/** The longest wait between two attempts, ms. */
const CEILING_MS = 15 * 60_000;
/** What could not be sent for so long is given up, visibly. */
const GIVE_UP_MS = 24 * 3_600_000;
/** A critical alert that nobody reads is repeated so often at most. */
const MAX_REMINDERS = 20;

export interface OutboxOptions {
  readonly store: StateStore;
  readonly histories: Histories;
  readonly ids: IdSource;
  readonly rules: RuleStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  /** Null where nobody has set any up. */
  readonly channels: ChannelDirectory | null;
  /** Whether an alert has been read, which ends its reminders. */
  readonly isRead: (alertId: number) => boolean;
}

const TAKEN: DeliveryAnswer = { kind: 'unknown' };
const NOT_SET_UP: DeliveryAnswer = {
  kind: 'failed',
  reason: 'The channel is not set up.',
  isPermanent: true,
  retryAfterMs: null,
};

/** What a fire adds to its commit. */
export interface Planned {
  readonly deliveries: readonly DeliveryRecord[];
  readonly change: Partial<State>;
}

/**
 * Sends what has fired: each channel on its own, one message at a time, again and again until it is
 * taken or given up. What waits is in the state, so that a crash repeats a message rather than lose it.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #busy = new Set<ChannelName>();
  readonly #inFlight = new Set<string>();
  readonly #lastSentAt = new Map<ChannelName, number>();
  readonly #fires = new FireCount();
  readonly #end = new AbortController();
  #timer: Timer | null = null;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = this.#options.clock.every(TICK_MS, () => this.pump());
  }

  /** Ends; what is on its way is sent at the next start. */
  stop(): void {
    this.#timer?.cancel();
    this.#end.abort();
  }

  get settings(): AlertSettings {
    const { settings } = this.#options.store.state.outbox;
    return settings as AlertSettings;
  }

  /** @throws what `StateStore.update` throws. */
  async choose(change: Partial<AlertSettings>): Promise<void> {
    await this.#options.store.update(({ outbox }) => ({
      outbox: { ...outbox, settings: { ...outbox.settings, ...change } },
    }));
  }

  /** What is on its way with an alert. */
  waitingFor(alertId: number): QueuedMessage[] {
    return this.#waiting().filter(({ alertIds }) => alertIds.includes(alertId));
  }

  /** Says what becomes of new alerts, to be made durable with them. */
  plan(alerts: readonly Alert[]): Planned {
    const { rules, clock, ids, store, channels } = this.#options;
    const { outbox } = store.state;
    const now = Math.round(clock.now());
    const { messages, ended } = planDeliveries(alerts, {
      settings: this.settings,
      messages: outbox.messages as Readonly<Record<string, QueuedMessage>>,
      rule: (id) => rules.find(id),
      isReady: (channel) => channels?.stateOf(channel) === 'ready',
      inFlight: this.#inFlight,
      lastSentAt: (channel) => this.#lastSentAt.get(channel) ?? -Infinity,
      countFire: (ruleId) => this.#fires.add(ruleId, now),
      now,
    });
    const all = { ...outbox.messages, ...Object.fromEntries(messages) };
    const deliveries = ended.map((each) => ({ ...each, id: ids.next('delivery') }));
    return { deliveries, change: { outbox: { ...outbox, messages: all } } };
  }

  /** Sends what is due, on every channel that is free. */
  pump(): void {
    const now = this.#options.clock.now();
    const due = this.#waiting().filter(({ dueAt }) => dueAt <= now);
    const rank = ({ severity }: QueuedMessage): number => (severity === 'critical' ? 0 : 1);
    due.sort((a, b) => rank(a) - rank(b) || a.dueAt - b.dueAt);
    for (const message of due) {
      if (this.#busy.has(message.channel) || this.#end.signal.aborted) continue;
      this.#busy.add(message.channel);
      this.#inFlight.add(message.key);
      void this.#deliver(message).finally(() => {
        this.#busy.delete(message.channel);
        this.#inFlight.delete(message.key);
        this.pump();
      });
    }
  }

  #waiting(): QueuedMessage[] {
    return Object.values(this.#options.store.state.outbox.messages) as QueuedMessage[];
  }

  async #deliver(message: QueuedMessage): Promise<void> {
    const { clock, isRead } = this.#options;
    const isVain = message.kind === 'reminder' && message.alertIds.every(isRead);
    const answer = isVain ? TAKEN : await this.#attempt(message);
    if (this.#end.signal.aborted) return;
    this.#lastSentAt.set(message.channel, clock.now());
    if (answer.kind !== 'failed') {
      await this.#settle(message, answer.kind === 'accepted' ? 'accepted' : 'sent', null);
      return;
    }
    const { reason, isPermanent } = answer;
    const isOver = clock.now() - message.queuedAt >= GIVE_UP_MS;
    if (!isPermanent && !isOver) this.#postpone(message, answer);
    else await this.#settle(message, 'failed', isOver ? `given up after 24 h: ${reason}` : reason);
  }

  async #attempt(message: QueuedMessage): Promise<DeliveryAnswer> {
    const { clock, channels } = this.#options;
    if (!channels) return NOT_SET_UP;
    const control = new AbortController();
    const timeout = clock.after(TIMEOUT_MS, () => control.abort(new Error('No answer in time.')));
    const stop = (): void => control.abort(new Error('The program ends.'));
    this.#end.signal.addEventListener('abort', stop);
    try {
      const sending = channels.channel(message.channel).send(deliveryOf(message), control.signal);
      return await endedBy(control.signal, sending);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: 'failed', reason, isPermanent: false, retryAfterMs: null };
    } finally {
      timeout.cancel();
      this.#end.signal.removeEventListener('abort', stop);
    }
  }

  #postpone(
    message: QueuedMessage,
    { reason, retryAfterMs }: DeliveryAnswer & { kind: 'failed' },
  ): void {
    const { clock, random, store } = this.#options;
    const ceiling = Math.min(CEILING_MS, 1000 * 2 ** Math.min(message.tries, 20));
    const wait = Math.max(retryAfterMs ?? 0, ceiling * (0.5 + random() / 2));
    const dueAt = Math.round(clock.now() + wait);
    const next = { ...message, tries: message.tries + 1, dueAt, lastReason: reason };
    // A crash may forget it: then it is tried a little earlier.
    store.amend(({ outbox }) => ({
      outbox: { ...outbox, messages: { ...outbox.messages, [message.key]: next } },
    }));
  }

  async #settle(
    message: QueuedMessage,
    status: 'accepted' | 'sent' | 'failed',
    reason: string | null,
  ): Promise<void> {
    const { histories, ids, clock, logger } = this.#options;
    const at = Math.round(clock.now());
    const { key, channel, tries } = message;
    const deliveries = message.alertIds.map((alertId) => ({
      ...{ id: ids.next('delivery'), at, alertId, channel, status, reason, key },
      tries: tries + 1,
    }));
    const reminder = status === 'failed' ? null : this.#reminderOf(message);
    try {
      await histories.record({ deliveries }, ({ outbox }) => {
        const messages = { ...outbox.messages };
        Reflect.deleteProperty(messages, key);
        if (reminder) messages[reminder.key] = reminder;
        return { outbox: { ...outbox, messages } };
      });
    } catch (error) {
      // It is done in memory, and on disk as soon as that is possible.
      logger.error('The end of a delivery is not saved yet', { error: String(error) });
    }
  }

  /** What is critical is said again until somebody has read it. */
  #reminderOf(message: QueuedMessage): QueuedMessage | null {
    const { clock, isRead } = this.#options;
    const { repeat_critical_s: everyS } = this.settings;
    const alertIds = message.alertIds.filter((id) => !isRead(id));
    const [base = '', times = '0'] = message.key.split('_');
    const count = Number(times) + 1;
    const isWanted = message.severity === 'critical' && everyS !== null && alertIds.length > 0;
    if (!isWanted || count > MAX_REMINDERS) return null;
    const now = Math.round(clock.now());
    return {
      ...{ ...message, key: `${base}_${count}`, kind: 'reminder', alertIds },
      ...{ queuedAt: now, dueAt: now + everyS * 1000, tries: 0, lastReason: null },
    };
  }
}

/** Rejects as soon as a signal is given, whatever the promise does. */
function endedBy<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((done, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason as Error), { once: true });
    promise.then(done, fail);
  });
}
