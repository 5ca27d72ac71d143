import type { Instrument } from '../../../../shared/domain/instrument';
import type { PremiumIndex, VenueFunding, VenueTicker, VenueTrade } from './market';
import { FILTER_NAMES, WireFormat } from './wire-format';

/** Marks rows of USDⓈ-M contracts; 2 marks COIN-M ones that travel in the same streams. */
const USD_MARGINED = 1;
const COIN_MARGINED = 2;
const INTEREST_RATE = '0.00010000';
const FIRST_DAY = Date.UTC(2021, 0, 1);
/** Delivery date of what is never delivered. */
const NEVER = 4_133_404_800_000;

/** Writes what a futures market says about one perpetual in Binance's own words. */
export class FuturesFormat extends WireFormat {
  constructor(private readonly contract: Instrument) {
    super(contract);
  }

  override aggTrade(trade: VenueTrade, eventTime: number): object {
    const event = { e: 'aggTrade', E: eventTime, s: this.symbol, ...this.aggTradeRow(trade) };
    return { ...event, st: USD_MARGINED };
  }

  override aggTradeRow(trade: VenueTrade): object {
    const q = this.quantity(trade.quantity);
    return {
      a: trade.id,
      p: this.price(trade.price),
      ...{ q, nq: q },
      f: trade.firstTradeId,
      l: trade.lastTradeId,
      T: trade.time,
      m: trade.isBuyerMaker,
    };
  }

  override miniTicker(ticker: VenueTicker): object {
    return { ...super.miniTicker(ticker), ps: this.symbol, st: USD_MARGINED };
  }

  /** The answer of `/ticker/24hr`: no bid, no ask, no price before the window. */
  override statistics(ticker: VenueTicker): object {
    const all: Record<string, unknown> = { ...super.statistics(ticker) };
    for (const name of ['bidPrice', 'bidQty', 'askPrice', 'askQty', 'prevClosePrice']) {
      Reflect.deleteProperty(all, name);
    }
    return all;
  }

  /** The `markPriceUpdate` event. */
  markPrice(premium: PremiumIndex, eventTime: number): object {
    return {
      e: 'markPriceUpdate',
      E: eventTime,
      s: this.symbol,
      p: this.price(premium.markPrice),
      ap: this.price(premium.averageMarkPrice),
      P: this.price(premium.indexPrice),
      i: this.price(premium.indexPrice),
      r: premium.fundingRate.toFixed(8),
      T: premium.nextFundingTime,
      st: USD_MARGINED,
    };
  }

  /** A row of `/premiumIndex`. */
  premiumRow(premium: PremiumIndex, time: number): object {
    return {
      symbol: this.symbol,
      markPrice: this.price(premium.markPrice),
      indexPrice: this.price(premium.indexPrice),
      estimatedSettlePrice: this.price(premium.indexPrice),
      lastFundingRate: premium.fundingRate.toFixed(8),
      interestRate: INTEREST_RATE,
      nextFundingTime: premium.nextFundingTime,
      time,
    };
  }

  /** A row of `/fundingRate`. */
  fundingRow(funding: VenueFunding): object {
    return {
      symbol: this.symbol,
      fundingTime: funding.time,
      fundingRate: funding.rate.toFixed(8),
      markPrice: this.price(funding.markPrice),
    };
  }

  override symbolInfo(status: string): object {
    const { baseAsset, quoteAsset } = this.contract;
    return {
      symbol: this.symbol,
      pair: this.symbol,
      contractType: 'PERPETUAL',
      deliveryDate: NEVER,
      onboardDate: FIRST_DAY,
      status: status === 'TRADING' ? status : 'SETTLING',
      ...{ baseAsset, quoteAsset, marginAsset: quoteAsset },
      pricePrecision: this.priceDecimals,
      quantityPrecision: this.quantityDecimals,
      baseAssetPrecision: 8,
      quotePrecision: 8,
      underlyingType: 'COIN',
      filters: this.filters(FILTER_NAMES.futures),
      orderTypes: ['LIMIT', 'MARKET'],
    };
  }
}

/** The same event for the coin-margined contract beside a perpetual, as all-symbol streams carry it. */
export function coinMargined(event: object): object {
  const row: Record<string, unknown> = { ...event };
  const pair = String(row.s).replace(/USDT$/, 'USD');
  return { ...row, s: `${pair}_PERP`, ...('ps' in row && { ps: pair }), st: COIN_MARGINED };
}
