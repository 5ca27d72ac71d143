/** The parts of a wire symbol, as they are shown. */
export interface SymbolParts {
  readonly base: string;
  readonly quote: string;
  /** What sets a contract apart from the spot pair of the same name: `PERP` or its delivery date; null for spot. */
  readonly tag: string | null;
}

/** Takes `BTC/USDT`, `BTC/USDT:USDT` or `BTC/USDT:USDT-260327` apart. */
export function splitSymbol(symbol: string): SymbolParts {
  const [pair = symbol, contract] = symbol.split(':');
  const [base = pair, quote = ''] = pair.split('/');
  return { base, quote, tag: contract === undefined ? null : tagOf(contract) };
}

/** A symbol as people say it: `BTC/USDT`, `BTC/USDT PERP`. */
export function symbolText(symbol: string): string {
  const { base, quote, tag } = splitSymbol(symbol);
  const pair = quote === '' ? base : `${base}/${quote}`;
  return tag === null ? pair : `${pair} ${tag}`;
}

function tagOf(contract: string): string {
  // Delivery within the year, so that month and day are enough: as the exchange writes it.
  return /-\d\d(\d{4})$/.exec(contract)?.[1] ?? 'PERP';
}
