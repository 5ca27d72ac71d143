import type { ConditionOf } from '../../alert-conditions';
import type { SignalTurn } from '../book';
import { Cell, type CellState, type Owner } from '../cell';

/** Fires when the signal of an interval turns; with a least confidence, never on a turn to neutral. */
export class SignalReversal extends Cell {
  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'signal_reversal'>,
  ) {
    super(owner);
  }

  override start(): void {
    this.owner.book.onSignal.add(this);
  }

  override save(): CellState {
    return null;
  }

  override stop(): void {
    this.owner.book.onSignal.delete(this);
  }

  /** A signal of the symbol has turned. */
  turn({ interval, confidence }: SignalTurn): void {
    const { interval: wanted, min_confidence: least } = this.condition;
    if (interval !== wanted) return;
    if (least !== undefined && (confidence === null || confidence < least)) return;
    this.owner.occurred(this, null, 0);
  }
}
