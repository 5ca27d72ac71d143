import type { Settling } from './wakeable';

/** What is judged at the end of a moment, once each. */
export class SettleQueue {
  readonly #waiting: Settling[] = [];

  /** Asks for a judgment at the end of the moment. */
  add(settling: Settling): void {
    if (!this.#waiting.includes(settling)) this.#waiting.push(settling);
  }

  /** Composites look at their parts once, when all of these know what the moment brought. */
  settle(): void {
    const waiting = this.#waiting;
    while (waiting.length > 0) {
      // A part that is a composite itself comes before the whole.
      let deepest = 0;
      for (const [n, { depth }] of waiting.entries()) {
        if (depth > (waiting[deepest]?.depth ?? 0)) deepest = n;
      }
      const [next] = waiting.splice(deepest, 1);
      next?.settle();
    }
  }
}
