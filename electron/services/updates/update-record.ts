import { z } from 'zod';
import { USUAL_UPDATES } from '../../../shared/domain/update-choices';
import { updateChoices } from '../../../shared/protocol/updates-body';
import type { Logger } from '../logger';
import type { TextFile } from '../text-file';

const version = z.string().max(200);

const record = z.strictObject({
  choices: updateChoices,
  /** The last installation that was begun; times in ms UTC. */
  attempt: z
    .strictObject({
      from: version,
      to: version,
      at: z.number().int(),
      backup: z.string().max(200),
      kept: z.string().max(4096).nullable(),
      /** The newer version has run. */
      isDone: z.boolean(),
    })
    .nullable(),
});

export type UpdateRecord = Readonly<z.infer<typeof record>>;
/** An installation that was begun. */
export type UpdateAttempt = NonNullable<UpdateRecord['attempt']>;

const NOTHING: UpdateRecord = { choices: USUAL_UPDATES, attempt: null };

/**
 * What is kept about updates. It has a file of its own, for a yes belongs to this machine: it must not
 * come with somebody's exported state, nor come back with a backup.
 */
export class UpdateRecordFile {
  constructor(
    private readonly file: TextFile,
    private readonly logger: Logger,
  ) {}

  /** What cannot be read is no yes. */
  async read(): Promise<UpdateRecord> {
    try {
      const text = await this.file.read();
      return text === null ? NOTHING : record.parse(JSON.parse(text));
    } catch (error) {
      this.logger.warn('The choices about updates cannot be read', { error: String(error) });
      return NOTHING;
    }
  }

  /** @throws the file system's error. */
  write(kept: UpdateRecord): Promise<void> {
    return this.file.write(JSON.stringify(kept));
  }
}
