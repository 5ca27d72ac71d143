/** A label that would like to stand at a height. */
export interface WantedLabel {
  /** Middle, px from the top. */
  readonly y: number;
  /** Stays where it is; others give way. */
  readonly isFixed?: boolean;
}

/** The room for labels, px from the top. */
export interface LabelRoom {
  readonly top: number;
  readonly bottom: number;
  /** Of one label with its margin. */
  readonly height: number;
}

/** Labels that have come to touch, and stand together as one block. */
interface Block {
  /** Top of the first. */
  top: number;
  count: number;
  /** Weighted sum of the tops that its labels would like the block to have. */
  pull: number;
  weight: number;
}

const FIXED_WEIGHT = 1e6;

/**
 * Where labels stand so that none covers another and each is as near to its height as can be, in the
 * order given. Labels that want the same height keep their order.
 * @returns The middle of each, px from the top; null for the last ones given when there is no room.
 */
export function placeLabels(
  labels: readonly WantedLabel[],
  { top, bottom, height }: LabelRoom,
): readonly (number | null)[] {
  const capacity = Math.max(0, Math.floor((bottom - top) / height));
  const order = [...labels.keys()]
    .slice(0, capacity)
    .sort((a, b) => (labels[a]?.y ?? 0) - (labels[b]?.y ?? 0) || a - b);
  const blocks: Block[] = [];
  for (const at of order) {
    const label = labels[at];
    if (!label) continue;
    const wanted = clamp(label.y - height / 2, top, bottom - height);
    const weight = label.isFixed ? FIXED_WEIGHT : 1;
    blocks.push({ top: wanted, count: 1, pull: wanted * weight, weight });
    joinTouching(blocks, { top, bottom, height });
  }
  const middles = blocks.flatMap((block) =>
    Array.from({ length: block.count }, (_, place) => block.top + (place + 0.5) * height),
  );
  const placed = new Map(order.map((at, place) => [at, middles[place] ?? null]));
  return labels.map((_, at) => placed.get(at) ?? null);
}

/** Joins the last block to those above it for as long as it touches them. */
function joinTouching(blocks: Block[], { top, bottom, height }: LabelRoom): void {
  for (;;) {
    const [last, above] = [blocks.at(-1), blocks.at(-2)];
    if (!last || !above || above.top + above.count * height <= last.top) return;
    blocks.pop();
    // A label further down pulls the block's top up by what stands above it.
    above.pull += last.pull - last.weight * above.count * height;
    above.weight += last.weight;
    above.count += last.count;
    const most = bottom - above.count * height;
    above.top = clamp(above.pull / above.weight, top, most);
  }
}

const clamp = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), Math.max(least, most));
