import type { ConditionOf } from '../../alert-conditions';
import { NEXT_PRICE, type Blindness, type CellState, type Owner } from '../cell';
import type { Timed } from '../wakeable';
import { StateCell } from '../state-cell';

const HOUR_MS = 3_600_000;

/** True once the position has been open for so long. */
export class PositionAge extends StateCell implements Timed {
  dueSlot = -1;

  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'position_age'>,
  ) {
    super(owner);
  }

  override get blindness(): Blindness | null {
    return this.#dueAt === null ? 'no_position' : null;
  }

  override start(at: number, saved: CellState): void {
    const due = this.#dueAt;
    if (typeof saved === 'number') this.load(saved);
    else this.presume(due !== null && due <= at);
    if (due === null || this.isTrue) return;
    if (due <= at && this.isFresh) this.aim(NEXT_PRICE, -Infinity);
    else this.owner.book.moments.set(this, due);
  }

  override stop(): void {
    super.stop();
    this.owner.book.moments.remove(this);
  }

  override wake(): void {
    this.aim(Infinity, -Infinity);
    this.settle(true);
  }

  onDue(): void {
    this.settle(this.#dueAt !== null);
  }

  get #dueAt(): number | null {
    const { book, positionId } = this.owner;
    const position = positionId === null ? undefined : book.ports.positions.find(positionId);
    return position ? position.openedAt + this.condition.hours * HOUR_MS : null;
  }
}
