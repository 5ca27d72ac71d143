import { z } from 'zod';
import { timestamp } from './events';
import { define, flag, listOf, nothing } from './request-spec';
import { LARGE_REQUESTS } from './rest-paths';

const BODY_BYTES = 64 * 1024 * 1024;

const document = z.strictObject({
  format: z.literal('tickwatch-export'),
  version: z.literal(1),
  schema_version: z.number().int().positive().describe('of the parts'),
  app_version: z.string(),
  exported_at: timestamp,
  ids: z.record(z.string(), z.number()).describe('the highest number given out, by kind'),
  state: z.record(z.string(), z.unknown()).describe('watchlist, open positions, portfolio, …'),
  closed_positions: z.array(z.unknown()),
  histories: z.record(z.string(), z.array(z.unknown())).describe('facts of the past, by kind'),
});

const backup = z.object({
  name: z.string(),
  reason: z
    .string()
    .describe('hourly, daily, manual, before-import, before-restore, before-update, before-v2, …'),
  at: timestamp.describe('when it was made; the beginning of the hour or day of a regular one'),
});

const counts = z.object({ open: z.number().int(), closed: z.number().int() });
const replaced = z.object({
  dry_run: z.boolean().describe('true: it was only checked'),
  sections: z
    .array(z.object({ name: z.string(), changed: z.boolean() }))
    .describe('parts that are replaced as a whole; any other stays'),
  positions_before: counts,
  positions_after: counts,
  histories: z
    .record(z.string(), z.object({ added: z.number().int(), kept_out: z.number().int() }))
    .describe('a history only grows: entries that are not newer than what it has are kept out'),
  backup: z.string().nullable().describe('the state as it was before, by its name in /backups'),
});

const dryRun = flag.describe('true: only check, and say what would be replaced');

/** Requests about the whole state: taking it along, bringing it in, and keeping copies. */
export const backupRequests = {
  export_state: define({
    summary: 'The whole state as one document; no token and no secret is in it.',
    scope: 'read',
    params: nothing,
    result: document,
    hasLongAnswer: true,
    rest: LARGE_REQUESTS.export_state,
  }),
  import_state: define({
    summary:
      'Replace the state by an exported document, after a backup, all of it or nothing. Over 64 KiB by REST, not by socket.',
    scope: 'write',
    params: document.extend({ dry_run: dryRun }),
    result: replaced,
    rest: { ...LARGE_REQUESTS.import_state, bodyBytes: BODY_BYTES },
  }),
  list_backups: define({
    summary: 'Copies of the state on this machine, newest first.',
    scope: 'read',
    params: nothing,
    result: listOf(backup),
    rest: { method: 'GET', path: '/backups' },
  }),
  create_backup: define({
    summary: 'Keep a copy of the state as it is now; the last twenty of them stay.',
    scope: 'write',
    params: nothing,
    result: backup,
    rest: { method: 'POST', path: '/backups', status: 201 },
  }),
  restore_backup: define({
    summary:
      'Go back to a copy of the state, with the positions that had ended then, after a backup of what is there now.',
    scope: 'write',
    params: z.strictObject({ name: z.string().max(128), dry_run: dryRun }),
    result: replaced,
    rest: { method: 'POST', path: '/backups/{name}/restore' },
  }),
} as const;
