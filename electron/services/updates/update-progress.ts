import type { UpdateFault, UpdatePhase } from '../../../shared/domain/update-choices';
import type { Release } from './release';

/** How far an update has come. */
export interface UpdateProgress {
  readonly phase: UpdatePhase;
  readonly release: Release | null;
  /** ms UTC. */
  readonly checkedAt: number | null;
  /** Of the download, 0–1. */
  readonly share: number | null;
  readonly fault: {
    readonly during: 'check' | 'download' | 'install';
    readonly kind: UpdateFault;
  } | null;
}

/** Nothing is known yet. */
export const AT_REST: UpdateProgress = {
  ...{ phase: 'idle', release: null, checkedAt: null, share: null, fault: null },
};
