/** Assets others are quoted in; where two fit, the longer one counts. */
const QUOTE_ASSETS = [
  ...['FDUSD', 'USDT', 'USDC', 'BUSD', 'TUSD', 'USDP', 'USD1', 'EURI', 'USD'],
  ...['DAI', 'EUR', 'GBP', 'TRY', 'BRL', 'JPY', 'AUD', 'ARS', 'MXN', 'PLN', 'ZAR', 'IDRT'],
  ...['BTC', 'ETH', 'BNB', 'SOL', 'XRP', 'TRX', 'DOGE'],
].sort((a, b) => b.length - a.length);

/** Letters taken for the quote asset when none is known. */
const UNKNOWN_QUOTE_LETTERS = 3;

/** The known asset a symbol is quoted in. */
function quoteOf(pair: string): string | undefined {
  return QUOTE_ASSETS.find((quote) => pair.endsWith(quote) && pair.length > quote.length);
}

/** The symbol a file's name tells, e.g. in `ETHUSDT-trades-2023-02-02.csv` or `btc-usdt.csv.gz`. */
export function symbolInName(fileName: string): string | null {
  const words = fileName.toUpperCase().split(/[^\p{L}\p{N}]+/u);
  const neighbors = words.slice(1).map((word, at) => `${words[at] ?? ''}${word}`);
  return [...words, ...neighbors].find((word) => quoteOf(word) !== undefined) ?? null;
}

/** Splits a venue symbol by its quote asset; a delivery date after `_` stays with the base. */
export function splitSymbol(venueSymbol: string): { baseAsset: string; quoteAsset: string } {
  const [pair = '', ...suffix] = venueSymbol.split('_');
  const quoteAsset = quoteOf(pair) ?? pair.slice(-UNKNOWN_QUOTE_LETTERS);
  const base = pair.slice(0, pair.length - quoteAsset.length);
  return { baseAsset: [base, ...suffix].join('_'), quoteAsset };
}

/** True for what can be split into two assets, e.g. `BTCUSDT`; a lone `BTC` cannot. */
export function isPair(venueSymbol: string): boolean {
  const { baseAsset } = splitSymbol(venueSymbol);
  return /^[\p{L}\p{N}]/u.test(baseAsset) && /^[\p{L}\p{N}_]{4,40}$/u.test(venueSymbol);
}
