import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AlertRule } from '../../../shared/domain/alert-rule';
import { BackCast } from '../../../shared/domain/rules/back-cast';
import type { RulePorts } from '../../../shared/domain/rules/ports';
import type { Past, Task } from './back-cast-history';
import { coarseTrades } from './coarse-trades';

/** So many minutes are gone through before others have their turn. */
const STRIDE = 2000;

/** What became of a rule on a symbol. */
export interface CastRun extends Pick<BackCast, 'fires'> {
  /** No candle had to stand in for the trades of its minute. */
  readonly isExact: boolean;
}

/**
 * Leads a rule through the past of a symbol.
 * @param isAsking Whether trades that are not known yet may be asked for.
 * @throws {AppError} `UNAVAILABLE`, `INVALID` for an unknown indicator, or why it was ended.
 */
export async function castOver(
  past: Past,
  { rule, ports, isAsking }: { rule: AlertRule; ports: RulePorts; isAsking: boolean },
  task: Task,
): Promise<CastRun> {
  const { from, to, price, bars } = past.span;
  const cast = new BackCast({ rule, symbol: past.symbol, ports, from, price });
  for (const lookback of cast.lookbacks) {
    cast.give(lookback.interval, await past.klines(lookback, task.signal), from);
  }
  let isExact = true;
  for (const [n, bar] of bars.entries()) {
    if (n % STRIDE === STRIDE - 1) {
      task.onProgress(n / bars.length);
      await nextTurn();
      task.signal.throwIfAborted();
      if (cast.isOver) break;
    }
    if (!cast.reach(bar, past.aheadOf(n))) {
      cast.pass(bar);
      continue;
    }
    const trades = await past.trades(bar, isAsking);
    if (trades === null) isExact = false;
    cast.take(bar, trades ?? coarseTrades(past.symbol, bar, '1m'), trades !== null);
    task.signal.throwIfAborted();
  }
  if (!cast.isOver) cast.finish(to);
  return { fires: cast.fires, isExact };
}
