// npm run bench -- [--rounds 5] [--seconds 3] [--frames 300000] [--damaged 1000000] [--soak 2000000] [--out FILE]
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { readDamaged } from './damage';
import { runDamaged } from './damaged-pipeline';
import { measureExchangeInfo } from './exchange-info';
import { compare, soak } from './ingest';
import { ProducerProcess } from './producer-process';
import { reportOn, type Results } from './report';
import { measureRules } from './rules';
import { measurePositions } from './positions';
import { measureStore } from './store';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    frames: { type: 'string', default: '300000' },
    damaged: { type: 'string', default: '1000000' },
    soak: { type: 'string', default: '2000000' },
    out: { type: 'string', default: 'bench-results.json' },
  },
});
const PACES = [5000, 20_000];
const SEED = 1;

async function main(): Promise<void> {
  const rounds = Number(values.rounds);
  const producer = await ProducerProcess.start();
  const ingest = [await compare(producer, { rounds, frames: Number(values.frames), rate: null })];
  for (const rate of PACES) {
    ingest.push(await compare(producer, { rounds, frames: rate * Number(values.seconds), rate }));
  }
  const results: Results = {
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
    ingest,
    soak: await soak(producer, Number(values.soak)),
    damage: readDamaged(Number(values.damaged), SEED),
    damagedRun: await runDamaged(producer.host, Number(values.damaged), SEED),
    exchangeInfo: await measureExchangeInfo(3500),
    store: await measureStore(500),
    positions: measurePositions(1000, SEED),
    rules: measureRules(100_000, SEED),
  };
  producer.stop();
  process.stdout.write(reportOn(results));
  writeFileSync(values.out, `${JSON.stringify(results, null, 2)}\n`);
}

await main();
