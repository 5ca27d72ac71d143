import { Cell, type CellState } from './cell';

/** No price has been seen since arming, and what was before is unknown, false or true. */
const UNKNOWN = 0;
const PRESUMED = 1;
const FALSE = 2;
const TRUE = 3;
/** True ever since arming. */
const ALREADY = 4;

/** A condition that lasts. Armed when it is true, it is reported at the first price after that. */
export abstract class StateCell extends Cell {
  #truth = UNKNOWN;

  override get isTrue(): boolean {
    return this.#truth >= TRUE;
  }

  override get isAlready(): boolean {
    return this.#truth === ALREADY;
  }

  override get isState(): boolean {
    return true;
  }

  override save(): CellState {
    return this.#truth;
  }

  /** True until the first price after arming has been seen. */
  protected get isFresh(): boolean {
    return this.#truth <= PRESUMED;
  }

  protected load(truth: number): void {
    this.#truth = truth;
  }

  /** What was so when it was armed; null when nobody knows. */
  protected presume(isTrue: boolean | null): void {
    this.#truth = isTrue === null ? UNKNOWN : isTrue ? PRESUMED : FALSE;
  }

  /** What is so now; a change is reported. */
  protected settle(isTrue: boolean): void {
    const was = this.isTrue;
    if (this.isFresh) this.#truth = isTrue ? ALREADY : FALSE;
    else if (isTrue !== was) this.#truth = isTrue ? TRUE : FALSE;
    if (isTrue !== was) this.owner.changed(this, isTrue);
  }
}
