import type { Damage } from './damage';
import type { DamagedRun } from './damaged-pipeline';
import type { ExchangeInfoReading } from './exchange-info';
import type { Comparison, Soak } from './ingest';
import type { PositionReading } from './positions';
import type { RuleReading } from './rules';
import type { Spread } from './statistics';
import type { StoreReading } from './store';

/** Everything that was measured. */
export interface Results {
  readonly machine: string;
  readonly ingest: readonly Comparison[];
  readonly soak: Soak;
  readonly damage: Damage;
  readonly damagedRun: DamagedRun;
  readonly exchangeInfo: ExchangeInfoReading;
  readonly store: StoreReading;
  readonly positions: PositionReading;
  readonly rules: RuleReading;
}

/** The results as a table for people: medians, in brackets the range over the rounds. */
export function reportOn(results: Results): string {
  const { machine, ingest, soak, damage, damagedRun, exchangeInfo, store, positions, rules } =
    results;
  const rows = ingest.flatMap((each) => [
    row('ws + JSON.parse', each, 'raw'),
    row('Tickwatch', each, 'pipeline'),
  ]);
  const ratios = ingest.map(({ rate, cpuRatio }) => `${rateText(rate)} ${spread(cpuRatio, 2)}`);
  return [
    machine,
    '',
    columns(['', 'frames/s', 'CPU µs/frame', 'sent→decided p50 µs', 'p99 µs']),
    ...rows,
    '',
    `CPU, Tickwatch ÷ ws + JSON.parse: ${ratios.join(', ')}`,
    `${soak.frames} frames: heap ${soak.heapBefore.toFixed(1)} → ${soak.heapAfter.toFixed(1)} MB, ` +
      `RSS ${soak.rssAfter.toFixed(0)} MB`,
    `${damage.frames} damaged frames: ${damage.accepted} still good, ${damage.refused} refused, ` +
      `${damage.crashes} crashes, ${damage.differences} differences between the readers, ` +
      `heap ${damage.heapGrowth.toFixed(1)} MB more`,
    `${damagedRun.frames} damaged frames through all of it: ${damagedRun.trades} trades, ` +
      `${damagedRun.crashes} crashes, ${damagedRun.absurd} absurd values, ` +
      `heap ${damagedRun.heapGrowth.toFixed(1)} MB more`,
    `exchangeInfo of ${exchangeInfo.megabytes.toFixed(1)} MB: ${exchangeInfo.took.toFixed(0)} ms in ` +
      `slices of at most ${exchangeInfo.longestBlock.toFixed(0)} ms; in one go JSON.parse takes ` +
      `${exchangeInfo.parsedAtOnce.toFixed(0)} ms`,
    `store of ${store.megabytes.toFixed(1)} MB: ${store.commits} commits, p50 ${store.p50.toFixed(1)} ms, ` +
      `p99 ${store.p99.toFixed(1)} ms, ${store.cpu.toFixed(1)} ms of CPU each`,
    positionsText(positions),
    rulesText(rules),
    '',
  ].join('\n');
}

function positionsText({ positions, fills, p50, p99, sumMs }: PositionReading): string {
  return (
    `portfolio of ${positions} positions, ${fills} fills: p50 ${p50.toFixed(2)} ms a tick, ` +
    `p99 ${p99.toFixed(2)} ms; ${sumMs.toFixed(0)} ms once a change of a position`
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
