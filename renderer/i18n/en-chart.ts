/** English texts of how a chart is drawn and what can be done on it. */
export const enChart = {
  'chart.kind': 'Shape of the candles',
  'chart.kind.candles': 'Candles',
  'chart.kind.heikin-ashi': 'Heikin-Ashi',
  'chart.kind.bars': 'Bars',
  'chart.kind.line': 'Line',
  'chart.averaged': 'Heikin-Ashi',
  'chart.averaged.hint':
    'The candles are drawn from averages: they show no prices. These figures are the true ones.',
  'chart.zone': 'Time zone of the axis',
  'chart.zone.local': 'Local ({{zone}})',
  'chart.zone.utc': 'UTC',
  'chart.zone.exchange': 'Exchange ({{zone}})',
  'chart.zone.daily': 'UTC: days of candles are days of the exchange.',
  'chart.options': 'Options of the chart',
  'chart.log': 'Logarithmic scale',
} as const;
