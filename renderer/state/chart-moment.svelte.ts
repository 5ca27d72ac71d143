/** A moment of a symbol that the chart is to show. */
interface Moment {
  readonly symbol: string;
  /** ms UTC. */
  readonly time: number;
}

/** Where the chart has been asked to go. */
export class ChartMoment {
  #wanted = $state.raw<Moment | null>(null);

  /** Null when it is there, or has gone as near as it can. */
  get wanted(): Moment | null {
    return this.#wanted;
  }

  want(moment: Moment): void {
    this.#wanted = moment;
  }

  /** It is there. */
  reached(): void {
    this.#wanted = null;
  }
}
