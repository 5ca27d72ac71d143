import type { CompositeCondition } from '../alert-conditions';
import { Cell, type Blindness, type CellState, type Owner } from './cell';
import type { Sign } from './exact';
import type { Settling } from './wakeable';

/** One condition of a composite and what it did last. */
interface Part {
  readonly cell: Cell;
  /** When it last happened, ms UTC; null: never. */
  happenedAt: number | null;
  /** The moment in which it last happened or became true. */
  moment: number;
  level: number | null;
  direction: Sign;
}

/**
 * `all`: true when every part is; parts that happen count as true for a while. `any`: when one part
 * would fire. Parts report as they like within a moment, the whole is judged once at its end.
 */
export class Composite extends Cell implements Owner, Settling {
  readonly #parts: Part[] = [];
  #wasTrue = false;
  /** Until when it stays true of itself, ms UTC; parts that happened grow old. */
  #trueUntil = Infinity;
  #level: number | null = null;
  #direction: Sign = 0;

  constructor(
    owner: Owner,
    private readonly condition: CompositeCondition,
    readonly depth: number,
  ) {
    super(owner);
  }

  /** To be called once, before `start`, with cells that this owns. */
  take(cells: readonly Cell[]): void {
    for (const cell of cells) {
      this.#parts.push({ cell, happenedAt: null, moment: -1, level: null, direction: 0 });
    }
  }

  get positionId(): number | null {
    return this.owner.positionId;
  }

  override get isState(): boolean {
    return this.#parts.some(({ cell }) => cell.isState) || this.#within > 0;
  }

  override get isTrue(): boolean {
    const holds = (part: Part): boolean => this.#holds(part);
    return this.condition.type === 'all'
      ? this.#parts.every(holds)
      : this.#parts.some(({ cell }) => cell.isState && cell.isTrue);
  }

  /** `all` asks its lasting parts to be true still when `for_s` is over. */
  override get isKept(): boolean {
    if (this.condition.type === 'any') return true;
    return this.#parts.every(({ cell }) => (cell.isState ? cell.isTrue : cell.isKept));
  }

  override get isAlready(): boolean {
    if (this.condition.type === 'all') return this.#parts.every(({ cell }) => cell.isAlready);
    const now = this.#parts.filter(({ moment }) => moment === this.book.moment);
    return now.length > 0 && now.every(({ cell }) => cell.isAlready);
  }

  override get level(): number | null {
    return this.#level;
  }

  override get direction(): Sign {
    return this.#direction;
  }

  /** What keeps `all` from firing is any blind part; `any` is blind when every part is. */
  override get blindness(): Blindness | null {
    const blind = this.#parts.map(({ cell }) => cell.blindness);
    const seeing = blind.some((each) => each === null);
    if (this.condition.type === 'any' && seeing) return null;
    return blind.find((each) => each !== null) ?? null;
  }

  override start(at: number, saved: CellState): void {
    const state = Array.isArray(saved) ? (saved as readonly CellState[]) : null;
    if (state) {
      this.#wasTrue = state[0] === 1;
      this.#trueUntil = (state[1] as number | null) ?? Infinity;
      this.#level = state[2] as number | null;
      this.#direction = state[3] as Sign;
    }
    for (const [n, part] of this.#parts.entries()) {
      part.happenedAt = (state?.[4 + 2 * n] as number | null | undefined) ?? null;
      part.cell.start(at, state?.[5 + 2 * n] ?? null);
    }
  }

  override save(): CellState {
    const until = this.#trueUntil === Infinity ? null : this.#trueUntil;
    const parts = this.#parts.flatMap(({ cell, happenedAt }) => [happenedAt, cell.save()]);
    return [this.#wasTrue ? 1 : 0, until, this.#level, this.#direction, ...parts];
  }

  override learn(at: number): void {
    for (const { cell } of this.#parts) cell.learn(at);
  }

  override stop(): void {
    for (const { cell } of this.#parts) cell.stop();
  }

  override afterFire(): void {
    for (const { cell } of this.#parts) cell.afterFire();
  }

  override onPosition(): void {
    for (const { cell } of this.#parts) cell.onPosition();
  }

  occurred(cell: Cell, level: number | null, direction: Sign): void {
    this.#note(cell, level, direction, this.book.at);
  }

  changed(cell: Cell, isTrue: boolean): void {
    if (isTrue) this.#note(cell, cell.level, cell.direction, null);
    this.book.settleLater(this);
  }

  /** Judges the moment. */
  settle(): void {
    if (this.isDone) return;
    // The first in the rule's order speaks for all: the order of waking means nothing. What happened
    // comes before what lasts, for it is what can be taken back.
    const now = this.#parts.filter(({ moment }) => moment === this.book.moment);
    const speaker = now.find(({ cell }) => !cell.isState) ?? now[0];
    if (speaker) {
      this.#level = speaker.level;
      this.#direction = speaker.direction;
    }
    if (this.condition.type === 'all') this.#settleAll();
    else this.#settleAny();
  }

  #note(cell: Cell, level: number | null, direction: Sign, happenedAt: number | null): void {
    for (const part of this.#parts) {
      if (part.cell !== cell) continue;
      part.moment = this.book.moment;
      part.happenedAt = happenedAt ?? part.happenedAt;
      part.level = level;
      part.direction = direction;
    }
    this.book.settleLater(this);
  }

  #settleAll(): void {
    if (this.#wasTrue && this.book.at > this.#trueUntil) this.#become(false);
    if (!this.isTrue) {
      this.#become(false);
    } else if (
      this.#within === 0 &&
      !this.#parts.every(({ cell }) => cell.isState && cell.isTrue)
    ) {
      // A part that happens makes the whole true for this very trade alone.
      this.owner.occurred(this, this.#level, this.#direction);
    } else {
      this.#trueUntil = this.#expiry();
      this.#become(true);
    }
  }

  #settleAny(): void {
    const happened = this.#parts.some(({ moment }) => moment === this.book.moment);
    const isNew = this.isTrue && !this.#wasTrue;
    this.#become(this.isTrue);
    if (happened && !isNew) this.owner.occurred(this, this.#level, this.#direction);
  }

  #become(isTrue: boolean): void {
    if (isTrue === this.#wasTrue) return;
    this.#wasTrue = isTrue;
    this.owner.changed(this, isTrue);
  }

  get #within(): number {
    return (this.condition.within_s ?? 0) * 1000;
  }

  #holds({ cell, happenedAt, moment }: Part): boolean {
    if (cell.isState && cell.isTrue) return true;
    if (moment === this.book.moment && happenedAt !== null) return true;
    return happenedAt !== null && this.#within > 0 && this.book.at - happenedAt <= this.#within;
  }

  #expiry(): number {
    let until = Infinity;
    for (const { cell, happenedAt } of this.#parts) {
      const lasts = cell.isState && cell.isTrue;
      if (!lasts) until = Math.min(until, (happenedAt ?? 0) + this.#within);
    }
    return until;
  }
}
