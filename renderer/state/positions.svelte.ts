import { SvelteMap } from 'svelte/reactivity';
import type { Transport } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { Reply } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import { onNextFrame } from './frame';
import { distinctSymbols, PositionRegister, type PositionInfo } from './position-register';

/** What moves with the price, in the quote asset; null while no price is known. */
export interface LiveFigures {
  readonly price: number | null;
  readonly pnl: number | null;
  readonly pnlPercentage: number | null;
  readonly netPnl: number | null;
}

export interface PositionsParts {
  readonly transport: Transport;
  readonly nextFrame?: ((run: () => void) => void) | undefined;
  /** Called with the symbols of open positions whenever these change. */
  readonly onSymbols: (symbols: readonly string[]) => void;
}

type Page = RequestResult<'list_positions'>;

const PAGE = 1000;
/** Changes at once beyond which the whole list is fetched instead of each position. */
const MANY = 10;

/**
 * The trader's open positions. The list changes when a position does; the figures of each change with
 * its price, at most once per drawn frame, and redraw only what shows them.
 */
export class Positions {
  readonly #register = new PositionRegister();
  #open = $state.raw<readonly PositionInfo[]>([]);
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  readonly #figures = new SvelteMap<number, LiveFigures>();
  #beat = $state(0);
  #isFetching = false;
  /** Counts the loads: only the newest answers. */
  #round = 0;
  #symbols = '';
  readonly #nextFrame: (run: () => void) => void;

  constructor(private readonly parts: PositionsParts) {
    this.#nextFrame = parts.nextFrame ?? onNextFrame;
  }

  /** Newest first. */
  get open(): readonly PositionInfo[] {
    return this.#open;
  }

  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }

  /** Counts the frames in which any figure has moved. */
  get beat(): number {
    return this.#beat;
  }

  /** Undefined when no such position is open. */
  get(id: number): PositionInfo | undefined {
    return this.#open.find((each) => each.position_id === id);
  }

  /** The present figures of one position; whoever reads them is drawn again when they move. */
  figuresOf(id: number): LiveFigures {
    return this.#figures.get(id) ?? UNKNOWN;
  }

  /** Fetches all open positions; those there stay until they are answered for. */
  async load(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    this.#isFetching = true;
    const all = await this.#listAll();
    if (round !== this.#round) return;
    this.#isFetching = false;
    if (all) this.#replace(all);
    else if (this.#status !== 'ready') this.#status = 'failed';
    void this.#fetchChanged();
  }

  retry(): void {
    this.#status = 'loading';
    void this.load();
  }

  /** Takes the figures at a new price; within a frame the last of a position wins. */
  receive(update: Events['position_update']): void {
    if (this.#register.putUpdate(update)) this.#nextFrame(() => this.#apply());
  }

  /** Takes the news that something was done to a position, here or in another window. */
  hear({ position_id: id, change }: Events['position_changed']): void {
    if (change === 'deleted') this.forget(id);
    else if (this.#register.putChange(id)) this.#nextFrame(() => void this.#fetchChanged());
  }

  /** Takes a position as a request has just answered it. */
  adopt(info: PositionInfo): void {
    if (info.status === 'closed') {
      this.forget(info.position_id);
      return;
    }
    this.#register.set(info);
    this.#figures.set(info.position_id, figuresOf(info));
    this.#showList();
  }

  /** Lets go of a position that has been deleted or closed. */
  forget(id: number): void {
    if (!this.#register.forget(id)) return;
    this.#figures.delete(id);
    this.#showList();
  }

  async #listAll(): Promise<PositionInfo[] | null> {
    const all: PositionInfo[] = [];
    for (let before: string | undefined; ;) {
      const page = { status: 'open', limit: PAGE, ...(before && { before }) } as const;
      const reply: Reply<Page> = await this.parts.transport.request('list_positions', page);
      if (!reply.ok) return null;
      all.push(...reply.value.items);
      if (reply.value.next === null) return all;
      before = reply.value.next;
    }
  }

  #replace(all: readonly PositionInfo[]): void {
    const open = all.filter(({ status }) => status === 'open');
    this.#register.replace(open);
    for (const id of this.#figures.keys()) if (!this.#register.has(id)) this.#figures.delete(id);
    for (const info of open) this.#figures.set(info.position_id, figuresOf(info));
    this.#status = 'ready';
    this.#showList();
  }

  async #fetchChanged(): Promise<void> {
    // A list on its way may be older than the change: it is asked for afterwards.
    if (this.#isFetching) return;
    const ids = this.#register.takeChanges();
    if (ids.length > MANY) {
      await this.load();
      return;
    }
    await Promise.all(ids.map((id) => this.#fetch(id)));
  }

  async #fetch(id: number): Promise<void> {
    const reply = await this.parts.transport.request('get_position', { id });
    if (reply.ok) this.adopt(reply.value);
    else if (reply.error.code === 'NOT_FOUND') this.forget(id);
  }

  #showList(): void {
    this.#open = this.#register.list();
    this.#beat += 1;
    const symbols = distinctSymbols([], this.#open);
    if (symbols.join() === this.#symbols) return;
    this.#symbols = symbols.join();
    this.parts.onSymbols(symbols);
  }

  #apply(): void {
    for (const update of this.#register.takeUpdates()) {
      this.#figures.set(update.position_id, figuresOf(update));
    }
    this.#beat += 1;
  }
}

const UNKNOWN: LiveFigures = { price: null, pnl: null, pnlPercentage: null, netPnl: null };

type WireFigures = Pick<PositionInfo, 'current_price' | 'pnl' | 'pnl_percentage' | 'net_pnl'>;

function figuresOf({ current_price, pnl, pnl_percentage, net_pnl }: WireFigures): LiveFigures {
  return { price: current_price, pnl, pnlPercentage: pnl_percentage, netPnl: net_pnl };
}
