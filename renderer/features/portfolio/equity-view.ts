import {
  AreaSeries,
  ColorType,
  createChart,
  HistogramSeries,
  LineSeries,
  LineStyle,
  TickMarkType,
  type IChartApi,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts';
import { formatMoney } from '../../format/money';
import { formatTime } from '../../format/time';
import type { EquitySlot } from '../../state/equity-slots';
import { DrawdownShade } from './drawdown-shade';

/** How a drawing is to look. */
export interface EquityLook {
  readonly language: string;
  readonly currency: string;
  /** Slots are days, not half hours. */
  readonly isDaily: boolean;
}

const NO_COLOR = 'transparent';
const NO_AREA = { lineColor: NO_COLOR, topColor: NO_COLOR, bottomColor: NO_COLOR };

const timeOf = ({ time }: EquitySlot): UTCTimestamp => (time / 1000) as UTCTimestamp;

/** Draws the equity, how far it is below its best, and the result of each day. */
export class EquityView {
  readonly #chart: IChartApi;
  readonly #equity: ISeriesApi<'Area'>;
  readonly #peak: ISeriesApi<'Line'>;
  readonly #days: ISeriesApi<'Histogram'>;
  readonly #shade = new DrawdownShade();
  #slots: readonly EquitySlot[] = [];

  constructor(
    private readonly container: HTMLElement,
    onHover: (place: number | null) => void,
  ) {
    this.#chart = createChart(container, {
      autoSize: true,
      // The licence asks for the mark of the library's makers.
      layout: { attributionLogo: true, fontSize: 11 },
      rightPriceScale: { scaleMargins: { top: 0.08, bottom: 0.3 } },
      handleScroll: false,
      handleScale: false,
    });
    const quiet = { lastValueVisible: false, priceLineVisible: false } as const;
    this.#peak = this.#chart.addSeries(LineSeries, {
      ...quiet,
      lineWidth: 1,
      lineStyle: LineStyle.Dotted,
      crosshairMarkerVisible: false,
    });
    this.#equity = this.#chart.addSeries(AreaSeries, { ...quiet, lineWidth: 2 });
    this.#equity.attachPrimitive(this.#shade);
    this.#days = this.#chart.addSeries(HistogramSeries, { ...quiet, priceScaleId: 'days' });
    this.#days.priceScale().applyOptions({ scaleMargins: { top: 0.78, bottom: 0 } });
    this.#chart.subscribeCrosshairMove(({ logical, point }) => {
      onHover(point && logical !== undefined ? Number(logical) : null);
    });
  }

  draw(slots: readonly EquitySlot[], look: EquityLook): void {
    this.#slots = slots;
    const { accent, up, down } = this.#paint(look);
    const at = (time: number): UTCTimestamp => (time / 1000) as UTCTimestamp;
    const lines = (key: 'equity' | 'peak', hidden: object) =>
      slots.map(({ time, [key]: value }, place) => {
        if (value === null) return { time: at(time) };
        // A point colors the line that leaves it: none across slots of which nothing is known.
        return { time: at(time), value, ...(slots[place + 1]?.[key] === null && hidden) };
      });
    this.#equity.applyOptions({
      lineColor: accent,
      topColor: `${accent}22`,
      bottomColor: `${accent}00`,
    });
    this.#equity.setData(lines('equity', NO_AREA));
    this.#peak.setData(lines('peak', { color: NO_COLOR }));
    this.#days.setData(
      slots.map(({ time, pnl }) =>
        pnl === null
          ? { time: at(time) }
          : { time: at(time), value: pnl, color: `${pnl < 0 ? down : up}99` },
      ),
    );
    this.#shade.show(slots, `${down}2e`);
    this.#chart.timeScale().fitContent();
  }

  /** Puts the crosshair on a slot, by its place; takes it away by null. */
  point(place: number | null): void {
    const slot = place === null ? undefined : this.#slots[place];
    if (!slot || slot.equity === null) this.#chart.clearCrosshairPosition();
    else this.#chart.setCrosshairPosition(slot.equity, timeOf(slot), this.#equity);
  }

  remove(): void {
    this.#chart.remove();
  }

  /** The stylesheet's colors as they are now, and labels in the language. */
  #paint({ language, currency, isDaily }: EquityLook) {
    const style = getComputedStyle(this.container);
    const read = (name: string): string => style.getPropertyValue(name).trim();
    const text = (time: unknown, detail: 'time' | 'full' | 'full-day'): string =>
      formatTime(Number(time) * 1000, { language, detail, isUtc: false });
    const formatter = (value: number): string => formatMoney(value, currency);
    const grid = { color: read('--grid') };
    const crosshair = { color: read('--line-strong') };
    this.#chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: read('--ground') },
        textColor: read('--text-2'),
        fontFamily: style.fontFamily,
      },
      grid: { vertLines: grid, horzLines: grid },
      crosshair: { vertLine: crosshair, horzLine: crosshair },
      rightPriceScale: { borderColor: read('--line') },
      timeScale: {
        borderColor: read('--line'),
        // A bar for a single day is no wider than one of many.
        maxBarSpacing: 48,
        tickMarkFormatter: (time: unknown, type: TickMarkType) =>
          type >= TickMarkType.Time
            ? text(time, 'time')
            : text(time, 'full-day').replace(/ \d{4}$/, ''),
      },
      localization: {
        priceFormatter: formatter,
        timeFormatter: (time: unknown) => text(time, isDaily ? 'full-day' : 'full'),
      },
    });
    this.#peak.applyOptions({ color: read('--text-3') });
    return { accent: read('--accent'), up: read('--up'), down: read('--down') };
  }
}
