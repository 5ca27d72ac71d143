import type { Interval } from '../../../../shared/domain/interval';
import { decimalsOf, type Instrument } from '../../../../shared/domain/instrument';
import { decimalText } from './decimal-text';
import type { TradeTotals, VenueKline, VenueTicker, VenueTrade } from './market';

const ORDER_TYPES = ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT'];

interface FilterNames {
  readonly notional: string;
  readonly least: string;
}

/** How the rule about an order's least value is spelled. */
export const FILTER_NAMES = {
  spot: { notional: 'NOTIONAL', least: 'minNotional' },
  futures: { notional: 'MIN_NOTIONAL', least: 'notional' },
} as const satisfies Record<string, FilterNames>;

/** Writes what a market says about one symbol in Binance's own words. */
export class WireFormat {
  protected readonly symbol: string;
  protected readonly priceDecimals: number;
  protected readonly quantityDecimals: number;

  constructor(private readonly instrument: Instrument) {
    this.symbol = instrument.venueSymbol;
    this.priceDecimals = decimalsOf(instrument.tickSize);
    this.quantityDecimals = decimalsOf(instrument.stepSize);
  }

  /** The `aggTrade` event. */
  aggTrade(trade: VenueTrade, eventTime: number): object {
    return { e: 'aggTrade', E: eventTime, s: this.symbol, ...this.aggTradeRow(trade) };
  }

  /** A row of `/aggTrades`. */
  aggTradeRow(trade: VenueTrade): object {
    return {
      a: trade.id,
      p: this.price(trade.price),
      q: this.quantity(trade.quantity),
      f: trade.firstTradeId,
      l: trade.lastTradeId,
      T: trade.time,
      m: trade.isBuyerMaker,
      M: true,
    };
  }

  /** The `trade` event. */
  trade(trade: VenueTrade, eventTime: number): object {
    return {
      e: 'trade',
      E: eventTime,
      s: this.symbol,
      t: trade.lastTradeId,
      p: this.price(trade.price),
      q: this.quantity(trade.quantity),
      T: trade.time,
      m: trade.isBuyerMaker,
      M: true,
    };
  }

  /** The `kline` event. */
  klineEvent(interval: Interval, kline: VenueKline, eventTime: number): object {
    const [t, o, h, l, c, v, T, q, n, V, Q, B] = this.klineRow(kline);
    const ids = { f: kline.firstTradeId, L: kline.lastTradeId };
    const x = eventTime > kline.closeTime;
    const k = { t, T, s: this.symbol, i: interval, ...ids, o, c, h, l, v, n, x, q, V, Q, B };
    return { e: 'kline', E: eventTime, s: this.symbol, k };
  }

  /** A row of `/klines`. */
  klineRow(kline: VenueKline): (string | number)[] {
    return [
      kline.openTime,
      this.price(kline.open),
      this.price(kline.high),
      this.price(kline.low),
      this.price(kline.close),
      this.quantity(kline.quantity),
      kline.closeTime,
      this.#quote(kline.quote),
      kline.count,
      this.quantity(kline.takerQuantity),
      this.#quote(kline.takerQuote),
      '0',
    ];
  }

  /** The `24hrMiniTicker` event. */
  miniTicker(ticker: VenueTicker): object {
    return {
      e: '24hrMiniTicker',
      E: ticker.closeTime,
      s: this.symbol,
      c: this.price(lastPrice(ticker)),
      o: this.price(ticker.open),
      h: this.price(ticker.high),
      l: this.price(ticker.low),
      v: this.quantity(ticker.quantity),
      q: this.#quote(ticker.quote),
    };
  }

  /** The `MINI` answer of `/ticker/24hr`. */
  miniStatistics(ticker: VenueTicker): object {
    return {
      symbol: this.symbol,
      openPrice: this.price(ticker.open),
      highPrice: this.price(ticker.high),
      lowPrice: this.price(ticker.low),
      lastPrice: this.price(lastPrice(ticker)),
      volume: this.quantity(ticker.quantity),
      quoteVolume: this.#quote(ticker.quote),
      openTime: ticker.openTime,
      closeTime: ticker.closeTime,
      firstId: ticker.firstTradeId,
      lastId: ticker.lastTradeId,
      count: ticker.count,
    };
  }

  /** The `FULL` answer of `/ticker/24hr`. */
  statistics(ticker: VenueTicker): object {
    const last = lastPrice(ticker);
    const bid = ticker.lastTrade?.isBuyerMaker === false ? last - 1 : last;
    const quantity = this.quantity(ticker.lastTrade?.quantity ?? 0);
    return {
      ...this.miniStatistics(ticker),
      priceChange: this.price(last - ticker.open),
      priceChangePercent: percent(last, ticker.open),
      weightedAvgPrice: this.#average(ticker),
      prevClosePrice: this.price(ticker.previousClose),
      lastQty: quantity,
      bidPrice: this.price(bid),
      bidQty: quantity,
      askPrice: this.price(bid + 1),
      askQty: quantity,
    };
  }

  /** The symbol's entry in `/exchangeInfo`. */
  symbolInfo(status: string, withPermissionSets: boolean): object {
    const { baseAsset, quoteAsset } = this.instrument;
    return {
      symbol: this.symbol,
      status,
      baseAsset,
      baseAssetPrecision: 8,
      quoteAsset,
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      baseCommissionPrecision: 8,
      quoteCommissionPrecision: 8,
      orderTypes: ORDER_TYPES,
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: false,
      filters: this.filters(FILTER_NAMES.spot),
      permissions: [],
      permissionSets: withPermissionSets ? [['SPOT']] : [],
    };
  }

  /** A price in ticks. */
  price(ticks: number): string {
    return decimalText(ticks, this.priceDecimals);
  }

  /** What orders must keep to; of use here for the steps of price and quantity alone. */
  protected filters(names: FilterNames): object[] {
    const tick = this.price(1);
    const step = this.quantity(1);
    return [
      { filterType: 'PRICE_FILTER', minPrice: tick, maxPrice: '1000000.00000000', tickSize: tick },
      { filterType: 'LOT_SIZE', minQty: step, maxQty: '9000000000.00000000', stepSize: step },
      { filterType: names.notional, [names.least]: '5.00000000' },
    ];
  }

  /** An amount of the base asset, in lots. */
  protected quantity(lots: number): string {
    return decimalText(lots, this.quantityDecimals);
  }

  #quote(units: bigint): string {
    return decimalText(units, this.priceDecimals + this.quantityDecimals);
  }

  #average(totals: TradeTotals): string {
    if (totals.quantity === 0) return this.price(0);
    const scaled = (totals.quote * 10n ** 8n) / BigInt(totals.quantity);
    return decimalText(scaled, this.priceDecimals + 8);
  }
}

/** In ticks; 0 before the first trade. */
const lastPrice = (ticker: VenueTicker): number => ticker.lastTrade?.price ?? 0;

function percent(last: number, open: number): string {
  return open === 0 ? '0.000' : (((last - open) / open) * 100).toFixed(3);
}
