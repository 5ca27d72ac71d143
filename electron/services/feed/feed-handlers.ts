import { AppError } from '../../../shared/domain/errors';
import { meansSymbol } from '../../../shared/domain/instrument';
import type { Interval } from '../../../shared/domain/interval';
import type { MarkPrice } from '../../../shared/domain/mark-price';
import type { RequestResult } from '../../../shared/protocol/requests';
import { klineRoom, priceRoom } from '../../../shared/protocol/rooms';
import type { Clock } from '../clock';
import type { Exchange } from '../exchange/exchange';
import type { Handlers } from '../handler-map';
import { wire } from '../wire';
import type { KlineService } from './kline-service';
import type { MarkPrices } from './mark-prices';
import type { MarketData } from './market-data';
import type { PriceState } from './tape';
import type { SymbolFreshness } from './symbol-freshness';

export interface PriceServices {
  readonly marketData: MarketData;
  readonly marks: MarkPrices;
  readonly freshness: SymbolFreshness;
  readonly clock: Clock;
}

export interface KlineServices {
  readonly marketData: MarketData;
  readonly klines: KlineService;
  readonly exchange: Pick<Exchange, 'history'>;
}

/** What a client follows can be let go of whatever the venue says, or does not say. */
async function symbolAmong(
  followed: readonly string[],
  input: string,
  marketData: MarketData,
): Promise<string> {
  const known = followed.find((symbol) => meansSymbol(input, symbol));
  return known ?? (await marketData.instrument(input)).symbol;
}

/** Answers what concerns the prices of symbols. */
export function priceHandlers({ marketData, marks, freshness, clock }: PriceServices) {
  const present = (symbol: string, state: PriceState | null): RequestResult<'subscribe_symbol'> =>
    state ? wire.price(state) : { symbol, price: null, change_24h: null, timestamp: null };
  const withAge = (
    symbol: string,
    state: PriceState | null,
    mark: MarkPrice | null,
  ): RequestResult<'get_price'> => {
    const { state: status, reason } = freshness.of(symbol);
    const age = state && Math.round(Math.max(0, clock.monotonic() - state.asOf));
    const price = { ...present(symbol, state), status, reason, age_ms: age };
    return { ...price, mark: mark && wire.mark(mark) };
  };
  return {
    subscribe_symbol: async (params, client) => {
      const { symbol } = await marketData.instrument(params.symbol);
      client.follow(priceRoom(symbol), () => marketData.watch(symbol));
      freshness.repeat(symbol);
      return present(symbol, marketData.price(symbol));
    },
    unsubscribe_symbol: async (params, client) => {
      const followed = marketData.watched().filter((each) => client.follows(priceRoom(each)));
      const symbol = await symbolAmong(followed, params.symbol, marketData);
      client.unfollow(priceRoom(symbol));
      return { symbol };
    },
    list_prices: () => ({
      items: marketData
        .watched()
        .map((symbol) => withAge(symbol, marketData.price(symbol), marks.of(symbol))),
      next: null,
    }),
    get_price: async (params) => {
      const { symbol } = await marketData.instrument(params.symbol);
      return withAge(
        symbol,
        ...(await Promise.all([marketData.lookUp(symbol), marks.lookUp(symbol)])),
      );
    },
  } satisfies Partial<Handlers>;
}

/** Answers what concerns candles. */
export function klineHandlers({ marketData, klines, exchange }: KlineServices) {
  const series = async (params: { symbol: string; interval: Interval }) => {
    const { symbol } = await marketData.instrument(params.symbol);
    const { interval } = params;
    if (exchange.history(symbol).intervals.includes(interval)) return { symbol, interval };
    throw new AppError('INVALID', `interval: ${symbol} has no candles of ${interval}`);
  };
  return {
    subscribe_klines: async (params, client) => {
      const { symbol, interval } = await series(params);
      client.follow(klineRoom(symbol, interval), () => klines.follow(symbol, interval));
      return { symbol, interval };
    },
    unsubscribe_klines: async (params, client) => {
      const { interval } = params;
      const followed = klines
        .followed(interval)
        .filter((each) => client.follows(klineRoom(each, interval)));
      const symbol = await symbolAmong(followed, params.symbol, marketData);
      client.unfollow(klineRoom(symbol, interval));
      return { symbol, interval };
    },
    list_klines: async (params) => {
      const { klines: items, gaps } = await klines.list({
        ...(await series(params)),
        limit: params.limit,
        ...(params.end === undefined ? {} : { endTime: Date.parse(params.end) }),
      });
      return { items: items.map(wire.kline), gaps: gaps.map(wire.klineGap), next: null };
    },
  } satisfies Partial<Handlers>;
}
