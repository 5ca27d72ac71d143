import type { Trade } from '../../../shared/domain/trade';
import type { Exchange } from '../exchange/exchange';

/** A trade this young may still be on its way through the stream. */
const GRACE_MS = 5000;
/** What summaries look back on. */
const SUMMARY_MS = 24 * 3_600_000;

/** A symbol from which nothing has come for a while. */
export interface Suspect {
  readonly symbol: string;
  /** The last trade known; null when none has come yet. */
  readonly last: Trade | null;
  /** By the venue's clock, when its first trade was waited for, ms UTC. */
  readonly since: number;
}

/** What the venue's history says. */
export type Finding =
  /** It has nothing that is missing here. */
  | { readonly kind: 'quiet' }
  /** It has only what may still be on its way. */
  | { readonly kind: 'unclear' }
  /** It has trades that should have arrived; the first and the newest of those asked for. */
  | { readonly kind: 'missed'; readonly first: Trade; readonly newest: Trade };

const QUIET: Finding = { kind: 'quiet' };

/**
 * Tells quiet symbols from dead streams: one question names the last trade of every suspect, and
 * only where that is not the one known here, or the answer leaves one out, is the tape looked at.
 * @param suspects At most 100.
 * @throws {AppError} as the questions do; what was found until then is lost.
 */
export async function checkSilence(
  exchange: Exchange,
  suspects: readonly Suspect[],
): Promise<ReadonlyMap<string, Finding>> {
  const ids = await exchange.fetchLastTradeIds(suspects.map(({ symbol }) => symbol));
  const findings = new Map<string, Finding>();
  for (const suspect of suspects) {
    const id = ids.get(suspect.symbol);
    const isQuiet = id !== undefined && hasNoMore(suspect, id, exchange.now(suspect.symbol));
    findings.set(suspect.symbol, isQuiet ? QUIET : await lookAtTape(exchange, suspect, id));
  }
  return findings;
}

/** Whether a summary names the last trade known, or has rightly none. @param now By the venue, ms UTC. */
function hasNoMore({ last }: Suspect, id: number, now: number): boolean {
  if (id >= 0) return id === last?.lastTradeId;
  return last === null || now - last.time >= SUMMARY_MS;
}

/** Summaries count trades that no tape shows (liquidations, say), so only the tape accuses. */
async function lookAtTape(
  exchange: Exchange,
  { symbol, last, since }: Suspect,
  id: number | undefined,
): Promise<Finding> {
  const isRenumbered = last !== null && id !== undefined && id < last.lastTradeId;
  const page =
    last === null || isRenumbered
      ? await exchange.fetchTradesSince(symbol, last ? last.time + 1 : since)
      : await exchange.fetchTrades(symbol, last.id + 1);
  const due = page.filter(({ time }) => time <= exchange.now(symbol) - GRACE_MS);
  const [first, newest] = [due[0], due.at(-1)];
  if (first && newest) return { kind: 'missed', first, newest };
  return page.length > 0 ? { kind: 'unclear' } : QUIET;
}
