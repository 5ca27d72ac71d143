import type { UpdateChoices, UpdateOutcome } from '../../../shared/domain/update-choices';
import type { UpdatesBody } from '../../../shared/protocol/updates-body';
import type { UpdateAttempt } from './update-record';
import type { UpdateProgress } from './update-progress';
import type { UpdateSource } from './update-source';

/** All that is known about updates. */
interface Known {
  readonly source: UpdateSource | null;
  readonly version: string;
  readonly isHeld: boolean;
  readonly choices: UpdateChoices;
  readonly last: UpdateAttempt | null;
  readonly progress: UpdateProgress;
}

const iso = (time: number): string => new Date(time).toISOString();

/** What is known about updates, as it travels. */
export function updatesBodyOf({
  source,
  version,
  isHeld,
  choices,
  last,
  progress,
}: Known): UpdatesBody {
  const { phase, release, checkedAt, share, fault } = progress;
  return {
    ...choices,
    version,
    ...placeOf(source),
    phase,
    held: isHeld,
    checked_at: checkedAt === null ? null : iso(checkedAt),
    release: release && {
      version: release.version,
      notes: release.notes,
      released_at: release.releasedAt === null ? null : iso(release.releasedAt),
    },
    progress: share,
    fault,
    last: last && lastOf(last, version),
  };
}

/** A server is updated from outside. */
const placeOf = (source: UpdateSource | null) =>
  source === null
    ? ({ obstacle: 'server', way: 'by_hand', signature_checked: false, home: null } as const)
    : {
        ...{ obstacle: source.obstacle, way: source.way, home: source.home },
        signature_checked: source.checksSignature,
      };

function lastOf({ at, isDone, ...attempt }: UpdateAttempt, version: string) {
  return { ...attempt, at: iso(at), outcome: outcomeOf(attempt.to === version, isDone) };
}

/** The older version runs after a newer one did, or because the newer one never came to be. */
function outcomeOf(isNewer: boolean, isDone: boolean): UpdateOutcome {
  if (isNewer) return 'done';
  return isDone ? 'undone' : 'failed';
}
