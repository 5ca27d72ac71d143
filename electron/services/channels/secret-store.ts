import { z } from 'zod';
import { AppError } from '../../../shared/domain/errors';
import type { Logger } from '../logger';
import type { TextFile } from '../text-file';

/** What secrets are kept in: a file, or whatever the system has for it. */
export interface SecretStore {
  /** Null when there is none of this name. */
  get(name: string): string | null;
  /**
   * Sets secrets, or removes them with null; durable once it resolves.
   * @throws {AppError} `UNAVAILABLE` when they cannot be saved; nothing is changed then.
   */
  put(changes: Readonly<Record<string, string | null>>): Promise<void>;
}

const document = z.strictObject({
  version: z.literal(1),
  secrets: z.record(z.string(), z.string()),
});

/** Where a damaged file is put, so that nothing is written over it. */
interface SecretFile extends TextFile {
  setAside(): Promise<void>;
}

/** Keeps secrets in a small file of their own that only its owner can read. */
export class FileSecretStore implements SecretStore {
  #secrets: ReadonlyMap<string, string> = new Map();
  /** Writes are made one after another: the later one knows what the earlier one has changed. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(private readonly file: SecretFile) {}

  /**
   * Reads the file. One that makes no sense is set aside: channels then say what they miss.
   * @throws the file system's error when it may not be read.
   */
  static async open(file: SecretFile, logger: Logger): Promise<FileSecretStore> {
    const store = new FileSecretStore(file);
    const text = await file.read();
    if (text === null) return store;
    const parsed = document.safeParse(parse(text));
    if (parsed.success) {
      store.#secrets = new Map(Object.entries(parsed.data.secrets));
      return store;
    }
    await file.setAside();
    logger.error('The file of secrets is damaged and was set aside: set channels up again');
    return store;
  }

  get(name: string): string | null {
    return this.#secrets.get(name) ?? null;
  }

  put(changes: Readonly<Record<string, string | null>>): Promise<void> {
    const result = this.#turn.then(async () => {
      const next = new Map(this.#secrets);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) next.delete(name);
        else next.set(name, value);
      }
      await this.#write(next);
      this.#secrets = next;
    });
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Writes the file anew, for a folder that was deleted. @throws {AppError} `UNAVAILABLE`. */
  async save(): Promise<void> {
    if (this.#secrets.size > 0) await this.put({});
  }

  async #write(secrets: ReadonlyMap<string, string>): Promise<void> {
    const text = JSON.stringify({ version: 1, secrets: Object.fromEntries(secrets) });
    try {
      await this.file.write(`${text}\n`);
    } catch (error) {
      throw new AppError('UNAVAILABLE', 'The secrets could not be saved; nothing was changed.', {
        detail: String(error),
        cause: error,
      });
    }
  }
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
