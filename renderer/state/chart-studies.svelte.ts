import {
  checkIndicator,
  findEntry,
  type IndicatorChoice,
  type IndicatorFault,
} from '../../shared/domain/indicators/check-indicator';
import { readText, writeSetting, type SettingStore } from './setting-store';

/** The indicators a chart can show, in the order in which they are listed, with their usual lengths. */
export const STUDIES = {
  ema: { indicator: 'ema', params: { length: 20 }, hasPane: false },
  'ema-slow': { indicator: 'ema', params: { length: 50 }, hasPane: false },
  bollinger: { indicator: 'bollinger', params: { length: 20, deviations: 2 }, hasPane: false },
  supertrend: { indicator: 'supertrend', params: { length: 10, multiplier: 3 }, hasPane: false },
  rsi: { indicator: 'rsi', params: { length: 14 }, hasPane: true },
  macd: { indicator: 'macd', params: { fast: 12, slow: 26, signal: 9 }, hasPane: true },
  adx: { indicator: 'adx', params: { length: 14 }, hasPane: true },
} as const satisfies Readonly<
  Record<string, IndicatorChoice & { /** It has a scale of its own. */ readonly hasPane: boolean }>
>;
export type StudyName = keyof typeof STUDIES;

/** The names of all, in their order. */
export const STUDY_NAMES = Object.keys(STUDIES) as readonly StudyName[];

type Params = IndicatorChoice['params'];

/** An indicator that a chart shows. */
export interface ChosenStudy extends IndicatorChoice {
  readonly name: StudyName;
  readonly hasPane: boolean;
}

/** The indicators one chart shows, with their parameters; remembered under its place. */
export class ChartStudies {
  #shown = $state.raw<readonly StudyName[]>([]);
  #params = $state.raw<Readonly<Partial<Record<StudyName, Params>>>>({});

  /** Those that are shown, in their order. */
  readonly chosen: readonly ChosenStudy[] = $derived(
    STUDY_NAMES.filter((name) => this.#shown.includes(name)).map((name) => ({
      name,
      ...STUDIES[name],
      params: this.paramsOf(name),
    })),
  );

  /** @param index Which of the charts side by side it is, from 0. */
  constructor(
    private readonly store: SettingStore,
    private readonly index: number,
  ) {
    const kept = readKept(readText(store, `chart.${index}.studies`));
    this.#shown = kept.shown;
    this.#params = kept.params;
  }

  isShown(name: StudyName): boolean {
    return this.#shown.includes(name);
  }

  paramsOf(name: StudyName): Params {
    return this.#params[name] ?? STUDIES[name].params;
  }

  /** What of an indicator is set otherwise than usual. */
  isChanged(name: StudyName): boolean {
    return name in this.#params;
  }

  setShown(name: StudyName, isShown: boolean): void {
    const others = this.#shown.filter((one) => one !== name);
    this.#shown = isShown ? [...others, name] : others;
    this.#keep();
  }

  /** Sets the parameters of an indicator, unless something is wrong with them, which is returned. */
  setParams(name: StudyName, params: Params): IndicatorFault | null {
    const fault = checkIndicator({ indicator: STUDIES[name].indicator, params });
    if (fault) return fault;
    this.#params = { ...this.#params, [name]: params };
    this.#keep();
    return null;
  }

  /** Back to the usual parameters. */
  reset(name: StudyName): void {
    const others = Object.entries(this.#params).filter(([one]) => one !== name);
    this.#params = Object.fromEntries(others);
    this.#keep();
  }

  #keep(): void {
    const text = JSON.stringify({ shown: this.#shown, params: this.#params });
    writeSetting(this.store, `chart.${this.index}.studies`, text);
  }
}

/** What was kept, without what is not known any more. */
function readKept(text: string | null) {
  const kept = parse(text);
  const shown = STUDY_NAMES.filter((name) => listOf(kept['shown']).includes(name));
  const all = recordOf(kept['params']);
  const params = STUDY_NAMES.flatMap((name) => {
    const own = recordOf(all[name]);
    const isFine = Object.keys(own).length > 0 && isSound(name, own);
    return isFine ? [[name, own] as const] : [];
  });
  return { shown, params: Object.fromEntries(params) as Partial<Record<StudyName, Params>> };
}

function isSound(name: StudyName, params: Readonly<Record<string, unknown>>): params is Params {
  const { indicator } = STUDIES[name];
  const known = Object.keys(findEntry(indicator)?.params ?? {});
  const areNumbers = known.every((key) => typeof params[key] === 'number');
  return areNumbers && checkIndicator({ indicator, params: params as Params }) === null;
}

function parse(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return recordOf(JSON.parse(text ?? '{}'));
  } catch (error) {
    // Someone else has written there.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
