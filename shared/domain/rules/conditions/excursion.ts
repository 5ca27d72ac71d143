import type { ConditionOf } from '../../alert-conditions';
import { Cell, type Blindness, type CellState, type Owner } from '../cell';
import type { Excursions, Group, Leg } from '../excursions';
import type { Sign } from '../exact';

class CellLeg implements Leg {
  slot = -1;
  group: Group | null = null;
  isAdded = false;

  constructor(
    private readonly cell: Excursion,
    readonly side: Excursions,
  ) {}

  get distance(): number {
    const { percent, amount } = this.cell.condition;
    return percent ?? amount ?? 0;
  }

  get isPercent(): boolean {
    return this.cell.condition.percent !== undefined;
  }

  get windowMs(): number {
    const { condition } = this.cell;
    return condition.type === 'change' ? condition.window_s * 1000 : Infinity;
  }

  get isDone(): boolean {
    return this.cell.isDone;
  }

  reached(level: number): void {
    this.cell.reached(level, this.side.sign);
  }
}

/**
 * `change`: the price has moved so far from the lowest (highest) price of a rolling window;
 * `trailing`: from the highest (lowest) since it was armed. Both hold at every trade that is so far
 * away, and start anew from the trade that fired.
 */
export class Excursion extends Cell {
  readonly #legs: readonly CellLeg[];

  constructor(
    owner: Owner,
    readonly condition: ConditionOf<'change' | 'trailing'>,
  ) {
    super(owner);
    const { book } = owner;
    const [lows, highs] =
      condition.type === 'change' ? [book.recentLows, book.recentHighs] : [book.lows, book.highs];
    this.#legs = sidesOf(condition).map((sign) => new CellLeg(this, sign > 0 ? lows : highs));
  }

  override get level(): number | null {
    const [leg] = this.#legs;
    return leg ? leg.side.levelOf(leg) : null;
  }

  override get blindness(): Blindness | null {
    return this.#legs.some((leg) => leg.group) ? null : 'no_price';
  }

  override start(_at: number, saved: CellState): void {
    for (const [n, leg] of this.#legs.entries()) {
      leg.side.add(leg, Array.isArray(saved) ? (saved[n] as number | null) : null);
    }
  }

  override save(): CellState {
    return this.#legs.map(({ group }) => group && group.anchor);
  }

  reached(level: number, direction: Sign): void {
    this.owner.occurred(this, level, direction);
  }

  override afterFire(): void {
    for (const leg of this.#legs) leg.side.restart(leg);
  }

  override stop(): void {
    for (const leg of this.#legs) leg.side.remove(leg);
  }
}

/** From which extremes a condition looks: 1 from lows upward, −1 from highs downward. */
function sidesOf(condition: ConditionOf<'change' | 'trailing'>): Sign[] {
  if (condition.type === 'trailing') return [condition.from === 'low' ? 1 : -1];
  if (condition.direction === 'any') return [1, -1];
  return [condition.direction === 'up' ? 1 : -1];
}
