/** English texts of newer versions of the program. */
export const enUpdates = {
  'settings.section.updates': 'Updates',
  'updates.action': 'Check for updates',
  'updates.enabled': 'Look for newer versions',
  'updates.enabled.help':
    'Before you say yes, nobody is asked. After it, twice a day; the question carries no number of yours. Nothing is installed without your word.',
  'updates.enabled.yes': 'Yes',
  'updates.enabled.no': 'No',
  'updates.channel': 'Which versions',
  'updates.channel.help':
    'Early ones come sooner and have been tried by fewer people. Back on stable ones, an early version stays until a newer stable one is there.',
  'updates.channel.stable': 'Stable',
  'updates.channel.beta': 'Early ones, too',
  'updates.download': 'Download',
  'updates.download.help': 'Some hundred megabytes. It is never installed by itself.',
  'updates.download.ask': 'When I say so',
  'updates.download.auto': 'When found',
  'updates.version': 'This is version {{version}}',
  'updates.checks.checksum':
    'Before anything is installed its SHA-512 must be the one in the list of versions. This system does not check who made it.',
  'updates.checks.both':
    'Before anything is installed its SHA-512 must be the one in the list of versions, and the system checks the signature of who made it.',
  'updates.obstacle.server':
    'A server does not look for newer versions. Update it in the way in which it was installed.',
  'updates.obstacle.sources':
    'It runs from its sources and does not look for newer versions. Update the sources.',
  'updates.obstacle.no_place':
    'This build names no place for newer versions. Look where you got it from.',
  'updates.obstacle.insecure_place':
    'The place this build names for newer versions has no secure line (https); it is not asked. Look where you got it from.',
  'updates.phase.unknown': 'Not looked for yet.',
  'updates.phase.newest': 'Nothing newer there. Looked {{time}}.',
  'updates.phase.checking': 'Looking…',
  'updates.phase.available': 'Version {{version}} is available.',
  'updates.phase.downloading': 'Version {{version}} is on its way: {{percent}}',
  'updates.phase.ready': 'Version {{version}} is here, and its checksum is right.',
  'updates.phase.installing': 'Version {{version}} is being installed. Tickwatch starts again.',
  'updates.check': 'Check now',
  'updates.fetch': 'Download',
  'updates.install': 'Restart and install',
  'updates.install.help':
    'For some seconds nobody watches; what happens then is caught up with. A backup is kept first. The new version starts without the flags of this one.',
  'updates.by.hand':
    'This package is not replaced by itself. Fetch version {{version}} from {{home}} and install it as you installed this one.',
  'updates.held':
    'A critical alert is unread. Nothing is offered or installed before you have read it.',
  'updates.notes': 'What is new in {{version}}',
  'updates.notes.none': 'Nothing is told of it.',
  'updates.failed.check': 'No version could be looked for. {{reason}}',
  'updates.failed.download': 'The download was refused; nothing was changed. {{reason}}',
  'updates.failed.install': 'Nothing was installed; this version goes on. {{reason}}',
  'updates.fault.unreachable': 'Nobody answers. Check the connection and try again.',
  'updates.fault.no_release': 'No version is published there. Try again another day.',
  'updates.fault.list':
    'The list of versions is not what it has to be. Try again later; if it stays so, tell the makers.',
  'updates.fault.checksum':
    'The file is not the one that was promised: its checksum is wrong. Try again; if it stays so, do not install it by hand either, and tell the makers.',
  'updates.fault.signature':
    'The file was not signed by the makers of this program. Do not install it by hand either, and tell the makers.',
  'updates.fault.space': 'The disk is full. Make room and try again.',
  'updates.fault.denied': 'The program may not write where it lies. Move it to a folder of yours.',
  'updates.fault.other': 'The log knows more. Try again later.',
  'updates.last.done': 'Version {{to}} is installed; before it was {{from}}.',
  'updates.last.failed': 'Version {{to}} was not installed; {{from}} still runs.',
  'updates.last.undone': 'You have gone back from {{to}} to {{from}}.',
  'updates.last.again': 'Try again, or fetch it from {{home}}.',
  'updates.back': 'How to go back to {{from}}',
  'updates.back.kept': 'The older program is still there. Quit Tickwatch and start {{kept}}',
  'updates.back.home': 'Quit Tickwatch and install version {{from}} from {{home}}',
  'updates.back.state':
    'Your data stay where they are. If the older version says they are of a newer one, it saves nothing: quit it, and put {{backup}}, from the folder backups, in the place of state.json. What came after it is missing then.',
  'updates.offer': 'Tickwatch {{version}} is available.',
  'updates.offer.ready': 'Tickwatch {{version}} is ready to be installed.',
  'updates.offer.show': 'Show',
} as const;
