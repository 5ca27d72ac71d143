import type { Transport } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';

type Body = RequestResult<'get_settings'>;
type Changes = RequestInput<'patch_settings'>;
/** How alerts are told. */
export type AlertSettings = Body['alerts'];

/** Who may connect, and whether that is so now. */
export type EndpointSettings = Body['endpoint'];

/** How the app behaves on the desktop. */
export type DesktopState = NonNullable<Body['desktop']>;

/** Another window may change them, of which no event tells. */
const LOOK_AGAIN_MS = 15_000;

/** What the services let the trader set, as it stands there. */
export class ServiceSettings {
  #body = $state.raw<Body | null>(null);
  #isFailed = $state(false);
  #error = $state.raw<ErrorBody | null>(null);
  #refusals = $state(0);
  #round = 0;
  #changing = 0;

  constructor(private readonly transport: Transport) {}

  /** Null until it is known. */
  get alerts(): AlertSettings | null {
    return this.#body?.alerts ?? null;
  }

  /** Null until it is known. */
  get signals(): Body['signals'] | null {
    return this.#body?.signals ?? null;
  }

  /** Null until it is known. */
  get endpoint(): EndpointSettings | null {
    return this.#body?.endpoint ?? null;
  }

  /** Null until it is known, and where the services run without a desktop. */
  get desktop(): DesktopState | null {
    return this.#body?.desktop ?? null;
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
    // The answer could be older than a change on its way.
    if (this.#changing > 0) return;
    this.#round += 1;
    const round = this.#round;
    const reply = await this.transport.request('get_settings', {});
    if (round !== this.#round) return;
    this.#isFailed = !reply.ok;
    if (reply.ok) this.#body = reply.value;
  }

  /** Takes the news of how the endpoint is now. */
  hearEndpoint({ state, fault, url, lan_urls }: Events['endpoint_status']): void {
    if (!this.#body) return;
    const endpoint = { ...this.#body.endpoint, state, fault, url, lan_urls };
    this.#body = { ...this.#body, endpoint };
  }

  /** Keeps what is known fresh until the returned function is called. */
  follow(): () => void {
    const timer = setInterval(() => void this.load(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }

  /** Changes what is given, on the screen at once; says why it was refused, null when it was taken. */
  async change(changes: Changes): Promise<ErrorBody | null> {
    this.#round += 1;
    const round = this.#round;
    // A second change builds on this one before its answer is there.
    this.#show(changes);
    this.#changing += 1;
    const reply = await this.transport.request('patch_settings', changes);
    this.#changing -= 1;
    this.#error = reply.ok ? null : reply.error;
    if (!reply.ok) {
      await this.load();
      this.#refusals += 1;
    } else if (round === this.#round) this.#body = reply.value;
    return reply.ok ? null : reply.error;
  }

  /** Forgets why the last change was refused. */
  clearError(): void {
    this.#error = null;
  }

  #show({ alerts, signals, endpoint, desktop }: Changes): void {
    if (!this.#body) return;
    this.#body = {
      alerts: { ...this.#body.alerts, ...given(alerts) },
      signals: shownSignals(this.#body.signals, signals),
      endpoint: { ...this.#body.endpoint, ...given(endpoint) },
      desktop: this.#body.desktop && { ...this.#body.desktop, ...given(desktop) },
    };
  }
}

/** Settings of signals with a change that is on its way; null takes a symbol's own intervals away. */
function shownSignals(before: Body['signals'], change: Changes['signals']): Body['signals'] {
  const { per_symbol: named = {}, ...rest } = change ?? {};
  const intervals = Object.entries({ ...before.per_symbol, ...named });
  const kept = intervals.flatMap(([symbol, own]) => (own ? [[symbol, own] as const] : []));
  return { ...before, ...given(rest), per_symbol: Object.fromEntries(kept) };
}

/** Without what is left out by name. */
function given<T extends object>(
  part: T | undefined,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(part ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
