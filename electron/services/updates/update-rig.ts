import { USUAL_UPDATES, type UpdateChannel } from '../../../shared/domain/update-choices';
import type { UpdatesBody } from '../../../shared/protocol/updates-body';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import type { UpdateRecord } from './update-record';
import { UpdateService } from './update-service';
import type { UpdateSource } from './update-source';

export const DAY_MS = 86_400_000;
/** What a feed says of a newer version. */
export const FOUND = {
  version: '1.0.1',
  files: [{ url: 'a', sha512: `${'A'.repeat(86)}==` }],
  releaseNotes: 'New: this.',
};
/** The usual choices, after a yes. */
export const ON = { ...USUAL_UPDATES, enabled: true };

/** Lets what waits for nothing but promises come to its end. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** A source that does as it is told, and tells what it was asked; for tests. */
class FakeSource implements UpdateSource {
  readonly version = '1.0.0';
  obstacle: UpdateSource['obstacle'] = null;
  way: UpdateSource['way'] = 'itself';
  readonly checksSignature = false;
  readonly home = 'https://example.com/releases';
  readonly asked: string[] = [];
  answer: unknown = FOUND;
  error: Error | null = null;
  signal: AbortSignal | null = null;
  onShare: ((share: number) => void) | null = null;
  /** What ends the download; null ends it at once. */
  hold: Promise<void> | null = null;

  look(channel: UpdateChannel): Promise<unknown> {
    this.asked.push(`look ${channel}`);
    return this.error ? Promise.reject(this.error) : Promise.resolve(this.answer);
  }

  async fetch(onShare: (share: number) => void, signal: AbortSignal): Promise<void> {
    this.asked.push('fetch');
    this.onShare = onShare;
    this.signal = signal;
    await this.hold;
    if (this.error) throw this.error;
  }

  keepPresent(previous: string | null): string | null {
    this.asked.push(`keep, not ${String(previous)}`);
    if (this.error) throw this.error;
    return '/home/me/tickwatch.AppImage.old';
  }

  install(): void {
    this.asked.push('install');
  }
}

/** Updates among stand-ins, for tests. */
export class UpdateRig {
  readonly feed = new FakeSource();
  readonly clock = new FakeClock();
  readonly told: UpdatesBody[] = [];
  record: UpdateRecord = { choices: USUAL_UPDATES, attempt: null };
  isCritical = false;
  backups = 0;
  writeError: Error | null = null;
  #updates: UpdateService | null = null;

  get updates(): UpdateService {
    if (!this.#updates) throw new Error('Not open');
    return this.#updates;
  }

  async open(source: UpdateSource | null = this.feed, version = '1.0.0'): Promise<void> {
    this.#updates = new UpdateService({
      ...{ source, clock: this.clock, logger: silentLogger, version },
      isCritical: () => this.isCritical,
      file: {
        read: () => Promise.resolve(this.record),
        write: (kept) => {
          if (this.writeError) return Promise.reject(this.writeError);
          this.record = kept;
          return Promise.resolve();
        },
      },
      keepBackup: () => {
        this.backups++;
        return Promise.resolve('before-update-2026-01-01T000000.json');
      },
      onChange: (body) => void this.told.push(body),
    });
    await this.updates.start();
  }

  /** Goes on until a version is there to be installed. */
  async fetched(): Promise<void> {
    this.record = { ...this.record, choices: ON };
    await this.open();
    this.updates.check();
    await settled();
    this.updates.download();
    await settled();
    if (this.updates.body.phase !== 'ready') throw new Error('Nothing was fetched');
  }
}
