import type { Market, Perpetuals, PremiumIndex, VenueFunding } from './market';
import { FUNDING_MS, type PerpetualBasis } from './perpetual-basis';

/** The perpetual contracts beside a spot market, which is their index. */
export class SpotPerpetuals implements Perpetuals {
  /** @param bases by venue symbol, one for every symbol of `market`. */
  constructor(
    readonly market: Market,
    private readonly spot: Market,
    private readonly bases: ReadonlyMap<string, PerpetualBasis>,
  ) {}

  premiumIndex(symbol: string): PremiumIndex {
    const basis = this.#basis(symbol);
    const now = this.market.now();
    const index = this.#indexAt(symbol, now);
    return {
      indexPrice: index,
      markPrice: index + basis.ticksAt(now),
      averageMarkPrice: index + basis.averageTicksAt(now),
      fundingRate: basis.fundingRateAt(now),
      nextFundingTime: (Math.floor(now / FUNDING_MS) + 1) * FUNDING_MS,
    };
  }

  fundings(symbol: string, range: { from: number; to: number; limit: number }): VenueFunding[] {
    const times = fundingTimes(range, this.market.now());
    const basis = this.#basis(symbol);
    return times.map((time) => ({
      time,
      // The last millisecond of the period that ends here.
      rate: basis.fundingRateAt(time - 1),
      markPrice: this.#indexAt(symbol, time) + basis.ticksAt(time),
    }));
  }

  #indexAt(symbol: string, time: number): number {
    return this.spot.latestTrades(symbol, 1, time)[0]?.price ?? 0;
  }

  #basis(symbol: string): PerpetualBasis {
    const basis = this.bases.get(symbol);
    if (!basis) throw new RangeError(`${symbol} has no perpetual here.`);
    return basis;
  }
}

/** Settlement times, oldest first; the newest of them when no start is given (−∞). */
function fundingTimes(range: { from: number; to: number; limit: number }, now: number): number[] {
  const last = Math.floor(Math.min(range.to, now) / FUNDING_MS) * FUNDING_MS;
  const newest = last - (range.limit - 1) * FUNDING_MS;
  const first = Math.max(0, Math.ceil(range.from / FUNDING_MS) * FUNDING_MS);
  const times: number[] = [];
  const start = range.from === -Infinity ? newest : first;
  for (let time = start; time <= last && times.length < range.limit; time += FUNDING_MS) {
    times.push(time);
  }
  return times;
}
