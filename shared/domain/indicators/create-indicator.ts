import { AppError } from '../errors';
import type { Kline } from '../kline';
import type { Indicator } from '../rules/ports';
import { checkIndicator, findEntry, parameterName, type IndicatorChoice } from './check-indicator';
import type { LiveStudy } from './study';

/**
 * An indicator with all its lines, for a chart.
 * @throws {AppError} `INVALID` for an unknown name, output or parameter
 */
export function createStudy(choice: IndicatorChoice): LiveStudy {
  const entry = findEntry(choice.indicator);
  const fault = checkIndicator(choice);
  if (!entry || fault) {
    const field = fault?.path.join('.') ?? 'indicator';
    throw new AppError('INVALID', `${field}: ${fault?.message ?? 'unknown'}`, { info: { field } });
  }
  const params = Object.entries(choice.params).map(([name, value]) => [parameterName(name), value]);
  return entry.create(Object.fromEntries(params) as Record<string, number>);
}

/**
 * One line of an indicator, for a rule. Its value comes with the first candle that the formula is
 * satisfied with: a young symbol has no more, and charts show that, too.
 * @throws {AppError} `INVALID` for an unknown name, output or parameter
 */
export function createIndicator(choice: IndicatorChoice): Indicator {
  const study = createStudy(choice);
  const output = choice.output ?? findEntry(choice.indicator)?.outputs[0] ?? '';
  return {
    warmUp: study.warmUp,
    get value() {
      return study.lines?.[output] ?? null;
    },
    update: (kline: Kline) => {
      study.update(kline);
    },
  };
}
