import type { Transport } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import { AlertDetails } from './alert-details.svelte';
import {
  ALL_ALERTS,
  isSameFilter,
  isShown,
  type AlertFilter,
  type AlertInfo,
} from './alert-filter';
import { idsOf, merged, withRead } from './alert-list';
import { onNextFrame } from './frame';

export interface AlertsParts {
  readonly transport: Transport;
  readonly nextFrame?: ((run: () => void) => void) | undefined;
  /** Called with what has just fired and nobody has read; oldest first. */
  readonly onNew: (alerts: readonly AlertInfo[]) => void;
  /** Called with the numbers of what was read, here or elsewhere. */
  readonly onRead: (ids: readonly number[]) => void;
  readonly onFailure: (error: ErrorBody) => void;
}

type Page = RequestResult<'list_alerts'>;

const PAGE = 200;
/** As many as the services hand out at once. */
const MOST_UNREAD = 1000;

/** What has fired: the newest alerts and all unread ones, older ones by pages. */
export class Alerts {
  readonly details = new AlertDetails();
  #items = $state.raw<readonly AlertInfo[]>([]);
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  #older = $state<'idle' | 'loading' | 'failed' | 'complete'>('complete');
  #filter = $state.raw<AlertFilter>(ALL_ALERTS);
  #sought = $state<number | null>(null);
  /** `before` of the next page. */
  #next: string | null = null;
  #arrived: AlertInfo[] = [];
  #round = 0;
  readonly #nextFrame: (run: () => void) => void;

  readonly unread: number = $derived(this.#items.filter(({ read }) => !read).length);
  /** What the filter lets through, newest first. */
  readonly shown: readonly AlertInfo[] = $derived(
    this.#items.filter((alert) => isShown(alert, this.#filter)),
  );
  readonly isFiltered: boolean = $derived(!isSameFilter(this.#filter, ALL_ALERTS));

  constructor(private readonly parts: AlertsParts) {
    this.#nextFrame = parts.nextFrame ?? onNextFrame;
  }

  /** Newest first. */
  get items(): readonly AlertInfo[] {
    return this.#items;
  }

  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }

  /** Progress towards the first alert there ever was. */
  get older(): 'idle' | 'loading' | 'failed' | 'complete' {
    return this.#older;
  }

  get filter(): AlertFilter {
    return this.#filter;
  }

  /** The alert that is to be shown in the list; null when none is looked for. */
  get sought(): AlertInfo | null {
    return this.shown.find(({ alert_id }) => alert_id === this.#sought) ?? null;
  }

  /** Has an alert shown in the list as soon as it is there; one that is not known changes nothing. */
  seek(id: number): void {
    this.clearFilter();
    this.#sought = id;
  }

  /** The one that was looked for is shown. */
  found(): void {
    this.#sought = null;
  }

  setFilter(change: Partial<AlertFilter>): void {
    this.#filter = { ...this.#filter, ...change };
  }

  clearFilter(): void {
    this.#filter = ALL_ALERTS;
  }

  /** Fetches the newest alerts and all unread ones; what fired since the last load counts as new. */
  async load(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const { transport } = this.parts;
    const [newest, unread] = await Promise.all([
      transport.request('list_alerts', { limit: PAGE }),
      transport.request('list_alerts', { unread: true, limit: MOST_UNREAD }),
    ]);
    if (round !== this.#round) return;
    if (!newest.ok || !unread.ok) {
      if (this.#status !== 'ready') this.#status = 'failed';
      return;
    }
    this.#adopt(newest.value, unread.value);
  }

  retry(): void {
    this.#status = 'loading';
    void this.load();
  }

  /** Takes what has just fired. */
  hear(alert: AlertInfo): void {
    this.#arrived.push(alert);
    if (this.#arrived.length === 1) this.#nextFrame(() => this.#takeArrived());
  }

  /** Takes the news that alerts were read, here or in another window. */
  heardRead({ alert_ids: ids }: Events['alerts_read']): void {
    this.#takeArrived();
    this.#markRead(ids);
  }

  /** Marks alerts as read, everywhere. */
  async read(ids: readonly number[]): Promise<void> {
    const replies = await Promise.all(
      ids.map((id) => this.parts.transport.request('read_alert', { id })),
    );
    const done = replies.flatMap((reply) => (reply.ok ? [reply.value.alert_id] : []));
    this.#markRead(done);
    const refusal = replies.find((reply) => !reply.ok);
    if (refusal) this.parts.onFailure(refusal.error);
  }

  /** Marks all there are as read, also those that are not loaded. */
  async readAll(): Promise<void> {
    const known = this.#items.map(({ alert_id }) => alert_id);
    const reply = await this.parts.transport.request('read_all_alerts', {});
    if (reply.ok) this.#markRead(known);
    else this.parts.onFailure(reply.error);
  }

  /** Fetches one page further back, unless one is on its way or there is none. */
  async loadOlder(): Promise<void> {
    const before = this.#next;
    if (before === null || this.#older === 'loading') return;
    this.#older = 'loading';
    const reply = await this.parts.transport.request('list_alerts', { limit: PAGE, before });
    // A load meanwhile has begun anew from the newest.
    if (before !== this.#next) return;
    if (!reply.ok) {
      this.#older = 'failed';
      return;
    }
    this.#next = reply.value.next;
    this.#older = this.#next === null ? 'complete' : 'idle';
    this.#putListed(reply.value.items);
  }

  #adopt(newest: Page, unread: Page): void {
    const isFirst = this.#status !== 'ready';
    const last = this.#items[0]?.alert_id ?? 0;
    this.#next = newest.next;
    this.#older = newest.next === null ? 'complete' : 'idle';
    this.#status = 'ready';
    const found = [...unread.items, ...newest.items];
    this.#markRead(this.#unreadBut(idsOf(unread.items), last));
    this.#putListed(found);
    const missed = unread.items.filter(({ alert_id, severity }) =>
      isFirst ? severity === 'critical' : alert_id > last,
    );
    if (missed.length > 0) this.parts.onNew(missed.reverse());
  }

  /** What the services no longer list as unread has been read while nobody listened. */
  #unreadBut(stillUnread: ReadonlySet<number>, last: number): number[] {
    return this.#items
      .filter(({ alert_id: id, read }) => !read && id <= last && !stillUnread.has(id))
      .map(({ alert_id }) => alert_id);
  }

  #takeArrived(): void {
    const arrived = this.#arrived;
    if (arrived.length === 0) return;
    this.#arrived = [];
    const known = idsOf(this.#items);
    const fresh = arrived.filter(({ alert_id }) => !known.has(alert_id));
    this.#put(fresh);
    const unread = fresh.filter(({ read }) => !read);
    if (unread.length > 0) this.parts.onNew(unread);
  }

  #putListed(alerts: Page['items']): void {
    for (const alert of alerts) this.details.adopt(alert);
    this.#put(alerts);
  }

  #put(alerts: readonly AlertInfo[]): void {
    this.#items = merged(this.#items, alerts);
  }

  #markRead(ids: readonly number[]): void {
    if (ids.length === 0) return;
    this.#items = withRead(this.#items, ids);
    this.parts.onRead(ids);
  }
}
