/** English texts of the glossary: a `term` and its `meaning`. */
export const enGlossary = {
  'glossary.title': 'Glossary',
  'glossary.search': 'Search a word',
  'glossary.none': 'No such word here.',
  'glossary.all': 'All words',
  'glossary.what': 'What “{{term}}” means',

  'term.pnl': 'PnL',
  'meaning.pnl': 'Profit and loss: what a position has brought so far, in its quote currency.',
  'term.unrealized': 'Unrealized PnL',
  'meaning.unrealized':
    'What closing now would bring, at the price shown and before fees. It moves with every trade.',
  'term.realized': 'Realized PnL',
  'meaning.realized': 'What has been closed already. Price moves no longer change it.',
  'term.net': 'Net PnL',
  'meaning.net': 'Realized and unrealized PnL together, less fees, plus or minus funding.',
  'term.break_even': 'Break-even price',
  'meaning.break_even':
    'The price at which closing would bring exactly nothing, after the fees and funding paid so far.',
  'term.notional': 'Notional',
  'meaning.notional':
    'The full value of a position: quantity × price, not only the margin put up for it.',
  'term.leverage': 'Leverage',
  'meaning.leverage':
    'Notional ÷ margin. With 10×, a move of 1% against you costs 10% of the margin.',
  'term.margin': 'Margin',
  'meaning.margin': 'What is put up as security for a position on a perpetual.',
  'term.liquidation': 'Liquidation',
  'meaning.liquidation':
    'When the mark price reaches the liquidation price, the exchange closes the position and keeps its margin. Tickwatch estimates that price from what you typed in; the exchange decides.',
  'term.last_price': 'Last price',
  'meaning.last_price': 'The price of the newest trade. Alerts and charts go by it.',
  'term.mark_price': 'Mark price',
  'meaning.mark_price':
    'The fair price of a perpetual as the exchange works it out from the index. Liquidations go by it, not by the last trade.',
  'term.index_price': 'Index price',
  'meaning.index_price': 'The average price of the same coin on several spot exchanges.',
  'term.funding': 'Funding',
  'meaning.funding':
    'What longs and shorts of a perpetual pay each other, usually every 8 hours, so that its price stays near spot. With a positive rate longs pay.',
  'term.basis': 'Basis',
  'meaning.basis': 'How far the mark price lies above or below the index, in percent.',
  'term.spread': 'Spread',
  'meaning.spread': 'The gap between the best bid and the best ask: what trading at once costs.',
  'term.equity': 'Equity',
  'meaning.equity': 'Capital put in, plus all results so far, open ones included.',
  'term.drawdown': 'Drawdown',
  'meaning.drawdown': 'How far equity lies below the highest it has ever been.',
  'term.confidence': 'Confidence',
  'meaning.confidence':
    'Of 100 calls like this one, how many reached their target before their stop. Measured on past calls, not a promise.',
  'term.edge': 'Edge',
  'meaning.edge':
    'Confidence above what costs ask for. “Proven” only when enough ended calls rule out luck.',
  'term.signal': 'Signal',
  'meaning.signal':
    'What the indicators of one interval say together: long, short or neutral. A reversal is a change between long and short.',
  'term.atr': 'ATR',
  'meaning.atr':
    'Average true range: how far the price usually moves within one candle. Stops are measured in it.',
  'term.rsi': 'RSI',
  'meaning.rsi':
    'Relative strength index, 0 to 100: the share of recent moves that went up. Often called stretched above 70 or below 30.',
  'term.stale': 'Stale',
  'meaning.stale':
    'No proof that this is still the price now. The figure is the last one known and is shown in grey.',
  'term.rearm': 'Re-arm',
  'meaning.rearm':
    'After it fired, a rule waits until the price has moved back by this much before it can fire again.',
} as const;
