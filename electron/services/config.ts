import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { AppError } from '../../shared/domain/errors';
import { USUAL_ENDPOINT } from '../../shared/domain/usual-settings';
import type { Market, Venue } from '../../shared/domain/feed-status';
import { ACCESS_LEVELS, type AccessLevel } from './endpoint/access-log';
import { CHOICES, type VenueUrls } from './exchange/binance/endpoints';
import { LOG_LEVELS, type LogLevel } from './logger';
import type { VenueSetting, VenueSettings } from './feed/venue-choices';

/** Limits of the local endpoint. */
export interface Limits {
  readonly maxClients: number;
  /** Rooms a client may follow. */
  readonly maxSubscriptions: number;
  /** Requests a second a client may keep up. */
  readonly rate: number;
  /** Requests a client may make at once on top of the rate. */
  readonly burst: number;
}

export interface Config {
  readonly market: Market;
  /** Seed of the demo market. */
  readonly demoSeed: string;
  readonly replay: { readonly file: string; readonly speed: number } | null;
  /** Where live venues are found. */
  readonly venues: VenueSettings;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Which of these two a flag or variable decides; the settings decide the others. */
  readonly given: readonly ('host' | 'port')[];
  readonly logLevel: LogLevel;
  readonly tokenFile: string | null;
  /** Folder of the trader's own pages, served at `/pages/`; null serves none. */
  readonly ownPages: string | null;
  readonly limits: Limits;
  /** What of the visits of the endpoint is logged. */
  readonly accessLog: AccessLevel;
}

type Env = Readonly<Record<string, string | undefined>>;

const FLAGS = {
  demo: { type: 'string' },
  'data-dir': { type: 'string' },
  'spot-ws': { type: 'string' },
  'spot-rest': { type: 'string' },
  'futures-ws': { type: 'string' },
  'futures-rest': { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'log-level': { type: 'string' },
  'token-file': { type: 'string' },
  pages: { type: 'string' },
  replay: { type: 'string' },
  'replay-speed': { type: 'string' },
} as const;

/** The name of a flag, without its dashes. */
export type Flag = keyof typeof FLAGS;

/** Flags without an environment variable of their own. */
const FLAG_ONLY: readonly Flag[] = ['token-file', 'replay', 'replay-speed'];

/** Said instead of an address. */
const OFF = 'off';

/** @param word What may be said instead of an address. */
const url = (protocols: readonly string[], word?: string) =>
  z
    .string()
    .refine((text) => text === word || protocols.includes(protocolOf(text)), {
      message:
        `must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}` +
        (word === undefined ? '' : `, or ${word}`),
    })
    // Paths are put behind it, and a name or password would end up in logs.
    .refine((text) => !/[?#@\s]/.test(text), {
      message: 'must be a URL without user, query, fragment or spaces',
    })
    .transform((text) => text.replace(/\/+$/, ''));

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max));

const WS = ['ws:', 'wss:'];
const HTTP = ['http:', 'https:'];

const schema = z.object({
  demo: z.string().optional(),
  'data-dir': z.string().min(1).optional(),
  'spot-ws': url(WS).optional(),
  'spot-rest': url(HTTP).optional(),
  'futures-ws': url(WS, OFF).optional(),
  'futures-rest': url(HTTP, OFF).optional(),
  host: z
    .string()
    .regex(/^[\w.:%-]+$/, 'must be an address or name such as 127.0.0.1, ::1 or localhost')
    .default('127.0.0.1'),
  port: whole(0, 65_535).default(USUAL_ENDPOINT.port),
  'log-level': z.enum(LOG_LEVELS).default('info'),
  'token-file': z.string().min(1).optional(),
  pages: z.string().min(1).optional(),
  replay: z.string().min(1).optional(),
  'replay-speed': z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/, 'must be a number such as 1 or 2.5')
    .transform(Number)
    .refine((speed) => speed >= 0.01 && speed <= 1000, 'must be from 0.01 to 1000')
    .default(1),
});

const limitsSchema = z.object({
  TICKWATCH_MAX_CLIENTS: whole(1, 100_000).default(100),
  TICKWATCH_MAX_SUBSCRIPTIONS: whole(1, 100_000).default(200),
  TICKWATCH_RATE: whole(1, 1_000_000).default(20),
  TICKWATCH_BURST: whole(1, 1_000_000).default(40),
  TICKWATCH_ACCESS_LOG: z.enum(ACCESS_LEVELS).default('refused'),
});

/**
 * Reads flags and environment; a flag beats its variable. Touches nothing on disk.
 * @throws {AppError} `INVALID`, one line that names the flag and what it takes.
 */
export function readConfig(argv: readonly string[], env: Env): Config {
  const flags = fromArgv(argv);
  const said = { ...fromEnv(env), ...flags };
  const values = check(schema, said, (key) => (key in flags ? `--${key}` : variableOf(key)));
  const limits = check(limitsSchema, withoutEmpty(env), (key) => key);
  const market = values.replay ? 'replay' : values.demo === undefined ? 'live' : 'demo';
  return {
    market,
    demoSeed: values.demo === undefined || values.demo === '' ? '1' : values.demo,
    replay: values.replay ? { file: resolve(values.replay), speed: values['replay-speed'] } : null,
    venues: venueSettings(values),
    dataDir: resolve(values['data-dir'] ?? defaultDataDir(market, env)),
    host: values.host,
    port: values.port,
    given: (['host', 'port'] as const).filter((flag) => said[flag] !== undefined),
    logLevel: values['log-level'],
    tokenFile: values['token-file'] ? resolve(values['token-file']) : null,
    ownPages: values.pages ? resolve(values.pages) : null,
    limits: {
      maxClients: limits.TICKWATCH_MAX_CLIENTS,
      maxSubscriptions: limits.TICKWATCH_MAX_SUBSCRIPTIONS,
      rate: limits.TICKWATCH_RATE,
      burst: limits.TICKWATCH_BURST,
    },
    accessLog: limits.TICKWATCH_ACCESS_LOG,
  };
}

type VenueFlags = Pick<
  z.output<typeof schema>,
  'spot-ws' | 'spot-rest' | 'futures-ws' | 'futures-rest'
>;

function venueSettings(flags: VenueFlags): VenueSettings {
  const spot = settingOf('spot', { ws: flags['spot-ws'], rest: flags['spot-rest'] });
  const futures = { ws: flags['futures-ws'], rest: flags['futures-rest'] };
  if (futures.ws === OFF || futures.rest === OFF) {
    return { spot, futures: off('--futures-ws or --futures-rest says so') };
  }
  if (spot.kind === 'fixed' && futures.ws === undefined && futures.rest === undefined) {
    const reason = 'only a spot address is given; --futures-ws and --futures-rest take theirs';
    return { spot, futures: off(reason) };
  }
  return { spot, futures: settingOf('futures', futures) };
}

const off = (why: string): VenueSetting => ({ kind: 'off', reason: `Futures are off: ${why}` });

/** One address given goes with the other one of the usual market. */
function settingOf(
  venue: Venue,
  { ws, rest }: { readonly [K in keyof VenueUrls]: string | undefined },
): VenueSetting {
  if (ws === undefined && rest === undefined) return { kind: 'chosen' };
  const usual = CHOICES[venue].global;
  const flags = `--${venue}-ws and --${venue}-rest`;
  const reason = `The flags ${flags} decide where ${venue} data comes from; start without them to choose`;
  return { kind: 'fixed', urls: { ws: ws ?? usual.ws, rest: rest ?? usual.rest }, reason };
}

const protocolOf = (text: string): string => (URL.canParse(text) ? new URL(text).protocol : '');

function fromArgv(argv: readonly string[]): Partial<Record<Flag, string>> {
  // `--demo` may stand alone, which parseArgs has no notion of.
  const args = argv.map((arg) => (arg === '--demo' ? '--demo=' : arg));
  try {
    return parseArgs({ args, options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new AppError('INVALID', `${firstSentence(message)}. Known flags: ${flagList()}`);
  }
}

function fromEnv(env: Env): Partial<Record<Flag, string>> {
  const values: Partial<Record<Flag, string>> = {};
  const set = withoutEmpty(env);
  for (const flag of Object.keys(FLAGS) as Flag[]) {
    const value = set[variableOf(flag)];
    if (value !== undefined && !FLAG_ONLY.includes(flag)) values[flag] = value;
  }
  // A switch in the environment: 1 and true mean the usual market, 0 and false mean none.
  if (values.demo === '0' || values.demo === 'false') delete values.demo;
  if (values.demo === 'true') values.demo = '';
  return values;
}

function variableOf(flag: string): string {
  return `TICKWATCH_${flag.replaceAll('-', '_').toUpperCase()}`;
}

/** An empty variable is one that is not set. */
function withoutEmpty(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

function check<S extends z.ZodType>(
  wanted: S,
  values: unknown,
  nameOf: (key: string) => string,
): z.output<S> {
  const result = wanted.safeParse(values);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const name = nameOf(String(issue?.path[0] ?? ''));
  throw new AppError('INVALID', `${name}: ${issue?.message ?? 'invalid'}`);
}

function flagList(): string {
  return Object.keys(FLAGS)
    .map((flag) => `--${flag}`)
    .join(' ');
}

function firstSentence(text: string): string {
  return text.split(/\.\s/)[0]?.replace(/\.$/, '') ?? text;
}

/** The folder the OS keeps application data in; play money never mixes with the real market's. */
function defaultDataDir(market: Market, env: Env): string {
  const name = market === 'live' ? 'tickwatch' : `tickwatch-${market}`;
  if (process.platform === 'win32') {
    return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), name);
  }
  if (process.platform === 'darwin') {
    return join(homedir(), 'Library', 'Application Support', name);
  }
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), name);
}
