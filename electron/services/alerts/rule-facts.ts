import type { AlertRule } from '../../../shared/domain/alert-rule';
import { ALL } from '../../../shared/domain/rules/armed-rule';
import { symbolsIn, type Groups } from '../../../shared/domain/watchlist-groups';

/** Wire symbols that a rule names; those of positions are watched for them. */
export function symbolsOf({ symbol }: AlertRule, groups: Groups): readonly string[] {
  if (typeof symbol === 'object') return symbolsIn(groups, symbol.watchlist);
  return symbol === undefined || symbol === ALL ? [] : [symbol];
}

/** Of a rule only what decides when it fires, as a text. */
export function whatFires(rule: AlertRule): string {
  const said = { name: null, severity: null, channels: null, sound: null, message: null };
  return JSON.stringify(Object.entries({ ...rule, ...said }).sort());
}
