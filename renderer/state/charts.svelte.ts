import { untrack } from 'svelte';
import type { Interval } from '../../shared/domain/interval';
import type { Transport } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { ErrorBody } from '../../shared/protocol/reply';
import { Chart } from './chart.svelte';
import { readSetting, readText, writeSetting, type SettingStore } from './setting-store';

/** How many charts can stand side by side. */
export const CHART_COUNTS = ['1', '2', '4'] as const;
export type ChartCount = (typeof CHART_COUNTS)[number];

/** What all charts can have in common. */
export const CHART_LINKS = ['symbol', 'interval'] as const;
export type ChartLink = (typeof CHART_LINKS)[number];

/** Intervals of the charts before any is chosen: the same symbol from near to far. */
const FIRST_INTERVALS: readonly Interval[] = ['15m', '1h', '4h', '1d'];

export interface ChartsParts {
  readonly transport: Transport;
  readonly store: SettingStore;
  readonly onFollowFailure: (symbol: string, error: ErrorBody) => void;
  /** The chart that is worked in shows this symbol: the watchlist goes there. */
  readonly onSymbol: (symbol: string) => void;
}

/** The charts side by side, which of them is worked in, and what they have in common; remembered. */
export class Charts {
  readonly #all: readonly Chart[];
  #count = $state<ChartCount>('1');
  #focusedAt = $state(0);
  #links = $state.raw<readonly ChartLink[]>([]);

  /** Those on the screen. */
  readonly shown: readonly Chart[] = $derived(this.#chartsOf(this.#count));
  /** The one that keys, the watchlist and the palette act on. */
  readonly focused: Chart = $derived(this.#chartAt(this.#focusedAt));

  constructor(private readonly parts: ChartsParts) {
    const { transport, store, onFollowFailure } = parts;
    this.#all = FIRST_INTERVALS.map(
      (firstInterval, index) =>
        new Chart({
          ...{ transport, store, index, firstInterval, onFollowFailure },
          onLeave: (symbol, interval) => this.#leave(symbol, interval),
        }),
    );
    this.#count = readSetting(store, 'charts.count', CHART_COUNTS) ?? '1';
    const links = readText(store, 'charts.links')?.split(' ') ?? ['symbol'];
    this.#links = CHART_LINKS.filter((link) => links.includes(link));
    const focused = Number(readText(store, 'charts.focused'));
    if (this.shown[focused]) this.#focusedAt = focused;
  }

  get count(): ChartCount {
    return this.#count;
  }

  setCount(count: ChartCount): void {
    this.#count = count;
    writeSetting(this.parts.store, 'charts.count', count);
    if (this.#focusedAt >= Number(count)) this.focus(this.#chartAt(0));
  }

  isLinked(link: ChartLink): boolean {
    return this.#links.includes(link);
  }

  setLinked(link: ChartLink, isLinked: boolean): void {
    this.#links = CHART_LINKS.filter((one) => (one === link ? isLinked : this.isLinked(one)));
    writeSetting(this.parts.store, 'charts.links', this.#links.join(' '));
    if (link === 'interval' && isLinked) this.setInterval(this.focused, this.focused.interval);
  }

  /** Makes a chart the one that is worked in. */
  focus(chart: Chart): void {
    if (chart === this.focused) return;
    this.#focusedAt = this.#all.indexOf(chart);
    writeSetting(this.parts.store, 'charts.focused', String(this.#focusedAt));
    if (chart.symbol !== null) this.parts.onSymbol(chart.symbol);
  }

  /** Makes the next chart the one that is worked in; after the last one the first. */
  focusNext(): void {
    this.focus(this.#chartAt((this.#focusedAt + 1) % this.shown.length));
  }

  /** Shows another interval in a chart, and in the others when they have it in common. */
  setInterval(chart: Chart, interval: Interval): void {
    for (const one of this.isLinked('interval') ? this.#all : [chart]) {
      if (one.interval !== interval) one.setInterval(interval);
    }
  }

  /** Shows the chosen symbol where it belongs; the other charts keep theirs while it is watched. */
  show(selected: string | null, watched: readonly string[]): void {
    const { shown, focused } = this;
    const isShared = this.isLinked('symbol');
    // An effect that calls this waits for what decides it, not for what the charts show.
    untrack(() => {
      for (const chart of this.#all) {
        if (!shown.includes(chart)) chart.show(null);
        else if (chart === focused || isShared) chart.show(selected);
        else chart.show(watched.find((symbol) => symbol === chart.kept) ?? selected);
      }
    });
  }

  hear(update: Events['kline_update']): void {
    for (const chart of this.shown) chart.hear(update);
  }

  /** Follows again and closes the holes a lost connection has left. */
  refresh(): void {
    for (const chart of this.shown) void chart.refresh();
  }

  #leave(symbol: string, interval: Interval): void {
    const isElsewhere = this.#all.some(
      (chart) => chart.symbol === symbol && chart.interval === interval,
    );
    if (!isElsewhere) void this.parts.transport.request('unsubscribe_klines', { symbol, interval });
  }

  #chartsOf(count: ChartCount): readonly Chart[] {
    return this.#all.slice(0, Number(count));
  }

  #chartAt(index: number): Chart {
    const chart = this.#all[index];
    if (!chart) throw new RangeError(`no chart ${index}`);
    return chart;
  }
}
