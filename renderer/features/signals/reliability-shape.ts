import type { Reliability } from '../../state/signal-record.svelte';

type Bin = Reliability['bins'][number];

/** Side of the square that shares from 0 to 1 are drawn in. */
export const SIDE = 240;

/** Where a bin stands in the square; y falls. */
export interface BinShape {
  readonly bin: Bin;
  readonly x: number;
  readonly y: number;
  /** Ends of the range of what was. */
  readonly top: number;
  readonly bottom: number;
  /** Height of the bar that counts it, as a part of the tallest. */
  readonly weight: number;
}

/** Places bins in the square. */
export function binShapes(bins: readonly Bin[]): readonly BinShape[] {
  const most = Math.max(1, ...bins.map(({ n }) => n));
  return bins.map((bin) => ({
    bin,
    x: bin.said * SIDE,
    y: SIDE - bin.was * SIDE,
    top: SIDE - bin.high * SIDE,
    bottom: SIDE - bin.low * SIDE,
    weight: bin.n / most,
  }));
}
