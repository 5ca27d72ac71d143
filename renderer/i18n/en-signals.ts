/** English texts of the signals. */
export const enSignals = {
  'dock.signals': 'Signals',

  'signal.word.LONG': 'Long',
  'signal.word.SHORT': 'Short',
  'signal.word.NEUTRAL': 'Neutral',

  'signal.phase.reading': 'Reading',
  'signal.about': 'Signal on {{interval}}',
  'signal.text.off': 'Signals do not follow this symbol on {{interval}}.',
  'signal.text.reading': 'History is being read. The signal appears when it is complete.',
  'signal.text.neutral': 'Neutral: the indicators do not agree, and nothing is claimed.',
  'signal.text.claim':
    '{{signal}}: {{confidence}}% of such calls reach their target before their stop. Costs alone ask for {{breakeven}}%.',
  'signal.text.over': '{{signal}} still stands, but what was said of it is settled: {{outcome}}.',
  'signal.text.old': 'Candles or answers are late: this is what was known last.',
  'signal.edge.proven': 'Proven edge after costs',
  'signal.edge.none': 'No proven edge',

  'signal.outcome.hit': 'target reached',
  'signal.outcome.miss': 'stop reached',
  'signal.outcome.timeout_hit': 'time over, in profit',
  'signal.outcome.timeout_miss': 'time over, no profit',
  'signal.outcome.open': 'open',
  'signal.outcome.none': 'no claim',

  'signal.basis.prior': 'Coin',
  'signal.basis.learning': 'Learning',
  'signal.basis.calibrated': 'Calibrated',
  'signal.basis.hint.prior':
    'Under 30 results on this interval: a coin toss adjusted for costs, nothing learned yet.',
  'signal.basis.hint.learning': '{{count}} results so far; from 200 on the number is calibrated.',
  'signal.basis.hint.calibrated': 'Learned from {{count}} results on this interval.',
  'signal.origin.live': 'Live',
  'signal.origin.replayed': 'Replayed',

  'signals.interval': 'Interval of the signals in the list',
  'signals.chips': 'Signals of the symbol',
  'signals.progress': 'Reading history: {{percent}}%, {{done}} of {{total}} up to date',
  'signals.progress.why':
    'Two years of candles are read once, so that the record is there from the first day.',
  'signals.loading': 'Loading the signals',
  'signals.failed': 'The signals could not be loaded.',
  'signals.empty.title': 'No signals yet',
  'signals.empty.body': 'Signals follow the symbols of the watchlist. Add one and they begin.',
  'signals.none.title': 'No signal matches',
  'signals.none.body': 'The filters above leave nothing over.',
  'signals.clear': 'Clear the filters',
  'signals.count': '{{shown}} of {{total}} signals',
  'signals.list': 'Signals',
  'signals.all.interval': 'All intervals',
  'signals.all.signal': 'All signals',
  'signals.all.symbol': 'All symbols',
  'signals.filter.interval': 'Interval',
  'signals.filter.signal': 'Signal',
  'signals.filter.symbol': 'Symbol',
  'signals.view': 'What is shown',
  'signals.view.list': 'Signals',
  'signals.view.turns': 'Last turns',
  'signals.more': 'Show {{count}} more',

  'signals.column.symbol': 'Symbol',
  'signals.column.interval': 'Interval',
  'signals.column.signal': 'Signal',
  'signals.column.confidence': 'Confidence',
  'signals.column.edge': 'After costs',
  'signals.column.basis': 'Rests on',
  'signals.column.age': 'Age',
  'signals.column.barriers': 'Target / stop',
  'signals.column.state': 'Call',
  'signals.breakeven': 'costs ask {{percent}}%',
  'signals.expires': 'ends in {{time}}',
  'signals.expiring': 'ends now',
  'signals.points': '{{points}} pts',
  'signals.late': 'Late',

  'signals.turns': 'Last turns',
  'signals.turns.none': 'No turn yet.',
  'signals.turn': '{{before}} → {{after}}',
  'signals.turn.open': 'Show {{symbol}} on {{interval}} in the chart',
  'signals.record.of': 'Record of {{symbol}} on {{interval}}',
  'signals.alert': 'Alert me on a reversal',
  'signals.alert.of': 'Alert me when {{symbol}} turns on {{interval}}',

  'record.title': 'Signal record',
  'record.subject': 'Interval',
  'record.scope': 'Whose calls',
  'record.scope.symbol': 'This symbol',
  'record.scope.all': 'All symbols',
  'record.loading': 'Loading the record',
  'record.failed': 'The record could not be loaded.',
  'record.empty.title': 'No settled calls yet',
  'record.empty.body':
    'A call is settled when its target or stop is touched, or its time is over. Then it counts here.',
  'record.verdict.none':
    'These indicators have shown no edge after costs on {{interval}}: calls there lose a little on average.',
  'record.verdict.unclear':
    'It cannot be said yet whether calls on {{interval}} win or lose after costs.',
  'record.verdict.positive':
    'Calls on {{interval}} won after costs on average so far. That alone is no proven edge.',
  'record.sentence.tenth':
    'Calls at {{low}}–{{high}}%: {{count}}, of which {{percent}}% reached their target first.',
  'record.drift':
    'Drifting: the last {{count}} calls said {{said}}% and {{was}}% came true. Trust the number less until they agree again.',
  'record.rolling': 'Settled last: {{count}}, said {{said}}%, {{was}}% came true.',
  'record.altered':
    'The record was changed after it was written, at entry {{number}}. What follows it may not be what was said.',
  'record.missing':
    'An entry is missing from the record, at {{number}}. What follows it may not be all that was said.',
  'record.chain': 'Unchanged',
  'record.chain.ok':
    'Each entry carries the hash of the one before it, and all of them are as they were written.',
  'record.history': 'Candles used: {{from}} – {{to}}',
  'record.model': 'Model {{version}}',
  'record.model.choose': 'Choose the model whose record is shown',
  'record.model.present': '{{version}} · the present one',
  'record.model.until': '{{version}} · used until {{time}}',
  'record.earlier':
    'This is the record of an earlier model, with other settings. It makes no calls any more.',
  'record.origin.live': 'Live: {{count}} settled, said {{said}}%, {{was}}% came true.',
  'record.origin.replayed': 'Replayed: {{count}} settled, said {{said}}%, {{was}}% came true.',
  'record.origin.none.live':
    'Live: none settled yet. Only calls made as their candle closed count.',
  'record.origin.none.replayed': 'Replayed: none.',

  'record.diagram': 'Said against was',
  'record.diagram.label':
    'Reliability diagram: what was said from left to right, how often it came true from bottom to top.',
  'record.diagram.said': 'said',
  'record.diagram.was': 'came true',
  'record.diagram.perfect': 'perfectly true',
  'record.diagram.calls': 'confidence, with 95% range',
  'record.diagram.votes': 'votes taken as confidence',
  'record.diagram.point': 'Said {{said}}%, was {{was}}% ({{low}}–{{high}}%), calls: {{count}}',

  'record.figures': 'Figures',
  'record.figure.n': 'Settled calls',
  'record.figure.help.n': 'Calls whose target or stop was touched, or whose time is over.',
  'record.figure.ece': 'Error of the number',
  'record.figure.help.ece':
    'By how many points confidence was off on average (ECE), with its 95% range. Even a perfect forecaster would show about {{null}} with so many calls.',
  'record.figure.votes': 'Error of the votes',
  'record.figure.help.votes':
    'The same error if the share of agreeing indicators were taken for a probability, as most tools do.',
  'record.figure.brier': 'Brier score',
  'record.figure.help.brier':
    'Mean squared error of the number; lower is better, a coin has 0.25. Beside it: always saying how often calls came true before.',
  'record.figure.brier.of': '{{brier}} / {{base}}',
  'record.figure.net': 'Mean move after costs',
  'record.figure.help.net':
    'What a call brought on average from entry to exit, less the costs, with its 95% range. Slippage and funding are not in it.',
  'record.figure.range': '{{low}} to {{high}}',

  'record.calls': 'Last calls',
  'record.calls.all': 'All',
  'record.calls.origin': 'Which calls',
  'record.calls.none': 'No calls of this kind.',
  'record.column.time': 'Candle closed',
  'record.column.turn': 'Signal',
  'record.column.said': 'Said',
  'record.column.entry': 'Entry',
  'record.column.outcome': 'Outcome',
  'record.column.net': 'Net move',
  'record.column.origin': 'Made',

  'record.help': 'How to read this',
  'record.help.title.confidence': 'What confidence means',
  'record.help.confidence':
    'When it says 46%, then of 100 such calls about 46 reach their target before their stop. It is a count of what happened, not a feeling. The number is fixed when the candle closes and never changed afterwards.',
  'record.help.title.breakeven': 'Why it needs more than 50%',
  'record.help.breakeven':
    'Fees and spread are paid on every trade, won or lost. So the target lies further away than the stop, and calls must come true a little more often than a coin to earn anything. That share is the mark on the bar.',
  'record.help.title.calibrated': 'Coin, learning, calibrated',
  'record.help.calibrated':
    'With fewer than 30 results the number is that of a coin toss after costs. Up to 200 results it is still learning. From then on it is calibrated: what it says and what happens agree.',
  'record.help.title.edge': 'Why “no edge” is honest',
  'record.help.edge':
    'Common indicators know little about the next move: measured over years, their agreement was right about half of the time. Tools that show 85% do not know more, they only say more. Green appears here only when calls have surely beaten their costs before. Mostly they have not.',
  'record.help.title.replayed': 'Replayed and live',
  'record.help.replayed':
    'Replayed calls were worked out from past candles by the same rules, so that there is a record from the first day. Live calls were made as their candle closed. They are counted apart, because only live calls were said before anybody knew.',
  'record.help.title.diagram': 'The picture',
  'record.help.diagram':
    'Each dot is a fifth of all calls. On the line, what was said came true. The bar through a dot is what chance alone could move it by. The grey squares are the votes: they say up to 100%, and come true about half of the time.',

  'chart.signal': 'Signal',
  'chart.signal.target': 'Target',
  'chart.signal.stop': 'Stop',
  'chart.signal.said': 'Said {{confidence}}%, costs ask {{breakeven}}%',
  'chart.signal.claim.none': 'No claim',
  'chart.signal.until': 'until {{time}}',
  'chart.signal.pick': 'Click to draw target, stop and time',

  'settings.signals.open': 'Settings of the signals',
  'settings.section.signals': 'Signals',
  'settings.signals.field.cost_spot': 'Cost of a round trip, spot',
  'settings.signals.field.cost_futures': 'Cost of a round trip, futures',
  'settings.signals.cost.hint': 'Fees both ways and half the spread, in percent of the price.',
  'settings.signals.field.stop_ranges': 'Distance of the stop',
  'settings.signals.unit.stop': '× ATR 14',
  'settings.signals.stop.hint': 'The target lies as far off, and the costs further.',
  'settings.signals.field.horizon': 'A call is over after',
  'settings.signals.unit.horizon': 'candles',
  'settings.signals.intervals': 'Intervals',
  'settings.signals.own': 'Intervals of one symbol',
  'settings.signals.own.help':
    'Instead of the usual ones, from now on. No new model begins, and the record goes on.',
  'settings.signals.own.open': 'Signal intervals',
  'settings.signals.own.symbol': 'Symbol',
  'settings.signals.own.usual': 'The usual ones: {{intervals}}',
  'settings.signals.own.of': 'Of {{symbol}} alone',
  'settings.signals.own.none': 'no signals',
  'settings.signals.own.reset': 'The usual ones again',
  'settings.signals.warning':
    'A change begins a new model: history is read through again, and a new record begins. The old record is kept.',
  'settings.signals.save': 'Begin a new model',
  'settings.signals.saving': 'Beginning…',
  'settings.signals.saved': 'A new model has begun. Its record fills as history is read.',
  'settings.signals.failed': 'Nothing was changed. {{reason}}',
  'settings.signals.number': 'A number from {{low}} to {{high}}.',
  'settings.signals.one': 'Choose at least one interval, at most six.',
} as const;
