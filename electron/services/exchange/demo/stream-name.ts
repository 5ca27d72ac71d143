import { INTERVALS, type Interval } from '../../../../shared/domain/interval';

/** What a stream name asks for; symbols are venue symbols. */
export type StreamSpec =
  | { readonly kind: 'aggTrade' | 'trade' | 'miniTicker'; readonly symbol: string }
  | { readonly kind: 'kline'; readonly symbol: string; readonly interval: Interval }
  | { readonly kind: 'allMiniTickers' };

/**
 * Reads a stream name. Null for names nothing is ever sent on: the venue accepts and ignores them.
 *
 * @param symbols venue symbols by their lower-case spelling.
 */
export function parseStreamName(
  name: string,
  symbols: ReadonlyMap<string, string>,
): StreamSpec | null {
  if (name === '!miniTicker@arr') return { kind: 'allMiniTickers' };
  const [lower = '', type = '', ...rest] = name.split('@');
  const symbol = symbols.get(lower);
  if (symbol === undefined || rest.length > 0) return null;
  if (type === 'aggTrade' || type === 'trade' || type === 'miniTicker') {
    return { kind: type, symbol };
  }
  const interval = INTERVALS.find((known) => type === `kline_${known}`);
  return interval ? { kind: 'kline', symbol, interval } : null;
}
