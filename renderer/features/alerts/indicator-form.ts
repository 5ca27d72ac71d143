import type { ConditionOf } from '../../../shared/domain/alert-conditions';
import { INDICATORS } from '../../../shared/domain/indicators/catalog';
import { INTERVALS } from '../../../shared/domain/interval';
import { plainText } from '../../format/decimal';
import { asTheyAre, choice, type ConditionForm, type Texts, type Values } from './condition-slot';

const indicatorNames = Object.keys(INDICATORS);
const usualParams = (name: string): string =>
  Object.values(INDICATORS[name]?.params ?? {})
    .map(({ usual }) => plainText(usual))
    .join(', ');
const outputs = [...new Set(Object.values(INDICATORS).flatMap((entry) => entry.outputs))];

/** `14` or `12, 26, 9` by the names of an indicator's parameters; what is missing stays usual. */
function readParams(name: string, text: string): Record<string, number> {
  const values = text.split(/[\s,;]+/).filter((part) => part !== '');
  const names = Object.keys(INDICATORS[name]?.params ?? {});
  return Object.fromEntries(
    names.flatMap((key, at) => (values[at] === undefined ? [] : [[key, Number(values[at])]])),
  );
}

function writeParams(name: string, params: Readonly<Record<string, number>>): string {
  const entries = Object.entries(INDICATORS[name]?.params ?? {});
  return entries.map(([key, { usual }]) => plainText(params[key] ?? usual)).join(', ');
}

function writeIndicator(values: Values): object {
  const { indicator, params, output, interval: candles, op, against, value, otherParams } = values;
  const name = String(indicator);
  const isKnown = INDICATORS[name]?.outputs.includes(String(output)) ?? false;
  const other =
    against === 'value'
      ? { value }
      : {
          other: {
            indicator: against,
            params: readParams(String(against), String(otherParams ?? '')),
          },
        };
  const line = { indicator: name, params: readParams(name, String(params ?? '')) };
  return { ...line, ...(isKnown ? { output } : {}), interval: candles, op, ...other };
}

function readIndicator(condition: ConditionOf<'indicator'>): Values {
  const { indicator, params, output, interval: candles, op, value, other } = condition;
  return {
    indicator,
    params: writeParams(indicator, params),
    output: output ?? INDICATORS[indicator]?.outputs[0] ?? '',
    interval: candles,
    op,
    against: other?.indicator ?? 'value',
    value,
    otherParams: other ? writeParams(other.indicator, other.params) : '',
  };
}

/** Which slots of an indicator's sentence say something. */
function isIndicatorSlot(slot: string, texts: Texts): boolean {
  const { indicator = '', against = 'value' } = texts;
  if (slot === 'params') return usualParams(indicator) !== '';
  if (slot === 'output') return (INDICATORS[indicator]?.outputs.length ?? 0) > 1;
  if (slot === 'otherParams') return against !== 'value' && usualParams(against) !== '';
  return slot !== 'value' || against === 'value';
}

/** How a line of an indicator is compared with a value or another indicator. */
export const indicatorForm = {
  slots: {
    indicator: choice(asTheyAre(indicatorNames), 'rsi'),
    params: { kind: 'text', usual: usualParams('rsi') },
    output: choice(asTheyAre(outputs), 'rsi'),
    interval: choice(asTheyAre(INTERVALS), '1h'),
    op: choice(
      {
        cross_up: 'rule.option.cross_up',
        cross_down: 'rule.option.cross_down',
        above: 'rule.option.above',
        below: 'rule.option.below',
      },
      'cross_down',
    ),
    against: choice({ value: 'rule.option.value', ...asTheyAre(indicatorNames) }, 'value'),
    value: { kind: 'number', usual: '30', isSigned: true },
    otherParams: { kind: 'text', usual: '' },
  },
  aliases: { other: 'against' },
  isUsed: isIndicatorSlot,
  write: writeIndicator,
  read: readIndicator,
} as const satisfies ConditionForm;
