import {
  LineSeries,
  type AutoscaleInfo,
  type IChartApi,
  type ISeriesApi,
} from 'lightweight-charts';
import { Overlay } from '../../../shared/domain/indicators/overlay';
import { formatNumber } from '../../format/number';
import { formatPrice } from '../../format/price';
import type { ChosenStudy, StudyName } from '../../state/chart-studies.svelte';
import type { Candle } from '../../state/kline-series';
import { ChartCurves } from './chart-curves';
import { ChartHatch, type HatchSpan } from './chart-hatch';
import type { ChartPalette } from './chart-palette';
import type { Slot } from './chart-slots';
import type { ChartTime } from './chart-time';
import { curvesOf, figuresAt, type StudyFigure, type StudyRun } from './study-curves';

/** A scale of its own below the candles. */
interface Pane {
  readonly name: StudyName;
  /** Holds the scale; what is seen is drawn by the curves. */
  readonly anchor: ISeriesApi<'Line'>;
  readonly curves: ChartCurves;
  readonly hatch: ChartHatch;
}

/** What an indicator says at a candle. */
export interface StudyReading {
  readonly study: ChosenStudy;
  readonly figures: readonly StudyFigure[];
  /** A longer history would say the same. */
  readonly isSettled: boolean;
  /** Top of its pane, px from that of the chart; null when it stands among the candles or on none. */
  readonly top: number | null;
}

/** How many panes below the candles a chart of a height (px) has room for. */
export function paneRoom(height: number): number {
  return Math.max(0, Math.min(3, Math.floor((height - LEAST_PRICES) / LEAST_PANE)));
}

/** px; less would say nothing. */
const LEAST_PRICES = 170;
const LEAST_PANE = 84;
/** Height of the pane of the candles beside that of another. */
const PRICE_SHARE = 3;
/** An index from 0 to 100. */
const PERCENT: AutoscaleInfo = { priceRange: { minValue: 0, maxValue: 100 } };

/** The indicators of a chart: over its candles, and in panes below them. */
export class StudyPanes {
  readonly #overlays = new ChartCurves();
  #runs: readonly StudyRun[] = [];
  #panes: readonly Pane[] = [];
  #count = 0;
  #decimals: number | null = null;

  constructor(
    private readonly chart: IChartApi,
    prices: ISeriesApi<'Candlestick'>,
    private palette: ChartPalette,
  ) {
    prices.attachPrimitive(this.#overlays);
  }

  /** Candles of history that the longest of them needs to be settled. */
  get warmUp(): number {
    return Math.max(0, ...this.#runs.map(({ overlay }) => overlay.warmUp));
  }

  /** Takes what is to be shown, at most `room` of it in panes; it has to be started and drawn. */
  choose(chosen: readonly ChosenStudy[], room: number): void {
    this.#runs = chosen.map((study) => ({ study, overlay: new Overlay(study) }));
    const wanted = chosen.filter(({ hasPane }) => hasPane).slice(0, room);
    const names = wanted.map(({ name }) => name);
    if (names.join() !== this.#panes.map(({ name }) => name).join()) this.#setPanes(names);
  }

  setPalette(palette: ChartPalette): void {
    this.palette = palette;
  }

  /** @param decimals Of the prices; null while they are not known. */
  setDecimals(decimals: number | null): void {
    this.#decimals = decimals;
  }

  /** Begins anew with these candles. */
  start(candles: readonly Candle[]): void {
    for (const { overlay } of this.#runs) overlay.restart(candles);
    this.#count = candles.length;
  }

  /** Draws what is known at these places. */
  draw(slots: readonly Slot[], time: ChartTime): void {
    this.#overlays.show(curvesOf(this.#runsIn(null), this.palette));
    this.#overlays.place(slots);
    for (const pane of this.#panes) {
      const [run] = this.#runsIn(pane.name);
      if (!run) continue;
      pane.curves.show(curvesOf([run], this.palette));
      pane.curves.place(slots);
      pane.anchor.setData(slots.map((slot) => pointAt(run, slot, time)));
    }
  }

  /** Takes the newest candle, its last one or another look at it, and draws it. */
  update(slots: readonly Slot[], time: ChartTime): void {
    const slot = slots.at(-1);
    if (!slot?.candle) return;
    const isNew = slot.index >= this.#count;
    this.#count = slot.index + 1;
    for (const { overlay } of this.#runs) {
      if (isNew) overlay.add(slot.candle);
      else overlay.replace(slot.candle);
    }
    for (const { name, anchor } of this.#panes) {
      const [run] = this.#runsIn(name);
      if (run) anchor.update(pointAt(run, slot, time));
    }
  }

  /** Hatches the same stretches in every pane. */
  hatch(spans: readonly HatchSpan[], color: string): void {
    for (const { hatch } of this.#panes) hatch.show(spans, color);
  }

  /** Takes the data away, so that their times can come in anew. */
  clear(): void {
    for (const { anchor } of this.#panes) anchor.setData([]);
  }

  /** What all of them say at a candle, by its index among all candles. */
  readingsAt(at: number): readonly StudyReading[] {
    return this.#runs.map((run) => {
      const place = this.#panes.findIndex(({ name }) => name === run.study.name);
      return {
        study: run.study,
        figures: figuresAt(run, at, this.palette),
        isSettled: at >= run.overlay.warmUp - 1,
        top: place < 0 ? null : this.#topOf(place + 1),
      };
    });
  }

  #topOf(pane: number): number {
    const above = this.chart.panes().slice(0, pane);
    // A line of one pixel is drawn below each.
    return above.reduce((sum, one) => sum + one.getHeight() + 1, 0);
  }

  /** Those over the candles for null. */
  #runsIn(pane: StudyName | null): readonly StudyRun[] {
    return this.#runs.filter(({ study }) => (pane === null ? !study.hasPane : study.name === pane));
  }

  #setPanes(names: readonly StudyName[]): void {
    for (const { anchor } of this.#panes) this.chart.removeSeries(anchor);
    this.#panes = names.map((name, at) => this.#makePane(name, at + 1));
    for (const [at, pane] of this.chart.panes().entries()) {
      pane.setStretchFactor(at === 0 ? PRICE_SHARE : 1);
    }
  }

  #makePane(name: StudyName, index: number): Pane {
    const formatter = (value: number): string =>
      name === 'macd' ? formatPrice(value, this.#decimals) : formatIndex(value);
    const options = {
      lineVisible: false,
      crosshairMarkerVisible: false,
      lastValueVisible: false,
      priceLineVisible: false,
      priceFormat: { type: 'custom', formatter, minMove: 1e-8 },
    } as const;
    const anchor = this.chart.addSeries(LineSeries, options, index);
    if (name === 'rsi') anchor.applyOptions({ autoscaleInfoProvider: () => PERCENT });
    anchor.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.08 } });
    const [curves, hatch] = [new ChartCurves(), new ChartHatch()];
    anchor.attachPrimitive(curves);
    anchor.attachPrimitive(hatch);
    return { name, anchor, curves, hatch };
  }
}

/** An index with one decimal. */
export const formatIndex = (value: number): string =>
  formatNumber(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function pointAt({ study, overlay }: StudyRun, { candle, index, time: at }: Slot, time: ChartTime) {
  const value = candle ? overlay.line(study.indicator)[index] : undefined;
  const isKnown = value !== undefined && !Number.isNaN(value);
  return isKnown ? { time: time.toChart(at), value } : { time: time.toChart(at) };
}
