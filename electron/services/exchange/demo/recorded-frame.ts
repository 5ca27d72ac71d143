import { isPair } from './symbol-split';
import { LineError, readAmount, readId, readTime, type RecordedTrade } from './recorded-trade';

type Fields = Readonly<Record<string, unknown>>;

/** The time of receipt some recorders put before the frame. */
const PREFIX = /^\d+(?:\.\d+)?:?\s+(?=[{[])/;
/** Deepest nesting of wrappers: recorder, then combined stream. */
const MAX_WRAPPERS = 3;

/**
 * The trade in a line of recorded Binance frames; null when the line holds something else.
 *
 * @throws {LineError} for a line that is not JSON, or a trade that makes no sense.
 */
export function readFrameLine(line: string): RecordedTrade | null {
  const value = parse(line.replace(PREFIX, ''));
  if (typeof value !== 'object' || value === null) throw new LineError('this is not a JSON object');
  const frame = unwrap(value as Fields);
  if (frame.e === 'aggTrade') return tradeOf(frame, 'aggTrade');
  // Futures also report fills of the insurance fund here, without a market price.
  const isMarket = frame.X === undefined || frame.X === 'MARKET';
  return frame.e === 'trade' && isMarket ? tradeOf(frame, 'trade') : null;
}

function tradeOf(frame: Fields, kind: 'aggTrade' | 'trade'): RecordedTrade {
  const { s, p, q, T, E, a, t, f, l, m } = frame;
  if (typeof s !== 'string' || s === '') throw new LineError('the trade has no symbol');
  if (!isPair(s.toUpperCase())) throw new LineError(`"${s.slice(0, 40)}" is not a pair of assets`);
  return {
    symbol: s.toUpperCase(),
    id: readId(kind === 'aggTrade' ? a : t),
    firstTradeId: readId(f),
    lastTradeId: readId(l),
    price: readAmount('price', p),
    quantity: readAmount('quantity', q),
    time: readTime(T ?? E),
    isBuyerMaker: m === true,
    kind,
  };
}

function unwrap(value: Fields): Fields {
  let frame = value;
  for (let depth = 0; depth < MAX_WRAPPERS; depth += 1) {
    const inner = frame.e === undefined ? (frame.raw ?? frame.data) : undefined;
    const content = typeof inner === 'string' ? parse(inner) : inner;
    if (typeof content !== 'object' || content === null) return frame;
    frame = content as Fields;
  }
  return frame;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LineError('this is not JSON');
  }
}
