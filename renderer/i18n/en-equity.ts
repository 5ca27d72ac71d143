/** English texts of the equity curve. */
export const enEquity = {
  'dock.equity': 'Equity',

  'equity.chart': 'Equity over time, what it is below its best, and the result of each day',
  'equity.span': 'How far back',
  'equity.span.week': '1W',
  'equity.span.month': '1M',
  'equity.span.quarter': '3M',
  'equity.span.year': '1Y',
  'equity.span.all': 'All',
  'equity.failed': 'The equity could not be loaded.',
  'equity.empty': 'Too little to draw yet',
  'equity.empty.body':
    'Tickwatch notes every five minutes what your positions and capital are worth; days appear as they end.',
  'equity.below': 'Below the best',
  'equity.day': 'Result of the day',
  'equity.settings': 'Currency, and when the day begins',
  'equity.currency': 'Currency of the totals',
  'equity.currency.new': 'Another currency begins a new curve; the one so far is given up.',
  'equity.hour': 'The day begins at',
  'equity.zone': 'in the time zone',
  'equity.save': 'Save',
} as const;
