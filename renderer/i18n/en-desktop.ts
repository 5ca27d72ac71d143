/** English texts of how the app behaves on the desktop. */
export const enDesktop = {
  'settings.section.desktop': 'Desktop',
  'desktop.close': 'When the window is closed',
  'desktop.close.help':
    'Tickwatch can go on watching in the tray. Where the desktop has no tray, start it again to see the window.',
  'desktop.close.stay': 'Go on watching',
  'desktop.close.quit': 'Quit',
  'desktop.close.ask': 'ask',
  'desktop.login': 'Start with the computer',
  'desktop.login.help': 'So that nothing is missed after a restart. Hidden: in the tray alone.',
  'desktop.login.off': 'No',
  'desktop.login.window': 'With window',
  'desktop.login.hidden': 'Hidden',
  'desktop.login.fault': 'This machine does not let the start at login be set.',
  'desktop.hotkey': 'Keys for everywhere',
  'desktop.hotkey.help': 'Shows and hides the window, whatever program you work with.',
  'desktop.hotkey.fault': 'Another program has these keys. Choose others.',
  'desktop.awake': 'Keep the computer awake',
  'desktop.awake.help':
    'A computer that sleeps watches nothing; what was missed is told when it wakes. The screen may still turn off.',
  'desktop.awake.never': 'Never',
  'desktop.awake.critical': 'While critical alerts are armed',
  'desktop.awake.always': 'Always',
  'desktop.link.unknown': 'The link names {{symbol}}, which no exchange here knows.',
  'desktop.link.add': '{{symbol}} is not in your watchlist.',
  'desktop.link.add.do': 'Add',
  'settings.sound.channel.help':
    'The channel “Sound” is heard whether or not the window is open, and keeps quiet when notifications do.',
  'settings.volume': 'Volume',
  'settings.volume.help': 'Of the sounds of alerts; the system has its own volume as well.',
  'settings.speech': 'Speak symbol and price',
  'settings.speech.help': 'After the sound, with a voice of your system, where it has one.',
} as const;
