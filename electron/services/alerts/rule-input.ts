import type { AlertCondition } from '../../../shared/domain/alert-conditions';
import { alertRule, type AlertRule } from '../../../shared/domain/alert-rule';
import { AppError } from '../../../shared/domain/errors';
import { venueOf } from '../../../shared/domain/instrument';
import { hasGroup, type Groups } from '../../../shared/domain/watchlist-groups';
import type { RequestParams } from '../../../shared/protocol/requests';
import { invalidParams } from '../invalid-params';
import { fieldError } from '../positions/entry-reader';

/** What a rule's words are checked against. */
export interface RuleWorld {
  /** @throws {AppError} `UNKNOWN_SYMBOL`, `UNAVAILABLE`. */
  readonly instrument: (input: string) => Promise<{ readonly symbol: string }>;
  readonly groups: () => Groups;
  readonly isPosition: (id: number) => boolean;
  /** Candles that the venue of a wire symbol has. */
  readonly intervals: (symbol: string) => readonly string[];
}

type Patch = Omit<RequestParams<'patch_alert_rule'>, 'id' | 'muted' | 'snoozed_until'>;

/**
 * A rule as its trader means it: its symbol as the venue spells it, everything it names known.
 * @throws {AppError} `INVALID` naming field and reason, `UNKNOWN_SYMBOL`, `UNAVAILABLE`.
 */
export async function checkRule(rule: AlertRule, world: RuleWorld): Promise<AlertRule> {
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
  if (typeof symbol !== 'string' || symbol === '*') return rule;
  const { symbol: known } = await world.instrument(symbol);
  for (const { part, path } of partsOf(rule.condition)) checkPart(part, path, known, world);
  return { ...rule, symbol: known };
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
