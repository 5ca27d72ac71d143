import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spreadOf, type Spread } from '../statistics';
import { LoadProcess, ServerProcess } from './processes';
import { SYMBOLS, type Delivery, type ServerReport } from './orders';

/** Debian's packages are for its own Python. */
const PYTHON = '/usr/bin/python3';
const FLASK_SERVER = join(import.meta.dirname, '../../bench/fanout/flask_server.py');
const OURS = [join(import.meta.dirname, 'fanout-server.js')];
const HOW_TO_GET_FLASK = 'apt-get install python3-flask-socketio python3-eventlet';

const CROWDS = [100, 500];
const ROUNDS = 3;
const DELIVERIES = { ours: 400_000, flask: 30_000 };
const MANY = 1000;
/** Loads every code path before memory is looked at. */
const WARM_UP_CLIENTS = 100;
const PACED_MS = 10_000;
const STEP_MS = 1000;
const ATTEMPTS = 10_000;
const CROWD_UNDER_ATTACK = 100;
const LISTENERS = 10;

/** One server flat out with so many clients. */
interface FlatOut {
  readonly perSecond: Spread;
  /** CPU of the server for each message to each client, µs. */
  readonly cpu: Spread;
}

/** Both servers flat out with the same clients. */
export interface CrowdReading {
  readonly clients: number;
  readonly ours: FlatOut;
  /** Null where Flask-SocketIO is not installed. */
  readonly flask: FlatOut | null;
  /** Deliveries a second by theirs, within each round; null without them. */
  readonly ratio: Spread | null;
}

/** What clients got of so many messages each. */
export interface PacedReading extends Delivery {
  readonly clients: number;
  readonly expected: number;
}

/** How messages reach clients over the local endpoint. */
export interface FanoutReading {
  readonly crowds: readonly CrowdReading[];
  /** A thousand clients with twenty messages a second each. */
  readonly many: PacedReading & {
    /** RSS that a client with twenty rooms costs, in KiB: idle, and after the load. */
    readonly idleKib: number;
    readonly loadedKib: number;
  };
  /** A client that stops reading: the memory it costs, MB, and what others noticed. */
  readonly paused: {
    readonly megabytes: number;
    readonly before: PacedReading;
    readonly during: PacedReading;
  };
  /** Attempts that must not get in while a full house listens. */
  readonly attack: PacedReading & { readonly attempts: number; readonly admitted: number };
}

/** Measures the endpoint, and Flask-SocketIO beside it where that is installed. */
export async function measureFanout(): Promise<FanoutReading> {
  const load = new LoadProcess();
  try {
    return {
      crowds: await measureCrowds(),
      many: await measureMany(load),
      paused: await measurePaused(load),
      attack: await measureAttack(load),
    };
  } finally {
    load.end();
  }
}

const startOurs = (maxClients: number): Promise<ServerProcess> =>
  ServerProcess.start(process.execPath, ['--expose-gc', ...OURS, `${maxClients}`]);

async function startFlask(): Promise<ServerProcess | null> {
  try {
    execFileSync(PYTHON, ['-c', 'import flask_socketio, eventlet'], { stdio: 'ignore' });
  } catch {
    process.stderr.write(`Flask-SocketIO is left out; to get it: ${HOW_TO_GET_FLASK}\n`);
    return null;
  }
  return ServerProcess.start(PYTHON, [FLASK_SERVER]);
}

/** A server and the clients that are its own. */
interface Contestant {
  readonly server: ServerProcess;
  readonly load: LoadProcess;
  /** To all clients together in a round, for one to two seconds. */
  readonly deliveries: number;
}

const contestant = (server: ServerProcess, deliveries: number): Contestant => ({
  ...{ server, deliveries },
  load: new LoadProcess(),
});

async function measureCrowds(): Promise<CrowdReading[]> {
  const flaskServer = await startFlask();
  const ours = contestant(await startOurs(MANY), DELIVERIES.ours);
  const flask = flaskServer && contestant(flaskServer, DELIVERIES.flask);
  const both = flask ? [flask, ours] : [ours];
  const crowds: CrowdReading[] = [];
  for (const clients of CROWDS) {
    for (const { load, server } of both) await load.connect(server.target, clients);
    crowds.push(await compare(clients, ours, flask));
    for (const { load } of both) await load.close();
  }
  for (const { load, server } of both) {
    load.end();
    server.end();
  }
  return crowds;
}

async function compare(
  clients: number,
  ours: Contestant,
  flask: Contestant | null,
): Promise<CrowdReading> {
  const passes = { ours: [] as Pass[], flask: [] as Pass[] };
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    const theirs = flask && (await flatOut(flask, clients));
    const mine = await flatOut(ours, clients);
    if (round === 0) continue;
    passes.ours.push(mine);
    if (theirs) passes.flask.push(theirs);
  }
  const ratios = passes.flask.map(
    (theirs, n) => (passes.ours[n]?.perSecond ?? 0) / theirs.perSecond,
  );
  return {
    clients,
    ours: sumUp(passes.ours),
    flask: flask && sumUp(passes.flask),
    ratio: flask && spreadOf(ratios),
  };
}

interface Pass {
  readonly perSecond: number;
  readonly cpu: number;
}

const say = (line: string): void => void process.stderr.write(`fanout: ${line}\n`);

async function flatOut({ server, load, deliveries }: Contestant, clients: number): Promise<Pass> {
  await load.count();
  const before = await server.usage();
  const messages = await server.publish(Math.ceil(deliveries / clients / SYMBOLS.length));
  const { delivered, took } = await load.expect(messages);
  const after = await server.usage();
  if (delivered !== messages * clients) {
    throw new Error(`${delivered} of ${messages * clients} messages were delivered`);
  }
  const perSecond = (delivered / took) * 1000;
  say(`${clients} clients, ${perSecond.toFixed(0)} delivered/s`);
  return { perSecond, cpu: ((after.cpuMs - before.cpuMs) * 1000) / delivered };
}

function sumUp(passes: readonly Pass[]): FlatOut {
  return {
    perSecond: spreadOf(passes.map(({ perSecond }) => perSecond)),
    cpu: spreadOf(passes.map(({ cpu }) => cpu)),
  };
}

async function measureMany(load: LoadProcess): Promise<FanoutReading['many']> {
  say('a thousand clients');
  const server = await startOurs(MANY);
  await load.connect(server.target, WARM_UP_CLIENTS);
  await listen(server, load, { clients: WARM_UP_CLIENTS, ms: 2000 });
  await load.close();
  const before = await settled(server);
  await load.connect(server.target, MANY);
  const idle = await settled(server);
  const reading = await listen(server, load, { clients: MANY, ms: PACED_MS });
  const loaded = await settled(server);
  await load.close();
  server.end();
  const cost = (rss: number): number => (rss - before.rss) / 1024 / MANY;
  return { ...reading, idleKib: cost(idle.rss), loadedKib: cost(loaded.rss) };
}

async function measurePaused(load: LoadProcess): Promise<FanoutReading['paused']> {
  say('a paused reader');
  const server = await startOurs(MANY);
  await load.connect(server.target, LISTENERS);
  const rush = { everyMs: 10, updates: 20, news: 5, clients: LISTENERS, ms: PACED_MS };
  const before = await listen(server, load, rush);
  const rested = await settled(server);
  await load.addPaused(server.target);
  let peak = 0;
  const during = await listen(server, load, rush, ({ live }) => (peak = Math.max(peak, live)));
  await load.close();
  server.end();
  return { megabytes: (peak - rested.live) / 1e6, before, during };
}

async function measureAttack(load: LoadProcess): Promise<FanoutReading['attack']> {
  say('connection attempts');
  const server = await startOurs(CROWD_UNDER_ATTACK);
  const attackers = new LoadProcess();
  await load.connect(server.target, CROWD_UNDER_ATTACK);
  await load.count();
  server.pace(50, 1);
  const admitted = await attackers.attack(server.target, ATTEMPTS);
  const expected = await server.stop();
  const delivery = await load.expect(expected);
  await load.close();
  attackers.end();
  server.end();
  return { ...delivery, clients: CROWD_UNDER_ATTACK, expected, attempts: ATTEMPTS, admitted };
}

interface Listening {
  readonly clients: number;
  readonly ms: number;
  readonly everyMs?: number;
  readonly updates?: number;
  readonly news?: number;
}

type Usage = Extract<ServerReport, { kind: 'usage' }>;

/** Everyone gets twenty prices a second unless said otherwise; memory is looked at meanwhile on demand. */
async function listen(
  server: ServerProcess,
  load: LoadProcess,
  { clients, ms, everyMs = 50, updates = 1, news = 0 }: Listening,
  onUsage?: (usage: Usage) => void,
): Promise<PacedReading> {
  await load.count();
  server.pace(everyMs, updates, news);
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    await pause(STEP_MS);
    if (onUsage) onUsage(await server.usage());
  }
  const expected = await server.stop();
  return { ...(await load.expect(expected)), clients, expected };
}

/** The memory of a server that has come to rest. */
async function settled(server: ServerProcess): Promise<Usage> {
  await server.usage();
  await pause(STEP_MS);
  return server.usage();
}
