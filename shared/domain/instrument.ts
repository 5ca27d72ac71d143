import type { Venue } from './feed-status';

/** A tradable pair or contract of one venue. Decimals come from the venue's filters, never from its precision fields. */
export interface Instrument {
  readonly venue: Venue;
  /** Wire symbol: `BTC/USDT`; of futures `BTC/USDT:USDT`, delivered ones `BTC/USDT:USDT-260327`. */
  readonly symbol: string;
  /** The venue's own spelling, upper case, `BTCUSDT`, `BTCUSDT_260327`; may hold non-ASCII letters. */
  readonly venueSymbol: string;
  readonly baseAsset: string;
  readonly quoteAsset: string;
  /** Smallest price step as the venue writes it, e.g. `0.01`. */
  readonly tickSize: string;
  /** Smallest quantity step as the venue writes it, e.g. `0.00001`. */
  readonly stepSize: string;
  /** False when halted or delisted: history may still be served, prices no longer move. */
  readonly isTrading: boolean;
}

/** The venue a symbol belongs to by its spelling: futures name the asset they settle in. */
export function venueOf(input: string): Venue {
  return input.includes(':') ? 'futures' : 'spot';
}

/**
 * Folds the accepted spellings of a symbol (`BTC/USDT:USDT`, `btc-usdt:usdt`, `BTCUSDT:USDT`) into
 * one, so that equal keys mean the same instrument. Does not check that such a symbol exists.
 */
export function symbolKey(input: string): string {
  const text = input.trim().toUpperCase();
  const colon = text.indexOf(':');
  const pair = colon < 0 ? text : text.slice(0, colon);
  return pair.replace(/[/-]/g, '') + text.slice(pair.length);
}

/**
 * Whether an accepted spelling means that wire symbol. With a separator it says which asset is which
 * and means one instrument: `a-busdt` is `A/BUSDT`, never `AB/USDT`. Without one it means both.
 */
export function meansSymbol(input: string, symbol: string): boolean {
  const spelled = wireSpelling(input);
  return spelled === null ? symbolKey(input) === symbolKey(symbol) : spelled === symbol;
}

/** A spelling as a wire symbol is written; null when it does not tell the assets apart. */
export function wireSpelling(input: string): string | null {
  const [pair = '', ...settlement] = input.trim().toUpperCase().split(':');
  const assets = pair.split(/[/-]/);
  return assets.length === 2 ? [assets.join('/'), ...settlement].join(':') : null;
}

/**
 * Folds the accepted spellings of a symbol into the venue's: `btc/usdt` is `BTCUSDT` there, and
 * `BTC/USDT:USDT-260327` is `BTCUSDT_260327`. Does not check that such a symbol exists.
 */
export function toVenueSymbol(input: string): string {
  const [pair = '', settlement = ''] = symbolKey(input).split(':');
  const [, delivery] = settlement.split('-');
  return delivery === undefined ? pair : `${pair}_${delivery}`;
}

const DELIVERY = /_(\d{6})$/;

/** What a contract is made of, in the venue's words. */
export interface ContractNames {
  readonly venueSymbol: string;
  readonly baseAsset: string;
  readonly quoteAsset: string;
  readonly marginAsset: string;
}

/**
 * The wire symbol of a futures contract; null when its name does not follow from its assets, as
 * after it was settled and put aside under another name.
 */
export function futuresSymbol(names: ContractNames): string | null {
  const { venueSymbol, baseAsset, quoteAsset, marginAsset } = names;
  const delivery = DELIVERY.exec(venueSymbol)?.[1];
  const perpetual = `${baseAsset}/${quoteAsset}:${marginAsset}`;
  const symbol = delivery === undefined ? perpetual : `${perpetual}-${delivery}`;
  return toVenueSymbol(symbol) === venueSymbol ? symbol : null;
}

/** Number of decimals of a step such as `0.0100` (2) or `1` (0); trailing zeros do not count. */
export function decimalsOf(step: string): number {
  const fraction = step.split('.')[1] ?? '';
  return fraction.replace(/0+$/, '').length;
}

/** Quote assets in the order traders reach for them; all others come after. */
const QUOTES = ['USDT', 'USDC', 'FDUSD', 'BTC', 'ETH', 'BNB', 'EUR'];

/**
 * Orders instruments that one spelling may mean, the likelier one last: one that trades before one
 * that does not, then the longer known quote asset, `A/FDUSD` before `AFD/USD`.
 */
export function byLikelihood(a: Instrument, b: Instrument): number {
  return Number(a.isTrading) - Number(b.isTrading) || knownQuoteLength(a) - knownQuoteLength(b);
}

function knownQuoteLength({ quoteAsset }: Instrument): number {
  return QUOTES.includes(quoteAsset) ? quoteAsset.length : 0;
}

/**
 * Finds instruments by what a trader types, best first: the exact symbol, the exact base asset, a
 * beginning, any part; within a class the usual quote asset, then alphabetical order. An empty
 * query lists everything in the given order.
 */
export function searchInstruments(
  instruments: readonly Instrument[],
  query: string,
  limit: number,
): Instrument[] {
  const wanted = toVenueSymbol(query);
  if (wanted === '') return instruments.slice(0, limit);
  const ranked: { instrument: Instrument; rank: number }[] = [];
  for (const instrument of instruments) {
    const rank = rankOf(instrument, wanted);
    if (rank < 4) ranked.push({ instrument, rank });
  }
  ranked.sort(
    (a, b) =>
      a.rank - b.rank ||
      quoteRank(a.instrument) - quoteRank(b.instrument) ||
      (a.instrument.symbol < b.instrument.symbol ? -1 : 1),
  );
  return ranked.slice(0, limit).map((entry) => entry.instrument);
}

function rankOf(instrument: Instrument, wanted: string): number {
  if (instrument.venueSymbol === wanted) return 0;
  if (instrument.baseAsset === wanted) return 1;
  if (instrument.venueSymbol.startsWith(wanted)) return 2;
  return instrument.venueSymbol.includes(wanted) ? 3 : 4;
}

function quoteRank({ quoteAsset }: Instrument): number {
  const at = QUOTES.indexOf(quoteAsset);
  return at < 0 ? QUOTES.length : at;
}
