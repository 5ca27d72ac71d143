import { z } from 'zod';
import { ClientSession } from '../client-session';
import type { Clock, Timer } from '../clock';
import type { Logger } from '../logger';
import { GroupCommit } from '../store/group-commit';
import type { TextFile } from '../text-file';
import type { Grant } from './auth';

/** How long a session waits for its client. */
const WAIT_MS = 120_000;
/** Sessions without a client that are kept at most; the oldest go first. */
const MAX_WAITING = 1000;

const stored = z.strictObject({
  token: z.string(),
  session: z.string(),
  scope: z.enum(['read', 'write']),
  since: z.number().int().nonnegative(),
  rooms: z.array(z.string()),
});
const fileShape = z.strictObject({ version: z.literal(1), sessions: z.array(stored) });
type Stored = z.infer<typeof stored>;

/** A session as its client left it, or has it. */
export interface Session {
  readonly client: ClientSession;
  /** Number of the newest event before it began: what was told before is not its concern. */
  readonly since: number;
  /** Ends the connection it has; null while it has none. */
  end: (() => void) | null;
}

export interface SessionRegisterOptions {
  readonly file: TextFile;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Rooms a client may follow. */
  readonly maxSubscriptions: number;
}

/** Sessions by token and name. A client that comes back in time finds what it followed, restarts included. */
export class SessionRegister {
  readonly #options: SessionRegisterOptions;
  readonly #sessions = new Map<string, Session>();
  /** Of those without a client, oldest first. */
  readonly #waiting = new Map<string, Timer>();
  readonly #commits: GroupCommit;

  private constructor(options: SessionRegisterOptions) {
    this.#options = options;
    const { clock, random, logger, file } = options;
    this.#commits = new GroupCommit({
      ...{ clock, random },
      commit: () => file.write(this.#text()),
      onOutcome: (error) => {
        if (error instanceof Error)
          logger.warn('Sessions are not saved yet', { error: error.message });
      },
    });
  }

  /** Reads the sessions of the run before. */
  static async open(options: SessionRegisterOptions): Promise<SessionRegister> {
    const register = new SessionRegister(options);
    const text = await options.file.read().catch(() => null);
    for (const each of text === null ? [] : parse(text)) register.#restore(each);
    return register;
  }

  /** The session a client comes back to; null for a new one. It waits no longer. */
  find(grant: Grant, name: string): Session | null {
    const key = keyOf(grant.tokenId, name);
    this.#waiting.get(key)?.cancel();
    this.#waiting.delete(key);
    return this.#sessions.get(key) ?? null;
  }

  /** Whether a session has a client at present. */
  isLive(grant: Grant, name: string): boolean {
    return (this.#sessions.get(keyOf(grant.tokenId, name))?.end ?? null) !== null;
  }

  add(grant: Grant, name: string, session: Session): void {
    this.#sessions.set(keyOf(grant.tokenId, name), session);
    this.#commits.soon();
  }

  /** Its client is gone: it waits for it, and ends when it does not come. */
  park(grant: Grant, name: string): void {
    const key = keyOf(grant.tokenId, name);
    this.#sessions.get(key)?.client.detach();
    this.#wait(key);
    this.#commits.soon();
  }

  /** What a session follows has changed. */
  touch(): void {
    this.#commits.soon();
  }

  /** Keeps the sessions for the next run and lets go of them. */
  async close(): Promise<void> {
    for (const timer of this.#waiting.values()) timer.cancel();
    this.#waiting.clear();
    await this.#commits.close();
    for (const { client } of this.#sessions.values()) client.close();
    this.#sessions.clear();
  }

  #restore({ token, session, scope, since, rooms }: Stored): void {
    const client = new ClientSession(scope, this.#options.maxSubscriptions, undefined, token);
    client.restore(rooms);
    const key = keyOf(token, session);
    this.#sessions.set(key, { client, since, end: null });
    this.#wait(key);
  }

  #wait(key: string): void {
    this.#waiting.get(key)?.cancel();
    this.#waiting.delete(key);
    this.#waiting.set(
      key,
      this.#options.clock.after(WAIT_MS, () => this.#forget(key)),
    );
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MAX_WAITING && oldest !== undefined) this.#forget(oldest);
  }

  #forget(key: string): void {
    this.#waiting.get(key)?.cancel();
    this.#waiting.delete(key);
    this.#sessions.get(key)?.client.close();
    this.#sessions.delete(key);
    this.#commits.soon();
  }

  #text(): string {
    const sessions = [...this.#sessions].map(([key, { client, since }]): Stored => {
      const [token = '', session = ''] = key.split(' ');
      return { token, session, scope: client.scope, since, rooms: client.rooms() };
    });
    return `${JSON.stringify({ version: 1, sessions })}\n`;
  }
}

/** Neither of the two has a space. */
const keyOf = (tokenId: string, name: string): string => `${tokenId} ${name}`;

/** Sessions are a convenience: what cannot be read is forgotten. */
function parse(text: string): readonly Stored[] {
  try {
    return fileShape.parse(JSON.parse(text)).sessions;
  } catch {
    return [];
  }
}
