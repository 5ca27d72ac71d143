import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';

type Body = RequestResult<'get_settings'>;
type Changes = RequestInput<'patch_settings'>;
/** How alerts are told. */
export type AlertSettings = Body['alerts'];

/** Another window may change them, of which no event tells. */
const LOOK_AGAIN_MS = 15_000;

/** What the services let the trader set, as it stands there. */
export class ServiceSettings {
  #body = $state.raw<Body | null>(null);
  #isFailed = $state(false);
  #error = $state.raw<ErrorBody | null>(null);
  #refusals = $state(0);
  #round = 0;

  constructor(private readonly transport: Transport) {}

  /** Null until it is known. */
  get alerts(): AlertSettings | null {
    return this.#body?.alerts ?? null;
  }

  /** Null until it is known. */
  get signals(): Body['signals'] | null {
    return this.#body?.signals ?? null;
  }

  /** Nothing is known, and the last question failed. */
  get isFailed(): boolean {
    return this.#isFailed && this.#body === null;
  }

  /** Why the last change was refused; null when it was taken. */
  get error(): ErrorBody | null {
    return this.#error;
  }

  /** Counts refused changes: what shows a choice shows the one in force again. */
  get refusals(): number {
    return this.#refusals;
  }

  async load(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const reply = await this.transport.request('get_settings', {});
    if (round !== this.#round) return;
    this.#isFailed = !reply.ok;
    if (reply.ok) this.#body = reply.value;
  }

  /** Keeps what is known fresh until the returned function is called. */
  follow(): () => void {
    const timer = setInterval(() => void this.load(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }

  /** Changes what is given; says why it was refused, null when it was taken. */
  async change(changes: Changes): Promise<ErrorBody | null> {
    // An answer on its way may be older than this change.
    this.#round += 1;
    const reply = await this.transport.request('patch_settings', changes);
    this.#round += 1;
    this.#error = reply.ok ? null : reply.error;
    if (reply.ok) this.#body = reply.value;
    else this.#refusals += 1;
    return this.#error;
  }

  /** Forgets why the last change was refused. */
  clearError(): void {
    this.#error = null;
  }
}
