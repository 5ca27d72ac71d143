import type { ErrorBody } from '../../shared/protocol/reply';
import { KeyedTimers } from './keyed-timers';

/** A short message at the edge of the window. */
export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'error';
  readonly text: string;
  /** What went wrong in the words of the services, to be copied. */
  readonly details?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

type NewToast = Omit<Toast, 'id'>;

const LASTS_MS = { info: 6000, error: 12_000 };
const MAX_SHOWN = 3;

/** What the services said of a failure, as text to be copied. */
export function detailsOf({ code, message, details = [] }: ErrorBody): string {
  const fields = details.map((one) => JSON.stringify(one));
  return [`${code}: ${message}`, ...fields].join('\n');
}

/** What the trader is told in passing, and what a screen reader is told besides. */
export class Toasts {
  #shown = $state.raw<readonly Toast[]>([]);
  #announcement = $state('');
  readonly #timers = new KeyedTimers<number>();
  #lastId = 0;

  get shown(): readonly Toast[] {
    return this.#shown;
  }

  /** For screen readers only: what a sighted person has just seen happen. */
  get announcement(): string {
    return this.#announcement;
  }

  announce(text: string): void {
    this.#announcement = text;
  }

  /** Shows a message for a while; the oldest gives way when there are too many. Returns its id. */
  show(toast: NewToast): number {
    this.#lastId += 1;
    const shown = { ...toast, id: this.#lastId };
    const [oldest] = this.#shown;
    if (oldest && this.#shown.length >= MAX_SHOWN) this.dismiss(oldest.id);
    this.#shown = [...this.#shown, shown];
    this.release(shown.id);
    return shown.id;
  }

  dismiss(id: number): void {
    this.hold(id);
    this.#shown = this.#shown.filter((toast) => toast.id !== id);
  }

  act(toast: Toast): void {
    this.dismiss(toast.id);
    toast.action?.run();
  }

  /** Keeps a message while someone is reading it. */
  hold(id: number): void {
    this.#timers.stop(id);
  }

  /** Lets a message go after its time, counted from now. */
  release(id: number): void {
    const toast = this.#shown.find((shown) => shown.id === id);
    if (!toast) return;
    this.#timers.start(id, LASTS_MS[toast.tone], () => this.dismiss(id));
  }
}
