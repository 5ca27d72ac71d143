import { z } from 'zod';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { TextFile } from '../../text-file';

const MAX_BAN_MS = 3 * 24 * 3600 * 1000;
/** `ms` is how long the ban was when it was noted, which a wall clock set back must not lengthen. */
const schema = z.object({
  host: z.string(),
  until: z.number(),
  ms: z.number().default(MAX_BAN_MS),
});

export interface BanRecordOptions {
  readonly file: TextFile;
  readonly host: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Remembers over restarts until when a host must not be asked: asking a host that bans prolongs it. */
export class BanRecord {
  readonly #options: BanRecordOptions;

  constructor(options: BanRecordOptions) {
    this.#options = options;
  }

  /** How long the host still has to be left alone, ms; at most 3 days, whatever the file says. */
  async remainingMs(): Promise<number> {
    const { file, host, clock, logger } = this.#options;
    try {
      const text = await file.read();
      if (text === null) return 0;
      const ban = schema.parse(JSON.parse(text));
      const left = Math.max(ban.until - clock.now(), 0);
      return ban.host === host ? Math.min(left, ban.ms, MAX_BAN_MS) : 0;
    } catch (error) {
      logger.warn('Record of the last ban not read', { error: String(error) });
      return 0;
    }
  }

  /** @param until ms UTC by our wall clock. */
  async save(until: number): Promise<void> {
    const { file, host, clock, logger } = this.#options;
    try {
      await file.write(JSON.stringify({ host, until, ms: until - clock.now() }));
    } catch (error) {
      // The ban still holds for as long as the program runs.
      logger.warn('Record of the ban not written', { error: String(error) });
    }
  }
}
