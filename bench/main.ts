// npm run bench -- [--only ingest|soak|damage|exchange-info|store|positions|rules|alerts|back-cast|signals|acceptance|fanout] [--seed 1] [--rounds 5] [--seconds 3] [--frames 300000] [--damaged 1000000] [--soak 2000000] [--out FILE]
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureAlerts } from './alerts';
import { measureBackCasts } from './back-cast';
import { readDamaged } from './damage';
import { runDamaged } from './damaged-pipeline';
import { measureExchangeInfo } from './exchange-info';
import { measureFanout } from './fanout/fanout';
import { compare, soak, type Comparison } from './ingest';
import { ProducerProcess } from './producer-process';
import { reportOn, type Results } from './report';
import { measureRules } from './rules';
import { measurePositions } from './positions';
import { acceptance, WHOLE } from './signal-acceptance';
import { measureSignals } from './signals';
import { measureStore } from './store';

const PARTS = [
  ...(['ingest', 'soak', 'damage', 'exchange-info', 'store'] as const),
  ...(['positions', 'rules', 'alerts', 'back-cast', 'signals', 'acceptance', 'fanout'] as const),
];
type Part = (typeof PARTS)[number];

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [...PARTS] },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    frames: { type: 'string', default: '300000' },
    damaged: { type: 'string', default: '1000000' },
    soak: { type: 'string', default: '2000000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'bench-results.json' },
  },
});
const PACES = [5000, 20_000];
const SEED = Number(values.seed);
const ALERT_SECONDS = 20;

/** Everything that takes frames of another process. */
async function overWire(isWanted: (part: Part) => boolean): Promise<Partial<Results>> {
  const results: Partial<Results> = {};
  const producer = await ProducerProcess.start();
  if (isWanted('ingest')) results.ingest = await ingestReadings(producer);
  if (isWanted('soak')) results.soak = await soak(producer, Number(values.soak));
  if (isWanted('damage')) {
    const frames = Number(values.damaged);
    results.damage = readDamaged(frames, SEED);
    results.damagedRun = await runDamaged(producer.host, frames, SEED);
  }
  if (isWanted('signals')) results.signals = await measureSignals(producer, SEED);
  producer.stop();
  return results;
}

async function ingestReadings(producer: ProducerProcess): Promise<Comparison[]> {
  const rounds = Number(values.rounds);
  const readings = [await compare(producer, { rounds, frames: Number(values.frames), rate: null })];
  for (const rate of PACES) {
    readings.push(await compare(producer, { rounds, frames: rate * Number(values.seconds), rate }));
  }
  return readings;
}

/** @throws for a part that there is not */
function chosenParts(): ReadonlySet<string> {
  const known: ReadonlySet<string> = new Set(PARTS);
  for (const name of values.only) {
    if (!known.has(name)) throw new Error(`--only takes ${PARTS.join(', ')}; not ${name}`);
  }
  return new Set(values.only);
}

/** Everything about alert rules. */
async function onRules(isWanted: (part: Part) => boolean): Promise<Partial<Results>> {
  return {
    ...(isWanted('rules') ? { rules: measureRules(100_000, SEED) } : {}),
    ...(isWanted('alerts') ? { alerts: await measureAlerts(ALERT_SECONDS) } : {}),
    ...(isWanted('back-cast') ? { backCasts: await measureBackCasts(SEED) } : {}),
  };
}

/** Whether what signals say comes true; the bench fails when it does not. */
function onSignals(isWanted: (part: Part) => boolean): Partial<Results> {
  if (!isWanted('acceptance')) return {};
  const rows = acceptance({ ...WHOLE, seed: SEED });
  if (rows.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
  return { acceptance: rows };
}

async function main(): Promise<void> {
  const parts = chosenParts();
  const isWanted = (part: Part): boolean => parts.has(part);
  const needsWire = (['ingest', 'soak', 'damage', 'signals'] as const).some(isWanted);
  const results: Results = {
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
    ...(needsWire ? await overWire(isWanted) : {}),
    ...(isWanted('exchange-info') ? { exchangeInfo: await measureExchangeInfo(3500) } : {}),
    ...(isWanted('store') ? { store: await measureStore(500) } : {}),
    ...(isWanted('positions') ? { positions: measurePositions(1000, SEED) } : {}),
    ...(await onRules(isWanted)),
    ...onSignals(isWanted),
    ...(isWanted('fanout') ? { fanout: await measureFanout() } : {}),
  };
  process.stdout.write(reportOn(results));
  if (results.acceptance?.some(({ failures }) => failures.length > 0) === true)
    process.exitCode = 1;
  writeFileSync(values.out, `${JSON.stringify(results, null, 2)}\n`);
}

await main();
