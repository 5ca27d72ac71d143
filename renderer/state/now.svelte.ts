/** The wall clock at one beat a second, for ages on the screen. */
export class Now {
  #value = $state(0);
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(readonly read: () => number = Date.now) {
    this.#value = read();
    this.#timer = setInterval(() => (this.#value = read()), 1000);
  }

  /** ms UTC, at most a second old. */
  get value(): number {
    return this.#value;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
