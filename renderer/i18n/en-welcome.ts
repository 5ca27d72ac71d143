/** English texts of the first start. */
export const enWelcome = {
  'welcome.title': 'Welcome to Tickwatch',
  'welcome.step': '{{number}} of {{total}}',
  'welcome.skip': 'Skip',
  'welcome.back': 'Back',
  'welcome.next': 'Next',
  'welcome.end': 'Begin',
  'welcome.again': 'Show the welcome',
  'welcome.again.help': 'What the first start asked and told.',
  'welcome.about':
    'It watches prices and positions, and tells you when what you asked for happens. It never trades.',
  'welcome.market.live': 'Live market',
  'welcome.market.body.live':
    'Prices of Binance as they are traded. To try things out first, start it with --demo: an invented market, with data of its own.',
  'welcome.market.demo': 'Demo market',
  'welcome.market.body.demo':
    'An invented market for trying everything out: no price is real. Start it without --demo for the real one, with data of its own.',
  'welcome.market.replay': 'Recorded market',
  'welcome.market.body.replay':
    'Recorded prices are played: they are not those of now. Start it without --replay for the real market.',
  'welcome.symbols': 'What do you want to watch?',
  'welcome.symbols.hint': 'A few to begin with. The list can be changed at any time.',
  'welcome.symbols.search': 'Search a symbol',
  'welcome.symbols.count': '{{count}} watched',
  'welcome.told': 'How shall it tell you?',
  'welcome.told.desktop': 'Notification',
  'welcome.told.sound': 'Sound',
  'welcome.told.play': 'Play it',
  'welcome.told.more': 'Telegram, Discord, ntfy and webhooks are set up in the settings, Channels.',
  'welcome.kept': 'What is kept where',
  'welcome.kept.data':
    'Positions, alerts and records: in files on the machine that runs Tickwatch. Looks and language: in this window.',
  'welcome.kept.net':
    'Nothing leaves that machine but requests for prices to the exchange, and alerts to the channels you set up. No account, no statistics.',
} as const;
