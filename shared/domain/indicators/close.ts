import type { Fold } from './fold';

/** The close itself, so that a rule can compare it with a line. */
export const closeFold: Fold<number | null, 'close'> = {
  warmUp: 1,
  start: null,
  next: (_state, { close }) => close,
  read: (close) => (close === null ? null : { close }),
};
