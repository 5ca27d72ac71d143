import { adxFold } from './adx';
import { atrFold } from './atr';
import { bollingerFold } from './bollinger';
import { closeFold } from './close';
import { donchianFold } from './donchian';
import { emaFold } from './ema';
import { macdFold } from './macd';
import { momentumFold } from './momentum';
import { rsiFold } from './rsi';
import { smaFold } from './sma';
import { Study, type LiveStudy } from './study';
import { supertrendFold } from './supertrend';

/** One parameter of an indicator. */
interface ParameterLimits {
  /** The value when it is not given. */
  readonly usual: number;
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
}

/** What there is to know of an indicator before it is made. */
export interface IndicatorEntry {
  /** In the order in which people write them. */
  readonly params: Readonly<Record<string, ParameterLimits>>;
  /** Names of its lines; the first is meant when none is named. */
  readonly outputs: readonly [string, ...string[]];
  /** The parameter that has to be below another. */
  readonly order?: readonly [low: string, high: string];
  /** Takes values within the limits. */
  create(params: Readonly<Record<string, number>>): LiveStudy;
}

type Values<Key extends string> = Readonly<Record<Key, number>>;

/** An entry whose `create` reads its own parameters only. */
function entry<Key extends string>(definition: {
  readonly params: Readonly<Record<Key, ParameterLimits>>;
  readonly outputs: readonly [string, ...string[]];
  readonly order?: readonly [NoInfer<Key>, NoInfer<Key>];
  readonly create: (params: Values<Key>) => LiveStudy;
}): IndicatorEntry {
  const usual = Object.entries<ParameterLimits>(definition.params).map(
    ([name, limits]) => [name, limits.usual] as const,
  );
  return {
    ...definition,
    create: (params) =>
      definition.create({ ...Object.fromEntries(usual), ...params } as Values<Key>),
  };
}

/** Candles: a whole number of at least 2. */
const candles = (usual: number, max: number): ParameterLimits => {
  return { usual, min: 2, max, isWhole: true };
};
const factor = (usual: number): ParameterLimits => ({ usual, min: 0.1, max: 20, isWhole: false });

/**
 * The indicators by name. Longest lengths are those that a thousand candles of history are enough
 * for.
 */
export const INDICATORS: Readonly<Record<string, IndicatorEntry>> = {
  close: entry({ params: {}, outputs: ['close'], create: () => new Study(closeFold) }),
  sma: entry({
    params: { length: candles(20, 500) },
    outputs: ['sma'],
    create: ({ length }) => new Study(smaFold(length)),
  }),
  ema: entry({
    params: { length: candles(20, 250) },
    outputs: ['ema'],
    create: ({ length }) => new Study(emaFold(length)),
  }),
  macd: entry({
    params: { fast: candles(12, 100), slow: candles(26, 150), signal: candles(9, 50) },
    outputs: ['macd', 'signal', 'histogram'],
    order: ['fast', 'slow'],
    create: (lengths) => new Study(macdFold(lengths)),
  }),
  rsi: entry({
    params: { length: candles(14, 100) },
    outputs: ['rsi'],
    create: ({ length }) => new Study(rsiFold(length)),
  }),
  atr: entry({
    params: { length: candles(14, 100) },
    outputs: ['atr'],
    create: ({ length }) => new Study(atrFold(length)),
  }),
  adx: entry({
    params: { length: candles(14, 50) },
    outputs: ['adx', 'plus_di', 'minus_di'],
    create: ({ length }) => new Study(adxFold(length)),
  }),
  supertrend: entry({
    params: { length: candles(10, 50), multiplier: factor(3) },
    outputs: ['supertrend', 'direction'],
    create: ({ length, multiplier }) => new Study(supertrendFold(length, multiplier)),
  }),
  donchian: entry({
    params: { length: candles(20, 500) },
    outputs: ['middle', 'upper', 'lower', 'breakout'],
    create: ({ length }) => new Study(donchianFold(length)),
  }),
  momentum: entry({
    params: { length: candles(48, 300), window: candles(100, 300) },
    outputs: ['momentum'],
    create: (spans) => new Study(momentumFold(spans)),
  }),
  bollinger: entry({
    params: { length: candles(20, 500), deviations: factor(2) },
    outputs: ['middle', 'upper', 'lower'],
    create: ({ length, deviations }) => new Study(bollingerFold(length, deviations)),
  }),
};
