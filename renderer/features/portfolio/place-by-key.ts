import type { EquitySlot } from '../../state/equity-slots';

/**
 * Where a key moves the crosshair of a curve to, over what has no point: null takes it away, undefined
 * for a key that means nothing here.
 */
export function placeByKey(
  key: string,
  place: number | null,
  slots: readonly EquitySlot[],
): number | null | undefined {
  const known = [...slots.keys()].filter((each) => slots[each]?.equity !== null);
  const from = place ?? slots.length;
  switch (key) {
    case 'ArrowLeft':
      return known.findLast((each) => each < from) ?? known[0];
    case 'ArrowRight':
      return known.find((each) => each > from) ?? known.at(-1);
    case 'Home':
      return known[0];
    case 'End':
      return known.at(-1);
    case 'Escape':
      return place === null ? undefined : null;
    default:
      return undefined;
  }
}
