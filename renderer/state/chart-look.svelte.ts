import { readSetting, writeSetting, type SettingStore } from './setting-store';

/** How candles can be drawn. Heikin-Ashi draws averages: what it shows are no prices. */
export const CHART_KINDS = ['candles', 'heikin-ashi', 'bars', 'line'] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/** How prices can be spread over the height: evenly, or by their ratio. */
const CHART_SCALES = ['linear', 'log'] as const;
export type ChartScale = (typeof CHART_SCALES)[number];

/** Whose clock the time axis shows; Binance counts its days in UTC. */
export const CHART_ZONES = ['local', 'utc', 'exchange'] as const;
export type ChartZone = (typeof CHART_ZONES)[number];

/** How one chart draws its candles; remembered under its place among the charts. */
export class ChartLook {
  #kind: ChartKind;
  #scale: ChartScale;
  #zone: ChartZone;
  #camera: (() => HTMLCanvasElement) | null = null;

  /** @param index Which of the charts side by side it is, from 0. */
  constructor(
    private readonly store: SettingStore,
    private readonly index: number,
  ) {
    this.#kind = $state(readSetting(store, `chart.${index}.kind`, CHART_KINDS) ?? 'candles');
    this.#scale = $state(readSetting(store, `chart.${index}.scale`, CHART_SCALES) ?? 'linear');
    this.#zone = $state(readSetting(store, `chart.${index}.zone`, CHART_ZONES) ?? 'local');
  }

  get kind(): ChartKind {
    return this.#kind;
  }

  setKind(kind: ChartKind): void {
    this.#kind = kind;
    writeSetting(this.store, `chart.${this.index}.kind`, kind);
  }

  get scale(): ChartScale {
    return this.#scale;
  }

  setScale(scale: ChartScale): void {
    this.#scale = scale;
    writeSetting(this.store, `chart.${this.index}.scale`, scale);
  }

  get zone(): ChartZone {
    return this.#zone;
  }

  setZone(zone: ChartZone): void {
    this.#zone = zone;
    writeSetting(this.store, `chart.${this.index}.zone`, zone);
  }

  /** The zone is UTC, whatever it is called. */
  get isUtc(): boolean {
    return this.#zone !== 'local';
  }

  /** Lets pictures be taken of what is drawn until the returned function is called. */
  setCamera(camera: () => HTMLCanvasElement): () => void {
    this.#camera = camera;
    return () => {
      if (this.#camera === camera) this.#camera = null;
    };
  }

  /** What is drawn now; null while nothing is. */
  picture(): HTMLCanvasElement | null {
    return this.#camera?.() ?? null;
  }
}
