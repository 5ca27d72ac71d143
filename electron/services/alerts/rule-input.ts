import type { AlertCondition } from '../../../shared/domain/alert-conditions';
import { alertRule, type AlertRule } from '../../../shared/domain/alert-rule';
import { AppError } from '../../../shared/domain/errors';
import { venueOf, type Instrument } from '../../../shared/domain/instrument';
import { hasGroup, type Groups } from '../../../shared/domain/watchlist-groups';
import type { RequestParams, RequestResult } from '../../../shared/protocol/requests';
import { fieldFaults, invalidParams } from '../invalid-params';
import { fieldError } from '../positions/entry-reader';

/** What a rule's words are checked against. */
export interface RuleWorld {
  /** @throws {AppError} `UNKNOWN_SYMBOL`, `UNAVAILABLE`. */
  readonly instrument: (input: string) => Promise<Pick<Instrument, 'symbol' | 'tickSize'>>;
  /** The price known of a wire symbol. */
  readonly price: (symbol: string) => { readonly price: number } | null;
  readonly groups: () => Groups;
  readonly isPosition: (id: number) => boolean;
  /** Candles that the venue of a wire symbol has. */
  readonly intervals: (symbol: string) => readonly string[];
}

/** Steps of a move of 1 % that are still worth telling one by one. */
const MAX_STEPS = 1000;

type Patch = Omit<RequestParams<'patch_alert_rule'>, 'id' | 'muted' | 'snoozed_until'>;

/**
 * A rule as its trader means it: its symbol as the venue spells it, everything it names known.
 * @throws {AppError} `INVALID` naming field and reason, `UNKNOWN_SYMBOL`, `UNAVAILABLE`.
 */
export async function checkRule(rule: AlertRule, world: RuleWorld): Promise<AlertRule> {
  checkScope(rule, world);
  for (const { part, path } of partsOf(rule.condition)) checkPercent(part, path);
  const { symbol } = rule;
  if (typeof symbol !== 'string' || symbol === '*') return rule;
  const { symbol: known, tickSize } = await world.instrument(symbol);
  const price = world.price(known)?.price ?? 0;
  for (const { part, path } of partsOf(rule.condition)) {
    checkPart(part, path, known, world);
    checkStep(part, path, { tickSize: Number(tickSize), price });
  }
  return { ...rule, symbol: known };
}

/** @throws {AppError} `INVALID` for a position, a group or a time that there is not. */
function checkScope(rule: AlertRule, world: RuleWorld): void {
  const { symbol, position_id: positionId, expires_at: expiry } = rule;
  if (positionId !== undefined && !world.isPosition(positionId)) {
    throw fieldError('position_id', `there is no open position ${positionId}`);
  }
  if (expiry !== undefined && Number.isNaN(Date.parse(expiry))) {
    throw fieldError('expires_at', 'must be a time');
  }
  if (typeof symbol === 'object' && !hasGroup(world.groups(), symbol.watchlist)) {
    throw fieldError('symbol', `there is no group "${symbol.watchlist}" in the watchlist`);
  }
}

/** @throws {AppError} `INVALID` for what could never fire, or would never stop. */
function checkPercent(part: AlertCondition, path: string): void {
  if (part.type === 'change' && part.direction === 'down' && (part.percent ?? 0) >= 100) {
    throw fieldError(`${path}.percent`, 'must be below 100: no price falls further');
  }
  const least = 1 / MAX_STEPS;
  if (part.type === 'step' && (part.every_percent ?? Infinity) < least) {
    throw fieldError(
      `${path}.every_percent`,
      `must be at least ${least}: smaller steps would be alerts without end`,
    );
  }
}

/** @throws {AppError} `INVALID` for steps that the price cannot make, or makes all the time. */
function checkStep(
  part: AlertCondition,
  path: string,
  { tickSize, price }: { readonly tickSize: number; readonly price: number },
): void {
  if (part.type !== 'step' || part.every_amount === undefined) return;
  const field = `${path}.every_amount`;
  if (part.every_amount < tickSize) {
    throw fieldError(field, `must be at least ${tickSize}, the smallest step of the price`);
  }
  const least = Number((price / 100 / MAX_STEPS).toPrecision(3));
  if (part.every_amount >= least) return;
  const text = `must be at least ${least} at a price of ${price}: smaller steps would be alerts without end`;
  throw fieldError(field, text);
}

/**
 * The same for many rules.
 * @throws {AppError} as `checkRule`, about the first rule at fault, which it names: `rules.3`.
 */
export async function checkRules(
  rules: readonly AlertRule[],
  world: RuleWorld,
): Promise<AlertRule[]> {
  const checked: AlertRule[] = [];
  for (const [at, rule] of rules.entries()) {
    checked.push(
      await checkRule(rule, world).catch((error: unknown) => refuse(`rules.${at}`, error)),
    );
  }
  return checked;
}

/** @throws {AppError} the error of a rule, with the place of that rule. */
function refuse(field: string, error: unknown): never {
  if (!(error instanceof AppError)) throw error;
  const { code, message, detail = '' } = error;
  const info = { ...error.info, details: [{ field, message }] };
  throw new AppError(code, `${field}: ${message}`, { detail, info, cause: error });
}

/** Whether a value is written as a rule is; what it names is not looked up. */
export function readRule(value: unknown): RequestResult<'check_alert_rules'>['items'][number] {
  const parsed = alertRule.safeParse(value);
  return parsed.success
    ? { rule: parsed.data, details: [] }
    : { rule: null, details: fieldFaults(parsed.error) };
}

/** A rule with some fields replaced; null takes one away. @throws {AppError} `INVALID`. */
export function patchedRule(rule: AlertRule, patch: Patch): AlertRule {
  const merged: Record<string, unknown> = { ...rule };
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, field);
    else if (value !== undefined) merged[field] = value;
  }
  // What it watches is one or the other.
  if (patch.symbol !== undefined) delete merged['position_id'];
  else if (patch.position_id !== undefined) delete merged['symbol'];
  const parsed = alertRule.safeParse(merged);
  if (parsed.success) return parsed.data;
  throw invalidParams(parsed.error);
}

function checkPart(part: AlertCondition, path: string, symbol: string, world: RuleWorld): void {
  if (part.type === 'funding' && venueOf(symbol) === 'spot') {
    throw fieldError(path, `${symbol} has no funding; only futures do`);
  }
  if (!('interval' in part) || part.type === 'signal_reversal') return;
  if (world.intervals(symbol).includes(part.interval)) return;
  throw new AppError('INVALID', `${path}.interval: ${symbol} has no candles of ${part.interval}`);
}

function* partsOf(
  part: AlertCondition,
  path = 'condition',
): Generator<{ readonly part: AlertCondition; readonly path: string }> {
  yield { part, path };
  if (part.type !== 'all' && part.type !== 'any') return;
  for (const [n, each] of part.conditions.entries()) {
    yield* partsOf(each, `${path}.conditions.${n}`);
  }
}
