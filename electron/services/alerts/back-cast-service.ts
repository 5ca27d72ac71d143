import type { AlertCondition } from '../../../shared/domain/alert-conditions';
import type { AlertRule } from '../../../shared/domain/alert-rule';
import { AppError } from '../../../shared/domain/errors';
import { closeTimeOf, openTimeOf } from '../../../shared/domain/interval';
import { longestWindow, type BackFire } from '../../../shared/domain/rules/back-cast';
import { busiestWeek } from '../../../shared/domain/rules/fire-rhythm';
import type { RulePorts } from '../../../shared/domain/rules/ports';
import { needsPosition } from '../../../shared/domain/rules/registry';
import { fieldError } from '../positions/entry-reader';
import { readPast, type Past, type PastExchange, type Task } from './back-cast-history';
import { proposeFor, type Proposal } from './back-cast-proposal';
import { castOver, type CastRun } from './back-cast-run';

const DAY_MS = 86_400_000;
/** Days of candles of all symbols together: more would be too much to hold and to ask for. */
const MAX_SYMBOL_DAYS = 400;
/** Questions for trades; a venue allows some thousand in a minute for everything. */
const TRADE_PAGES = 300;
const MAX_AT_ONCE = 3;

/** What the past of is not to be had, or not as the rule would have seen it. */
const WITHOUT_PAST: ReadonlySet<AlertCondition['type']> = new Set<AlertCondition['type']>([
  ...(['drawdown', 'liquidation_distance', 'funding', 'signal_reversal', 'feed_stale'] as const),
]);

/** What is to be tried, on how many days. */
export interface CastOrder {
  /** Its words have been checked. */
  readonly rule: AlertRule;
  readonly days: number;
  /** Null: nothing is to be proposed. */
  readonly maxPerWeek: number | null;
}

/** A fire, and the minutes of its symbol. */
export interface PlacedFire extends BackFire {
  readonly past: Past;
}

export interface CastResult {
  /** Oldest first. */
  readonly fires: readonly PlacedFire[];
  /** ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly isExact: boolean;
  readonly proposal: Proposal | null;
}

export interface BackCastServiceOptions {
  readonly exchange: PastExchange;
  readonly ports: RulePorts;
  /** Symbols that a rule is about. */
  readonly symbolsOf: (rule: AlertRule) => readonly string[];
}

/** Says when rules would have fired, one question at a time for each client. */
export class BackCastService {
  readonly #options: BackCastServiceOptions;
  readonly #running = new Map<object, AbortController>();

  constructor(options: BackCastServiceOptions) {
    this.#options = options;
  }

  /**
   * Tries a rule on the past; what the same client asked before is ended.
   * @throws {AppError} `INVALID` for what has no past, `LIMIT` when there are too many at once or it
   *   was ended, `UNAVAILABLE`.
   */
  async cast(
    order: CastOrder,
    client: object,
    onProgress: Task['onProgress'],
  ): Promise<CastResult> {
    const symbols = this.#check(order);
    this.cancel(client);
    if (this.#running.size >= MAX_AT_ONCE) {
      throw new AppError('LIMIT', 'Other back-casts are at work; try again in a moment');
    }
    const controller = new AbortController();
    this.#running.set(client, controller);
    try {
      return await this.#cast(order, symbols, { signal: controller.signal, onProgress });
    } finally {
      if (this.#running.get(client) === controller) this.#running.delete(client);
    }
  }

  /** Ends what a client has asked. Says whether there was anything. */
  cancel(client: object): boolean {
    const running = this.#running.get(client);
    running?.abort(new AppError('LIMIT', 'This back-cast was ended'));
    return this.#running.delete(client);
  }

  async #cast(order: CastOrder, symbols: readonly string[], task: Task): Promise<CastResult> {
    const pasts = await this.#read(order, symbols, task);
    const half: Task = { ...task, onProgress: (done) => task.onProgress((1 + done) / 2) };
    const runs = await this.#runAll(pasts, order.rule, { ...half, isAsking: true });
    const fires = runs.flatMap(({ fires: some }, n) => {
      const past = pasts[n];
      return past ? some.map((fire) => ({ ...fire, past })) : [];
    });
    fires.sort((a, b) => a.occurredAt - b.occurredAt);
    const proposal = await this.#propose(order, pasts, fires, task);
    task.signal.throwIfAborted();
    return {
      fires,
      from: Math.min(...pasts.map(({ span }) => span.from)),
      to: Math.max(...pasts.map(({ span }) => span.to)),
      isExact: runs.every(({ isExact }) => isExact),
      proposal,
    };
  }

  async #read(order: CastOrder, symbols: readonly string[], task: Task): Promise<Past[]> {
    const budget = { pages: TRADE_PAGES };
    const windowMs = longestWindow(order.rule.condition);
    const pasts: Past[] = [];
    for (const [n, symbol] of symbols.entries()) {
      const from = this.#begin(order, symbol);
      const onProgress = (done: number): void => task.onProgress((n + done) / symbols.length / 2);
      const options = { signal: task.signal, onProgress, windowMs, budget };
      pasts.push(await readPast(this.#options.exchange, { symbol, from }, options));
    }
    return pasts;
  }

  async #runAll(
    pasts: readonly Past[],
    rule: AlertRule,
    { isAsking, ...task }: Task & { readonly isAsking: boolean },
  ): Promise<CastRun[]> {
    const { ports } = this.#options;
    const runs: CastRun[] = [];
    for (const [n, past] of pasts.entries()) {
      const onProgress = (done: number): void => task.onProgress((n + done) / pasts.length);
      runs.push(await castOver(past, { rule, ports, isAsking }, { ...task, onProgress }));
    }
    return runs;
  }

  #propose(
    { rule, maxPerWeek }: CastOrder,
    pasts: readonly Past[],
    fires: readonly BackFire[],
    task: Task,
  ): Promise<Proposal> | null {
    const isQuiet = busiestWeek(fires.map(({ occurredAt }) => occurredAt)) <= (maxPerWeek ?? 0);
    if (maxPerWeek === null || isQuiet) return null;
    const quiet = { signal: task.signal, onProgress: () => undefined, isAsking: false };
    return proposeFor(rule, maxPerWeek, async (changed) => {
      const runs = await this.#runAll(pasts, changed, quiet);
      const times = runs.flatMap((run) => run.fires.map(({ occurredAt }) => occurredAt));
      return busiestWeek(times.sort((a, b) => a - b));
    });
  }

  /** A whole minute; not before the positions that the rule is about. */
  #begin({ rule, days }: CastOrder, symbol: string): number {
    const { exchange, ports } = this.#options;
    const from = exchange.now(symbol) - days * DAY_MS;
    const opened = this.#positionsOf(rule, symbol).map(
      (id) => ports.positions.find(id)?.openedAt ?? 0,
    );
    return closeTimeOf('1m', openTimeOf('1m', Math.max(from, ...opened) - 1)) + 1;
  }

  #positionsOf({ position_id: id, condition }: AlertRule, symbol: string): readonly number[] {
    if (id !== undefined) return [id];
    return needsPosition(condition, false) ? this.#options.ports.positions.openOf(symbol) : [];
  }

  #check({ rule, days }: CastOrder): readonly string[] {
    checkPast(rule.condition);
    const symbols = this.#options.symbolsOf(rule);
    if (symbols.length === 0) throw fieldError('rule.symbol', 'there is no symbol to look at');
    if (symbols.length * days > MAX_SYMBOL_DAYS) {
      const most = Math.floor(MAX_SYMBOL_DAYS / symbols.length);
      throw fieldError('days', `at most ${most} for ${symbols.length} symbols`);
    }
    return symbols;
  }
}

/** @throws {AppError} `INVALID` naming a condition whose past is not to be had. */
function checkPast(condition: AlertCondition): void {
  if (condition.type === 'all' || condition.type === 'any') {
    for (const part of condition.conditions) checkPast(part);
    return;
  }
  const isShort =
    condition.type === 'time' && typeof condition.every === 'number' && condition.every < 60;
  const isBySecond = 'interval' in condition && condition.interval === '1s';
  if (WITHOUT_PAST.has(condition.type) || isShort || isBySecond) {
    throw fieldError('rule.condition', `"${condition.type}" like this has no past to be tried on`);
  }
}
