/** English texts of what the services let a trader set. */
export const enSettings = {
  'settings.title': 'Settings',
  'settings.section.alerts': 'Alerts',
  'settings.section.channels': 'Channels',
  'settings.alerts.open': 'Alert settings',
  'settings.loading': 'Loading settings',
  'settings.load.failed': 'The settings could not be loaded.',
  'settings.refused': 'Not changed. {{reason}}',

  'mute.title': 'Mute all alerts',
  'mute.help':
    'Nothing is sent anywhere, not even what is critical. Alerts are still recorded and shown here. Usually off.',
  'mute.on': 'All alerts muted',
  'mute.until': 'Muted until {{time}}',
  'mute.end': 'Turn on',
  'mute.end.hint': 'Click to send alerts again',
  'mute.span.hour': 'For an hour',
  'mute.span.tomorrow': 'Until tomorrow morning',
  'mute.span.always': 'Until I turn it on',

  'quiet.title': 'Quiet hours',
  'quiet.help':
    'Only critical alerts are sent then; the others are recorded and marked as held back. A night belongs to the day on which it begins. Usually none.',
  'quiet.use': 'Keep quiet at certain hours',
  'usual.title': 'Usual channels',
  'usual.help':
    'Where rules send that name no channels of their own; those not set up are passed over. Usually desktop and sound.',
  'repeat.title': 'Repeat critical alerts',
  'repeat.help': 'Sent again and again until the alert is read anywhere. Usually every minute.',
  'repeat.never': 'Never',
  'repeat.every': 'Every {{span}}',
  'flood.title': 'Flood limit',
  'flood.help':
    'What one rule fires beyond it within a minute is sent as one summary. Every fire is recorded. 1 to 1,000, usually 10.',
  'flood.unit': 'messages a minute',
  'group.title': 'Grouping',
  'group.help':
    'Alerts that fire within the same moment share one message with a list. Critical ones go at once and alone.',
  'group.fixed': 'Always on: one second a channel.',

  'channels.open': 'Channels',
  'channels.about':
    'Where alerts are sent. Secrets are kept on the machine that runs Tickwatch and never shown again.',
  'channels.on': 'On',
  'channels.use': 'Use {{channel}}',
  'channels.state.ready': 'Ready',
  'channels.state.incomplete': 'Not set up',
  'channels.state.off': 'Off',
  'channels.last.accepted': 'Arrived {{time}}',
  'channels.last.unknown': 'Handed over {{time}}',
  'channels.last.failed': 'Failed {{time}}',
  'channels.unready.incomplete': '{{channel}} is not set up.',
  'channels.unready.off': '{{channel}} is turned off.',
  'channels.none': 'None of the usual channels is set up: alerts appear in Tickwatch only.',
  'channels.set.up': 'Set up',
  'channels.more': 'More settings',
  'channels.test': 'Send a test',
  'channels.test.save': 'Save and send a test',
  'channels.test.sending': 'Sending …',
  'channels.test.accepted': 'The test has arrived.',
  'channels.test.unknown': 'The test was handed over. Look whether you see or hear it.',
  'channels.test.wait': 'It asks for a pause of {{span}}.',
  'channels.secret.set': 'Set {{hint}}',
  'channels.secret.replace': 'Replace',
  'channels.secret.clear': 'Remove',
  'channels.secret.keep': 'Keep the one that is set',
  'channels.secret.going': 'Will be removed when you save.',
  'channels.headers.bad': 'One header a line, as Name: value.',

  'channels.help.desktop': 'Notifications of the system that runs Tickwatch. Nothing to set up.',
  'channels.help.sound': 'A sound on the machine that runs Tickwatch. Nothing to set up.',
  'channels.help.telegram':
    '1. In Telegram, write /newbot to @BotFather and copy the token it gives you.\n2. Write anything to your new bot, or add it to your group.\n3. Ask @userinfobot for the number of your chat.',
  'channels.help.discord':
    'In Discord open the channel’s settings, Integrations, Webhooks, New Webhook, and copy its address.',
  'channels.help.ntfy':
    'Install the ntfy app and subscribe to a topic whose name nobody can guess. Type the same name here.',
  'channels.help.webhook':
    'Any address that takes JSON. Messages carry a webhook-id, so that doubles can be told.',

  'channels.field.token': 'Token',
  'channels.field.chat_id': 'Chat',
  'channels.field.url': 'Address',
  'channels.field.topic': 'Topic',
  'channels.field.server': 'Server',
  'channels.field.allow_private': 'Allow plain http and my own network',
  'channels.field.method': 'Method',
  'channels.field.template': 'Template',
  'channels.field.signing_secret': 'Signing secret',
  'channels.field.headers': 'Headers',
  'channels.hint.token': 'Stands for access. It is kept for the server given here only.',
  'channels.hint.chat_id': 'The number of the chat, or @name of a public channel.',
  'channels.hint.url': 'Beginning with https://. Who knows it can write there.',
  'channels.hint.topic': 'Letters, digits, - and _. Who knows it can read along.',
  'channels.hint.server': 'Only when you run one of your own. Empty takes the usual one.',
  'channels.hint.allow_private': 'Only for the very host given here, such as a server at home.',
  'channels.hint.method': 'How the message is sent.',
  'channels.hint.template':
    'JSON with placeholders in its strings: type, idempotency_key, title, message, lines, severity, alert_ids, symbol, price, occurred_at, late, link, test. Empty sends everything.',
  'channels.hint.signing_secret':
    'Optional. Signs each message as Standard Webhooks do, so that the far side can trust it.',
  'channels.hint.headers': 'Optional, one a line, as Name: value. All are replaced at once.',
} as const;
