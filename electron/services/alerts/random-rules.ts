import { BTC } from './alert-harness';

/** Symbols of the random market. */
export const RANDOM_SYMBOLS = [BTC, 'ETH/USDT'] as const;
/** A group of the watchlist that rules may be about. */
export const RANDOM_GROUP = 'pair';

/** Draws from chance. */
class Draw {
  constructor(private readonly random: () => number) {}

  /** A whole number from `low` to `high`. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  one<T>(...choices: readonly T[]): T {
    return choices[this.whole(0, choices.length - 1)] as T;
  }

  /** Something in so many of a hundred cases. */
  maybe(percent: number, field: object): object {
    return this.random() * 100 < percent ? field : {};
  }

  level(): number {
    return this.whole(950, 1050);
  }

  moved(): object {
    return this.one<object>({ percent: this.whole(1, 5) }, { amount: this.whole(8, 50) });
  }
}

type Make = (draw: Draw) => { readonly type: string; readonly [field: string]: unknown };

const way = (draw: Draw): string => draw.one('up', 'down', 'any');

/** Conditions that prices alone decide. */
const BY_PRICE: Readonly<Record<string, Make>> = {
  price_cross: (draw) => ({ type: 'price_cross', price: draw.level(), direction: way(draw) }),
  price_above: (draw) => ({ type: 'price_above', price: draw.level() }),
  price_below: (draw) => ({ type: 'price_below', price: draw.level() }),
  channel: (draw) => ({
    ...{ type: 'channel', low: draw.whole(955, 995), high: draw.whole(1000, 1045) },
    when: draw.one('enter', 'exit', 'inside', 'outside'),
  }),
  change: (draw) => ({
    ...{ type: 'change', window_s: draw.one(5, 60, 900), direction: way(draw) },
    ...draw.moved(),
  }),
  step: (draw) => ({
    type: 'step',
    ...draw.one<object>({ every_amount: draw.whole(5, 40) }, { every_percent: draw.whole(1, 4) }),
  }),
  trailing: (draw) => ({ type: 'trailing', from: draw.one('high', 'low'), ...draw.moved() }),
};

/** Conditions that closed candles decide, or prices against them. */
const BY_CANDLE: Readonly<Record<string, Make>> = {
  new_extreme: (draw) => ({
    ...{ type: 'new_extreme', bars: draw.whole(2, 6), interval: draw.one('1m', '5m') },
    side: draw.one('high', 'low'),
  }),
  volume_spike: (draw) => ({
    ...{ type: 'volume_spike', multiple: draw.one(1.2, 1.5, 2) },
    ...{ bars: draw.whole(2, 6), interval: '1m' },
  }),
  indicator: (draw) => ({
    ...{ type: 'indicator', indicator: 'ema', params: { period: draw.whole(2, 5) } },
    ...{ interval: '1m', op: draw.one('cross_up', 'cross_down', 'above', 'below') },
    value: draw.level(),
  }),
};

/** Conditions of a position that was opened at 1000. */
const BY_POSITION: Readonly<Record<string, Make>> = {
  pnl_percent: (draw) => ({
    ...{ type: 'pnl_percent', value: draw.whole(1, 5), direction: draw.one('up', 'down') },
  }),
  pnl_amount: (draw) => ({
    ...{ type: 'pnl_amount', value: draw.whole(8, 50), direction: draw.one('up', 'down') },
  }),
  drawdown: (draw) => ({ type: 'drawdown', percent: draw.whole(1, 8) }),
  position_age: (draw) => ({ type: 'position_age', hours: draw.whole(5, 40) / 400 }),
};

/** So often that each outage has some, most between whole minutes. */
const everySoOften = (draw: Draw): ReturnType<Make> => ({
  ...{ type: 'time', every: draw.one<number | string>(37, 90, 600, '1m', '15m') },
});

/** Conditions that a time decides, at the price of that time. */
const BY_TIME: Readonly<Record<string, Make>> = {
  time: everySoOften,
  timeOfDay: (draw) => ({ type: 'time', at: `0${draw.whole(1, 9)}:${draw.whole(10, 59)}` }),
  timed: (draw) => ({
    ...{ type: draw.one('all', 'any'), ...draw.maybe(50, { within_s: 45 }) },
    conditions: [everySoOften(draw), draw.one(...Object.values(BY_PRICE))(draw)],
  }),
  timedLevel: (draw) => ({
    type: 'all',
    conditions: [
      everySoOften(draw),
      { type: draw.one('price_above', 'price_below'), price: draw.level() },
    ],
  }),
};

function composite(draw: Draw): ReturnType<Make> {
  const part = (): object => draw.one(...Object.values(BY_PRICE))(draw);
  const conditions = Array.from({ length: draw.whole(2, 3) }, part);
  return { type: draw.one('all', 'any'), conditions, ...draw.maybe(70, { within_s: 120 }) };
}

/** Modes and modifiers of every kind, each now and then. */
function manner(draw: Draw, { type }: ReturnType<Make>): object {
  // Crossings of indicators are over at once, as spikes and times are.
  const isOverAtOnce = ['volume_spike', 'indicator', 'time'].includes(type);
  return {
    mode: draw.one('once', 'every_time', 'every_time', 'once_per_bar', 'once_per_minute'),
    bar: '5m',
    ...draw.maybe(isOverAtOnce ? 0 : 20, { for_s: draw.whole(2, 90) }),
    ...draw.maybe(20, { cooldown_s: draw.whole(10, 600) }),
    ...draw.maybe(20, { hysteresis_percent: draw.one(0.2, 0.5, 1) }),
    ...draw.maybe(10, { active_hours: { zone: 'UTC', from: '00:20', to: '11:40' } }),
    severity: draw.one('info', 'warning', 'critical'),
  };
}

/**
 * Rules of every kind that the tape alone decides, as clients write them.
 * @param positionId Of a long of 1 at 1000.
 */
export function randomRules(random: () => number, positionId: number): object[] {
  const draw = new Draw(random);
  const draft = (scope: object, make: Make): object => {
    const condition = make(draw);
    return { ...scope, condition, ...manner(draw, condition) };
  };
  const single = [BY_PRICE, BY_CANDLE, BY_TIME].flatMap((each) => Object.values(each));
  const kinds = [...single, composite, composite];
  const everywhere = [{ symbol: '*' }, { symbol: { watchlist: RANDOM_GROUP } }];
  return [
    ...RANDOM_SYMBOLS.flatMap((symbol) => kinds.map((make) => draft({ symbol }, make))),
    ...everywhere.flatMap((scope) =>
      [...Object.values(BY_PRICE), ...Object.values(BY_TIME), composite].map((make) =>
        draft(scope, make),
      ),
    ),
    ...Object.values(BY_POSITION).map((make) => draft({ position_id: positionId }, make)),
  ];
}
