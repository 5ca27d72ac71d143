/** Where the prices of a stretch of a market lie. */
interface PriceSpan {
  /** Prices in the quote asset; `low` < `middle` < `high`. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

const NEAR = 0.15;
const FAR = 0.3;

/**
 * A rule of each kind that has a past, by its name, as clients write them; thresholds fit what the
 * price will do.
 * @param positionId Of a long of 1 that was opened at the middle.
 */
export function rulesWithPast(
  span: PriceSpan,
  positionId: number,
): Readonly<Record<string, object>> {
  const conditions = Object.entries({ ...byPrice(span), ...byCandle, ...byTime });
  const ofPosition = Object.entries(byPosition(span)).map(([name, condition]) => {
    return [name, { condition, position_id: positionId }] as const;
  });
  return {
    ...Object.fromEntries(conditions.map(([name, condition]) => [name, { condition }])),
    ...Object.fromEntries(ofPosition),
    ...withManner(span),
  };
}

const byCandle = {
  new_extreme: { type: 'new_extreme', bars: 12, interval: '15m', side: 'high' },
  volume_spike: { type: 'volume_spike', multiple: 2, bars: 12, interval: '5m' },
  indicator: {
    ...{ type: 'indicator', indicator: 'rsi', params: { period: 14 }, interval: '15m' },
    ...{ op: 'cross_up', value: 60 },
  },
};

const byTime = { time: { type: 'time', every: '1h' } };

function byPrice(span: PriceSpan) {
  const { middle } = span;
  const range = span.high - span.low;
  const [low, high] = [middle - NEAR * range, middle + NEAR * range];
  const cross = crossOf(span);
  const above = { type: 'price_above', price: high };
  return {
    price_cross: cross,
    price_above: above,
    price_below: { type: 'price_below', price: low },
    channel: { type: 'channel', low, high, when: 'exit' },
    change: { type: 'change', percent: percentOf(span, NEAR), window_s: 3600, direction: 'any' },
    step: { type: 'step', every_amount: NEAR * range },
    trailing: { type: 'trailing', percent: percentOf(span, FAR), from: 'high' },
    all: {
      ...{ type: 'all', within_s: 900 },
      conditions: [cross, { type: 'price_above', price: middle - 0.02 * range }],
    },
    any: { type: 'any', conditions: [cross, above] },
  };
}

function byPosition(span: PriceSpan) {
  return {
    pnl_percent: { type: 'pnl_percent', value: percentOf(span, NEAR), direction: 'up' },
    pnl_amount: { type: 'pnl_amount', value: FAR * (span.high - span.low), direction: 'down' },
    position_age: { type: 'position_age', hours: 0.75 },
  };
}

function withManner(span: PriceSpan) {
  const condition = crossOf(span);
  return {
    'with a pause and a way back': {
      ...{ condition, cooldown_s: 1800, hysteresis_percent: percentOf(span, 0.05) },
    },
    'for some minutes': { condition: { type: 'price_above', price: span.middle }, for_s: 300 },
    'once per bar': { condition, mode: 'once_per_bar', bar: '1h' },
  };
}

const crossOf = ({ middle }: PriceSpan): object => {
  return { type: 'price_cross', price: middle, direction: 'any' };
};

/** A part of the span in percent of its middle. */
const percentOf = ({ low, middle, high }: PriceSpan, part: number): number =>
  (100 * part * (high - low)) / middle;
