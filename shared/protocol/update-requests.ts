import { z } from 'zod';
import { define, nothing } from './request-spec';
import { updateChoices, updatesBody } from './updates-body';

/** Requests about newer versions of the program. */
export const updateRequests = {
  get_updates: define({
    summary: 'What is chosen about updates of the program, and how far one has come. Asks nobody.',
    scope: 'read',
    params: nothing,
    result: updatesBody,
    rest: { method: 'GET', path: '/updates' },
  }),
  patch_updates: define({
    summary: 'Choose about updates; what is left out stays. Once they are on, one is looked for.',
    scope: 'write',
    params: z.strictObject(updateChoices.partial().shape),
    result: updatesBody,
    rest: { method: 'PATCH', path: '/updates' },
  }),
  check_updates: define({
    summary: 'Look for a newer version now; what is found is told by `updates_status`.',
    scope: 'write',
    params: nothing,
    result: updatesBody,
    rest: { method: 'POST', path: '/updates/check' },
  }),
  download_update: define({
    summary: 'Fetch the version that was found and compare its checksum.',
    scope: 'write',
    params: nothing,
    result: updatesBody,
    rest: { method: 'POST', path: '/updates/download' },
  }),
  install_update: define({
    summary:
      'Keep a backup, end the program, and start the version that was fetched. Refused while a critical alert is unread.',
    scope: 'write',
    params: nothing,
    result: updatesBody,
    rest: { method: 'POST', path: '/updates/install' },
  }),
} as const;
