import type { FuzzResult } from './fuzz/fuzz';
import { fuzzRows } from './fuzz/fuzz-rows';
import type { KillResults } from '../soak-store';
import type { AlertsResult } from './alerts';
import type { BackCastsResult } from './back-casts';
import type { CatchUpResult } from './catch-up';
import type { DaysResult } from './days';
import type { Detection } from './detection';
import type { DifferentialResult } from './differential';
import type { FramesResult } from './frames';
import type { PowerCutResults } from './power-cuts';
import { differencesIn, type Verdict } from './verdict';

/** What was run; parts that were not are absent. */
export interface SoakResults {
  readonly seed: number;
  detection?: readonly Detection[];
  catchUp?: CatchUpResult;
  differential?: DifferentialResult;
  days?: DaysResult;
  frames?: FramesResult;
  kills?: KillResults;
  powerCuts?: PowerCutResults;
  alerts?: AlertsResult;
  backCasts?: BackCastsResult;
  fuzz?: FuzzResult;
}

const CATCH_UP_LIMIT_MS = 5000;
/** MB per million trades; a leak of one object of 20 bytes a trade shows. */
const SLOPE_LIMIT = 5;

/** Differences that the report spells out for each rule. */
const TOLD = 5;

/** One line of the report. */
interface Row {
  readonly name: string;
  readonly found: string;
  readonly isGood: boolean;
}

/** The results as a table for people, and whether all of them are as they must be. */
export function reportOn(results: SoakResults): { text: string; isGood: boolean } {
  const rows = [
    ...(results.detection ?? []).map(detectionRow),
    ...(results.catchUp ? [catchUpRow(results.catchUp)] : []),
    ...(results.differential ? differentialRows(results.differential) : []),
    ...(results.days ? daysRows(results.days) : []),
    ...(results.frames ? framesRows(results.frames) : []),
    ...(results.kills ? [killsRow(results.kills)] : []),
    ...(results.powerCuts ? [powerCutsRow(results.powerCuts)] : []),
    ...ruleRows(results),
    ...(results.fuzz ? fuzzRows(results.fuzz) : []),
  ];
  const lines = rows.map(
    ({ name, found, isGood }) => `${isGood ? 'ok    ' : 'FAILED'} ${name.padEnd(38)} ${found}`,
  );
  const text = [
    ...lines,
    ...problemsIn(results).map((problem) => `  ${problem}`),
    `seed ${results.seed}`,
  ];
  return { text: `${text.join('\n')}\n`, isGood: rows.every(({ isGood }) => isGood) };
}

function problemsIn({ differential, days, backCasts, fuzz }: SoakResults): string[] {
  return [
    ...(fuzz?.tally.problems ?? []),
    ...[differential, days].flatMap((part) => part?.verdict.problems ?? []),
    ...(backCasts?.rules ?? []).flatMap(({ differences }) => differences.slice(0, TOLD)),
  ];
}

function ruleRows({ alerts, backCasts }: SoakResults): Row[] {
  return [...(alerts ? [alertsRow(alerts)] : []), ...(backCasts ? backCastRows(backCasts) : [])];
}

function detectionRow({ name, measured, limit, unit }: Detection): Row {
  return { name, found: `${measured} ${unit} (at most ${limit})`, isGood: measured <= limit };
}

function alertsRow(result: AlertsResult): Row {
  const { outages, fires, late, missed, surplus, wronglyLate, kinds } = result;
  return {
    name: `alert rules over ${outages} outages`,
    found:
      `${fires} fires of ${kinds.length} kinds, ${late} of them late, ${missed} missed, ` +
      `${surplus} too many, ${wronglyLate} wrongly late`,
    isGood: missed + surplus + wronglyLate === 0 && fires > 0,
  };
}

function backCastRows({ days, rules }: BackCastsResult): Row[] {
  const rows = rules.map(({ name, live, back, isExact, differences }) => ({
    name: `  ${name}`,
    found:
      `${live} fires live, ${back} in the back-cast (${isExact ? 'exact' : 'by candles in part'}), ` +
      `${differences.length} differ`,
    isGood: differences.length === 0,
  }));
  const fires = rules.reduce((sum, { live }) => sum + live, 0);
  const found = `${rules.length} rules, ${fires} fires lived through`;
  return [{ name: `back-cast of ${days} days`, found, isGood: fires > 0 }, ...rows];
}

function catchUpRow({ symbols, hours, took, requests, weight }: CatchUpResult): Row {
  return {
    name: `${symbols} symbols, ${hours} h behind`,
    found: `whole after ${Math.round(took)} ms, ${requests} requests, weight ${weight}`,
    isGood: took <= CATCH_UP_LIMIT_MS,
  };
}

function differentialRows(result: DifferentialResult): Row[] {
  const { outages, hours, recovery, violations, verdict } = result;
  const count = Object.values(outages).reduce((sum, each) => sum + each, 0);
  return [
    {
      name: `${count} outages of ${Object.keys(outages).length} kinds`,
      found: `${hours.toFixed(1)} h of tape, ${tapeText(verdict)}`,
      isGood: differencesIn(verdict) === 0,
    },
    {
      name: 'long gaps',
      found:
        `${result.barsWanted} bars wanted and whole, ${result.barsPassed} passed over with ` +
        `${verdict.passedOver} trades; ${result.backfilled} trades fetched`,
      isGood: differencesIn(verdict) === 0,
    },
    {
      name: 'way back after an outage',
      found: `median ${recovery.median} ms, p99 ${recovery.p99} ms, at most ${recovery.max} ms`,
      isGood: true,
    },
    { name: 'rules of the venue broken', found: `${violations}`, isGood: violations === 0 },
  ];
}

function daysRows({ days, shutdowns, connections, backfilled, verdict }: DaysResult): Row[] {
  return [
    {
      name: `${days} days, ${shutdowns} shutdowns`,
      found: `${tapeText(verdict)}; ${connections} connections, ${backfilled} trades fetched`,
      isGood: differencesIn(verdict) === 0,
    },
  ];
}

function framesRows(result: FramesResult): Row[] {
  const { frames, framesPerSecond, samples, rssSlope, heapSlope } = result;
  const last = samples.at(-1);
  return [
    {
      name: `${frames} frames`,
      found: `${framesPerSecond} a second, ${result.missing} trades missing`,
      isGood: result.missing === 0,
    },
    {
      name: 'memory',
      found:
        `RSS ${last?.rss.toFixed(0)} MB, ${rssSlope.toFixed(2)} MB per million trades; ` +
        `heap ${last?.heap.toFixed(1)} MB, ${heapSlope.toFixed(3)} MB per million`,
      isGood: heapSlope < SLOPE_LIMIT,
    },
    {
      name: 'open files and timers gained',
      found: `${result.filesGained} and ${result.timersGained}`,
      isGood: result.filesGained <= 0 && result.timersGained <= 0,
    },
  ];
}

function killsRow({ rounds, acknowledged, lost, unreadable }: KillResults): Row {
  return {
    name: `${rounds} writers killed`,
    found: `${acknowledged} changes saved, after ${lost} kills one lost, after ${unreadable} unreadable`,
    isGood: lost === 0 && unreadable === 0,
  };
}

function powerCutsRow({ rounds, acknowledged, lost, unreadable }: PowerCutResults): Row {
  return {
    name: `${rounds} cuts of a disk's power`,
    found: `${acknowledged} changes saved, after ${lost} cuts one lost, after ${unreadable} unreadable`,
    isGood: lost === 0 && unreadable === 0,
  };
}

function tapeText(verdict: Verdict): string {
  const { trades, missing, double, disordered, wrong, candles } = verdict;
  return (
    `${trades} trades: ${missing} missing, ${double} double, ${disordered} out of order, ` +
    `${wrong} wrong; ${candles} candles: ${verdict.candlesMissing} missing, ${verdict.candlesWrong} wrong`
  );
}
