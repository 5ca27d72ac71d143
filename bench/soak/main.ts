// npm run soak -- [--outages 100] [--events 5000000] [--days 3] [--kills 100] [--power-cuts 100] [--alerts 500] [--backcast-days 1] [--fuzz 1000000] [--minutes N] [--seed S] [--out FILE]
//
// A part is left out with 0. With --minutes the outages go on until the time is over, and only they.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killWriters } from '../soak-store';
import { runAlerts } from './alerts';
import { runBackCasts } from './back-casts';
import { measureCatchUp } from './catch-up';
import { runDays } from './days';
import { measureDetection } from './detection';
import { runDifferential } from './differential';
import { runFrames } from './frames';
import { fuzz } from './fuzz/fuzz';
import { FuzzServer } from './fuzz/server-process';
import { cutPower, powerCutObstacle } from './power-cuts';
import { reportOn, type SoakResults } from './report';

const { values } = parseArgs({
  options: {
    outages: { type: 'string' },
    events: { type: 'string' },
    days: { type: 'string' },
    kills: { type: 'string' },
    'power-cuts': { type: 'string' },
    alerts: { type: 'string' },
    'backcast-days': { type: 'string' },
    fuzz: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string', default: 'soak-results.json' },
  },
});
const CATCH_UP = { symbols: 50, hours: 8 };

const PARTS = [
  ...(['outages', 'events', 'days', 'kills', 'power-cuts'] as const),
  ...(['alerts', 'backcast-days', 'fuzz', 'minutes'] as const),
] as const;

/** What a flag asks for; a part alone when any part is named, everything in everyday size when none is. */
function amountOf(name: (typeof PARTS)[number], everyday: number): number {
  const isBare = PARTS.every((each) => !(each in values));
  const amount = Number(values[name] ?? (isBare ? everyday : 0));
  if (!(amount >= 0)) throw new Error(`--${name} must be a number`);
  return amount;
}

const writer = join(import.meta.dirname, 'store-writer.js');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function runKills(results: SoakResults, rounds: number): Promise<void> {
  if (rounds === 0) return;
  results.kills = await killWriters({
    writer,
    rounds,
    seed: results.seed,
    onProgress: (round, acknowledged) => say(`kill ${round}: ${acknowledged} changes saved`),
  });
}

async function runFuzz(results: SoakResults, frames: number): Promise<void> {
  if (frames === 0) return;
  const server = await FuzzServer.start(join(import.meta.dirname, 'fuzz-server.js'));
  results.fuzz = await fuzz({
    ...{ ...server.address, frames, seed: results.seed },
    look: () => server.look(),
    onProgress: (tally) => say(`fuzz: ${tally.frames} frames, ${tally.connections} connections`),
  });
  await server.end();
}

async function runPowerCuts(results: SoakResults, rounds: number): Promise<void> {
  if (rounds === 0) return;
  const obstacle = powerCutObstacle();
  if (obstacle !== null) {
    say(`The cuts of power are left out: ${obstacle}`);
    return;
  }
  results.powerCuts = await cutPower({
    writer,
    rounds,
    seed: results.seed,
    onProgress: (round, acknowledged) => say(`power cut ${round}: ${acknowledged} changes saved`),
  });
}

async function main(): Promise<boolean> {
  const seed = Number(values.seed ?? Math.floor(performance.timeOrigin) % 1_000_000);
  const [outages, minutes] = [amountOf('outages', 100), amountOf('minutes', 0)];
  const [days, events] = [amountOf('days', 3), amountOf('events', 5_000_000)];
  say(`seed ${seed}`);
  const results: SoakResults = { seed };
  if (outages > 0 || minutes > 0) {
    results.detection = await measureDetection(seed);
    results.catchUp = await measureCatchUp(CATCH_UP.symbols, CATCH_UP.hours);
    results.differential = await runDifferential({
      seed,
      ...(minutes > 0 ? { untilMs: minutes * 60_000 } : { outages }),
      onProgress: (done, kind, time) =>
        say(`outage ${done}, over at ${new Date(time).toISOString()}: ${kind}`),
    });
  }
  if (days > 0) results.days = await runDays(days, seed, (day) => say(`day ${day}`));
  if (events > 0) {
    const progress = (trades: number): void => say(`${trades} trades`);
    results.frames = await runFrames(events, seed, progress);
  }
  const alerts = amountOf('alerts', 500);
  if (alerts > 0) {
    results.alerts = await runAlerts(alerts, seed, (done) => say(`alerts: outage ${done}`));
  }
  const castDays = amountOf('backcast-days', 1);
  if (castDays > 0) {
    results.backCasts = await runBackCasts(castDays, seed, (day) => say(`back-cast: day ${day}`));
  }
  await runKills(results, amountOf('kills', 100));
  await runFuzz(results, amountOf('fuzz', 1_000_000));
  await runPowerCuts(results, amountOf('power-cuts', 25));
  const { text, isGood } = reportOn(results);
  process.stdout.write(text);
  writeFileSync(values.out, `${JSON.stringify({ ...results, isGood }, null, 2)}\n`);
  return isGood;
}

process.exitCode = (await main()) ? 0 : 1;
