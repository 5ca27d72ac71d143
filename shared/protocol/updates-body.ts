import { z } from 'zod';
import {
  UPDATE_CHANNELS,
  UPDATE_DOWNLOADS,
  UPDATE_FAULTS,
  UPDATE_OBSTACLES,
  UPDATE_OUTCOMES,
  UPDATE_PHASES,
  UPDATE_WAYS,
  type UpdateChoices,
} from '../domain/update-choices';

const time = z.iso.datetime({ precision: 3 });

/** What can be chosen about updates; as on the wire and as kept. */
export const updateChoices = z.strictObject({
  enabled: z.boolean().describe('false: nobody is ever asked for a newer version'),
  channel: z.enum(UPDATE_CHANNELS),
  download: z.enum(UPDATE_DOWNLOADS).describe('auto: fetched when found; never installed so'),
}) satisfies z.ZodType<UpdateChoices>;

/** What is chosen about updates, and how far one has come. */
export const updatesBody = updateChoices.extend({
  version: z.string().describe('of the program that runs'),
  obstacle: z.enum(UPDATE_OBSTACLES).nullable().describe('why there can be none; null: there can'),
  way: z.enum(UPDATE_WAYS).describe('by_hand: it is told of, and has to be fetched from home'),
  signature_checked: z.boolean().describe('false: this system checks none, the checksum alone'),
  home: z.string().nullable().describe('where all versions are'),
  phase: z.enum(UPDATE_PHASES),
  held: z.boolean().describe('a critical alert is unread: nothing is offered or installed'),
  checked_at: time.nullable().describe('since the start'),
  release: z
    .object({ version: z.string(), notes: z.string(), released_at: time.nullable() })
    .nullable()
    .describe('the newer version; notes are plain text'),
  progress: z.number().min(0).max(1).nullable().describe('of the download'),
  fault: z
    .object({ during: z.enum(['check', 'download', 'install']), kind: z.enum(UPDATE_FAULTS) })
    .nullable()
    .describe('why the last step failed; nothing was changed by it'),
  last: z
    .object({
      from: z.string(),
      to: z.string(),
      at: time,
      outcome: z.enum(UPDATE_OUTCOMES),
      backup: z.string().describe('the state as it was before, by its name in /backups'),
      kept: z.string().nullable().describe('where the older program lies; null: at home alone'),
    })
    .nullable()
    .describe('the last installation, as seen when this program started'),
});

export type UpdatesBody = Readonly<z.infer<typeof updatesBody>>;
