import { assetsOf, isContract } from './fill';
import { Exact, sum } from './money';

/** An amount that says what it is of. */
export interface AssetAmount {
  readonly asset: string;
  readonly amount: Exact;
}

/** A sum in a display currency; what has no known rate stays apart in its own asset, sorted by name. */
export interface ConvertedTotal {
  readonly currency: string;
  readonly amount: Exact;
  readonly unconverted: readonly AssetAmount[];
}

/** Assets with deep markets, in the order they are tried to get from one asset to another. */
const BRIDGES = ['USDT', 'USDC', 'FDUSD', 'BTC', 'ETH', 'BNB'];

/** Rates between assets, out of the last prices of spot pairs. */
export class RateBook {
  readonly #prices = new Map<string, Exact>();

  /** Takes in a price (> 0) of a pair. Contracts are left out: what they cost is no exchange rate. */
  set(symbol: string, price: Exact): void {
    if (isContract(symbol)) return;
    const { base, quote } = assetsOf(symbol);
    this.#prices.set(`${base}/${quote}`, price);
  }

  /** `to` for one `from`: by their own pair, else over one or two of the deep markets; null when unknown. */
  rate(from: string, to: string): Exact | null {
    return this.#direct(from, to) ?? this.#overOne(from, to) ?? this.#overTwo(from, to);
  }

  /** Sums amounts of any assets in `currency`. */
  total(amounts: Iterable<AssetAmount>, currency: string): ConvertedTotal {
    let total = Exact.zero;
    const unconverted: AssetAmount[] = [];
    for (const item of sumByAsset(amounts)) {
      const rate = this.rate(item.asset, currency);
      if (rate === null) unconverted.push(item);
      else total = total.plus(item.amount.times(rate));
    }
    return { currency, amount: total, unconverted };
  }

  #direct(from: string, to: string): Exact | null {
    if (from === to) return Exact.one;
    const price = this.#prices.get(`${from}/${to}`);
    if (price !== undefined) return price;
    const inverse = this.#prices.get(`${to}/${from}`);
    return inverse === undefined ? null : Exact.one.dividedBy(inverse);
  }

  #overOne(from: string, to: string): Exact | null {
    for (const bridge of BRIDGES) {
      const rate = product(this.#direct(from, bridge), this.#direct(bridge, to));
      if (rate !== null) return rate;
    }
    return null;
  }

  #overTwo(from: string, to: string): Exact | null {
    for (const bridge of BRIDGES) {
      const first = this.#direct(from, bridge);
      const rate = first && product(first, this.#overOne(bridge, to));
      if (rate !== null) return rate;
    }
    return null;
  }
}

/** One amount for each asset, sorted by name and as exact as `sum`; zeros are left out. */
export function sumByAsset(amounts: Iterable<AssetAmount>): AssetAmount[] {
  const parts = new Map<string, Exact[]>();
  for (const { asset, amount } of amounts) {
    const known = parts.get(asset);
    if (known) known.push(amount);
    else parts.set(asset, [amount]);
  }
  return [...parts]
    .map(([asset, each]) => ({ asset, amount: sum(each) }))
    .filter(({ amount }) => !amount.isZero)
    .sort((a, b) => (a.asset < b.asset ? -1 : 1));
}

function product(a: Exact | null, b: Exact | null): Exact | null {
  return a === null || b === null ? null : a.times(b);
}
