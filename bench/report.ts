import type { AlertReading } from './alerts';
import type { BackCastReading } from './back-cast';
import type { Damage } from './damage';
import type { DamagedRun } from './damaged-pipeline';
import type { ExchangeInfoReading } from './exchange-info';
import { fanoutText } from './fanout/fanout-text';
import type { FanoutReading } from './fanout/fanout';
import type { Comparison, Soak } from './ingest';
import type { PositionReading } from './positions';
import type { RuleReading } from './rules';
import type { SignalReading } from './signals';
import { acceptanceText, type AcceptanceRow } from './signal-acceptance';
import type { Spread } from './statistics';
import type { StoreReading } from './store';

/** Everything that was measured; a part that was not asked for is absent. */
export interface Results {
  machine: string;
  ingest?: readonly Comparison[];
  soak?: Soak;
  damage?: Damage;
  damagedRun?: DamagedRun;
  exchangeInfo?: ExchangeInfoReading;
  store?: StoreReading;
  positions?: PositionReading;
  rules?: RuleReading;
  alerts?: AlertReading;
  backCasts?: BackCastReading;
  signals?: SignalReading;
  acceptance?: readonly AcceptanceRow[];
  fanout?: FanoutReading;
}

/** The results as a table for people: medians, in brackets the range over the rounds. */
export function reportOn(results: Results): string {
  const { ingest, soak, damage, damagedRun, exchangeInfo, store, positions, rules } = results;
  return [
    results.machine,
    '',
    ...(ingest ? ingestLines(ingest) : []),
    ...(soak ? [soakText(soak)] : []),
    ...(damage ? [damageText(damage)] : []),
    ...(damagedRun ? [damagedRunText(damagedRun)] : []),
    ...(exchangeInfo ? [exchangeInfoText(exchangeInfo)] : []),
    ...(store ? [storeText(store)] : []),
    ...(positions ? [positionsText(positions)] : []),
    ...(rules ? [rulesText(rules)] : []),
    ...alertLines(results),
    ...(results.fanout ? [fanoutText(results.fanout)] : []),
    '',
  ].join('\n');
}

function ingestLines(ingest: readonly Comparison[]): string[] {
  const ratios = ingest.map(({ rate, cpuRatio }) => `${rateText(rate)} ${spread(cpuRatio, 2)}`);
  return [
    columns(['', 'frames/s', 'CPU µs/frame', 'sent→decided p50 µs', 'p99 µs']),
    ...ingest.flatMap((each) => [
      row('ws + JSON.parse', each, 'raw'),
      row('Tickwatch', each, 'pipeline'),
    ]),
    '',
    `CPU, Tickwatch ÷ ws + JSON.parse: ${ratios.join(', ')}`,
  ];
}

function soakText({ frames, heapBefore, heapAfter, rssAfter }: Soak): string {
  return (
    `${frames} frames: heap ${heapBefore.toFixed(1)} → ${heapAfter.toFixed(1)} MB, ` +
    `RSS ${rssAfter.toFixed(0)} MB`
  );
}

function damageText({ frames, accepted, refused, ...rest }: Damage): string {
  return (
    `${frames} damaged frames: ${accepted} still good, ${refused} refused, ` +
    `${rest.crashes} crashes, ${rest.differences} differences between the readers, ` +
    `heap ${rest.heapGrowth.toFixed(1)} MB more`
  );
}

function damagedRunText({ frames, trades, crashes, absurd, heapGrowth }: DamagedRun): string {
  return (
    `${frames} damaged frames through all of it: ${trades} trades, ` +
    `${crashes} crashes, ${absurd} absurd values, heap ${heapGrowth.toFixed(1)} MB more`
  );
}

function exchangeInfoText(reading: ExchangeInfoReading): string {
  const { megabytes, took, longestBlock, parsedAtOnce } = reading;
  return (
    `exchangeInfo of ${megabytes.toFixed(1)} MB: ${took.toFixed(0)} ms in slices of at most ` +
    `${longestBlock.toFixed(0)} ms; in one go JSON.parse takes ${parsedAtOnce.toFixed(0)} ms`
  );
}

function storeText({ megabytes, commits, p50, p99, cpu }: StoreReading): string {
  return (
    `store of ${megabytes.toFixed(1)} MB: ${commits} commits, p50 ${p50.toFixed(1)} ms, ` +
    `p99 ${p99.toFixed(1)} ms, ${cpu.toFixed(1)} ms of CPU each`
  );
}

function positionsText({ positions, fills, tick, told, totals, sumMs }: PositionReading): string {
  return (
    `${positions} positions of one symbol, ${fills} fills: a tick p50 ${tick.p50.toFixed(3)} ms, ` +
    `p99 ${tick.p99.toFixed(3)} ms; telling all their values p50 ${told.p50.toFixed(1)} ms, ` +
    `p99 ${told.p99.toFixed(1)} ms\n` +
    `portfolio of as many in 100 symbols: totals p50 ${totals.p50.toFixed(2)} ms, ` +
    `p99 ${totals.p99.toFixed(2)} ms; ${sumMs.toFixed(0)} ms once a change of a position`
  );
}

function rulesText(rules: RuleReading): string {
  const { tickNs, baseNs, bytesPerRule, crashMs, crashFires, firedP99 } = rules;
  return (
    `${rules.rules} alert rules: ${tickNs.toFixed(0)} ns a trade, ` +
    `${(tickNs / baseNs).toFixed(2)} × that of 100, ${bytesPerRule.toFixed(0)} bytes a rule; ` +
    `a trade through ${crashFires} levels ${crashMs.toFixed(1)} ms, fired p99 ${firedP99.toFixed(0)} µs`
  );
}

function alertLines({ alerts, backCasts, signals, acceptance }: Results): string[] {
  return [
    ...(alerts ? [alertsText(alerts)] : []),
    ...(backCasts ? [backCastText(backCasts)] : []),
    ...(signals ? [signalsText(signals)] : []),
    ...(acceptance ? [acceptanceText(acceptance)] : []),
  ];
}

function alertsText({ fires, decidedP99, durableP50, durableP99, ...crash }: AlertReading): string {
  return (
    `alerts at 5000 trades/s: ${fires} fires, decided p99 ${decidedP99.toFixed(3)} ms, durable p50 ` +
    `${durableP50.toFixed(1)} ms, p99 ${durableP99.toFixed(1)} ms; a flash crash: ` +
    `${crash.crashAlerts} alerts durable in ${crash.crashMs.toFixed(0)} ms, ` +
    `${crash.crashMessages} notifications`
  );
}

function backCastText({ runs }: BackCastReading): string {
  const each = runs.map(({ name, ms, fires }) => `${name} ${ms.toFixed(0)} ms (${fires} fires)`);
  return `one rule over a year of minutes, CPU: ${each.join(', ')}`;
}

function signalsText({ candles, entries, seconds, ...rest }: SignalReading): string {
  const { engineMicros, weight, before, during, after } = rest;
  const tails = [before, during, after];
  const all = tails.map(({ p99 }) => p99.toFixed(0));
  const own = tails.map(({ ownP99 }) => ownP99.toFixed(0));
  return (
    `signals of ${candles} candles replayed in ${seconds.toFixed(1)} s (${entries} entries), ` +
    `engine ${engineMicros.toFixed(1)} µs a candle, request weight ${weight}; a tick's p99 before, ` +
    `during, after ${all.join(', ')} µs, without waiting for a processor ${own.join(', ')} µs, ` +
    `ratio ${(during.ownP99 / before.ownP99).toFixed(2)}; ` +
    `longest meanwhile ${(during.most / 1000).toFixed(1)} ms`
  );
}

function row(name: string, { rate, ...both }: Comparison, who: 'raw' | 'pipeline'): string {
  const { framesPerSecond, cpuPerFrame, p50, p99 } = both[who];
  return columns([
    `${name}, ${rateText(rate)}`,
    spread(framesPerSecond, 0),
    spread(cpuPerFrame, 2),
    spread(p50, 0),
    spread(p99, 0),
  ]);
}

const rateText = (rate: number | null): string => (rate === null ? 'flat out' : `at ${rate}/s`);

function spread({ median, min, max }: Spread, digits: number): string {
  if (Number.isNaN(median)) return '–';
  return `${median.toFixed(digits)} (${min.toFixed(digits)}…${max.toFixed(digits)})`;
}

function columns(cells: readonly string[]): string {
  return cells
    .map((cell) => cell.padEnd(28))
    .join('')
    .trimEnd();
}
