import { expect, test } from 'vitest';
import { USUAL_SIGNAL_SETTINGS } from '../../../shared/domain/usual-settings';
import { USUAL_SIGNALS } from './signal-schema';

test('the settings show as usual what signals go by without a choice', () => {
  const { cost, stopRanges, horizon, intervals } = USUAL_SIGNALS;
  expect(USUAL_SIGNAL_SETTINGS).toEqual({
    ...{ cost_spot: cost.spot, cost_futures: cost.futures },
    ...{ stop_ranges: stopRanges, horizon, intervals },
  });
});
