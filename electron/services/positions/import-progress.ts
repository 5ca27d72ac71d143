import type { Events } from '../../../shared/protocol/events';
import { EVERYONE } from '../../../shared/protocol/rooms';
import type { Clock } from '../clock';
import type { EventHub } from '../event-hub';

type Phase = Events['import_progress']['phase'];

/** Tells how far an import has come. @param done Of the phase, 0–1. */
export type OnImportProgress = (phase: Phase, done: number, rows: number) => void;

const TELL_EVERY_MS = 100;

/** Tells everyone of each phase as it begins, and ten times a second of what is done in it. */
export function importProgress(hub: EventHub, clock: Clock): OnImportProgress {
  let told: { readonly phase: Phase; readonly at: number } | null = null;
  return (phase, done, rows) => {
    const at = clock.monotonic();
    if (told?.phase === phase && at - told.at < TELL_EVERY_MS) return;
    told = { phase, at };
    const timestamp = new Date(clock.now()).toISOString();
    hub.publish(EVERYONE, 'import_progress', { phase, done, rows, timestamp });
  };
}
