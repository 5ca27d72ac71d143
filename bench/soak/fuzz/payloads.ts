import { z } from 'zod';
import { requests } from '../../../shared/protocol/requests';
import { pick, Sampler, type Schema } from './sample';

/** Uniform in [0, 1). */
type Random = () => number;

/** A Socket.IO packet that is whole, whatever it asks for. */
export interface Question {
  /** Without the type of the packet and its acknowledgement. */
  readonly args: string;
  /** What follows in binary frames. */
  readonly binary: readonly Buffer[];
  /** Whether it asks for an answer. */
  readonly isAsking: boolean;
  /** The request that it names; null for one that there is not. */
  readonly request: string | null;
}

/** Payloads that each event gets. */
const VARIANTS = 200;

const NAMES: readonly string[] = Object.keys(requests);
const STRANGE: readonly unknown[] = [
  ...['', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'x'.repeat(20_000)],
  ...['request', 'emit', 'close', 'data', 'subscribe_symbol ', 7, 0, 1e21],
];
/** Every name that an event is sent under: `request` counts more than once. */
const EVENTS: readonly unknown[] = [...NAMES, 'request', 'request', ...STRANGE];

const POLLUTION = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
const TEXTS = ['', '\u0000', '\ud800', '\u202eabc', '\r\n\u001b[2J', 'x'.repeat(30_000), '💥'];
const NUMBERS = ['1e308', '-1', '0', '-0', '1e-320', '9007199254740993', '1.5', '1e400'];
const BARE = ['null', '[]', '"text"', '7', 'true', '[[[]]]', '{"":{}}', POLLUTION];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'get', 'TRACE', ''];
const PATHS = Object.values(requests).flatMap(({ rest }: { rest?: { path: string } }) =>
  rest ? [rest.path] : [],
);

/** How a payload is made out of a good one; the result is JSON. */
type Spoil = (good: Record<string, unknown>, random: Random) => string;

const spoils: readonly Spoil[] = [
  (good) => JSON.stringify(good),
  (good) => JSON.stringify(good),
  (_good, random) => pick(BARE, random),
  (good, random) => withField(good, random, pick(NUMBERS, random)),
  (good, random) => withField(good, random, JSON.stringify(pick(TEXTS, random))),
  (good, random) => withField(good, random, pick(BARE, random)),
  (good, random) => withField(good, random, deep(random)),
  (good, random) => JSON.stringify(without(good, random)),
  (good, random) => withKey(good, '__proto__', random),
  (good, random) =>
    withKey(good, pick(['constructor', 'prototype', 'toString', 'x'], random), random),
  (_good, random) => deep(random),
];

/** What is sent as the n-th frame of all: each event in turn, each time with another payload. */
export function questionAt(n: number, random: Random): Question {
  const name = EVENTS[n % EVENTS.length];
  const variant = Math.floor(n / EVENTS.length) % VARIANTS;
  const request =
    typeof name === 'string' && (NAMES.includes(name) || name === 'request') ? name : null;
  const event = JSON.stringify(name);
  const isAsking = variant % 9 !== 8;
  const base = { binary: [], isAsking, request };
  if (variant % 31 === 30) return { ...base, args: `[${event}]` };
  if (variant % 37 === 36) {
    const placeholder = '{"_placeholder":true,"num":0}';
    return { ...base, args: `[${event},${placeholder}]`, binary: [Buffer.alloc(64, variant)] };
  }
  const spoil = spoils[variant % spoils.length] as Spoil;
  const params = spoil(goodParams(name, random), random);
  const more = variant % 23 === 22 ? ',1,"two",{"three":3}' : '';
  return { ...base, args: `[${event},${params}${more}]` };
}

const schemas = new Map(
  Object.entries(requests).map(([name, { params }]) => {
    const whole = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any', cycles: 'ref' });
    return [name, whole as Schema];
  }),
);

function goodParams(name: unknown, random: Random): Record<string, unknown> {
  if (name === 'request') {
    const path = pick(PATHS, random)
      .replace('{symbol}', 'BTC-USDT')
      .replace(/\{\w+\}/, '7');
    return { method: pick(METHODS, random), path, query: {}, body: {} };
  }
  const schema = typeof name === 'string' ? schemas.get(name) : undefined;
  const value = schema ? new Sampler(schema, random).value() : {};
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function withField(good: Record<string, unknown>, random: Random, json: string): string {
  const names = Object.keys(good);
  const name = names.length > 0 ? pick(names, random) : 'symbol';
  const rest = JSON.stringify(
    Object.fromEntries(Object.entries(good).filter(([key]) => key !== name)),
  );
  return added(rest, name, json);
}

function withKey(good: Record<string, unknown>, name: string, random: Random): string {
  return added(JSON.stringify(good), name, random() < 0.5 ? POLLUTION : '{"polluted":1}');
}

function added(object: string, name: string, json: string): string {
  const start = object === '{}' ? '{' : `${object.slice(0, -1)},`;
  return `${start}${JSON.stringify(name)}:${json}}`;
}

function without(good: Record<string, unknown>, random: Random): Record<string, unknown> {
  const names = Object.keys(good);
  const gone = names.length > 0 ? pick(names, random) : '';
  return Object.fromEntries(Object.entries(good).filter(([name]) => name !== gone));
}

function deep(random: Random): string {
  const levels = 10 + Math.floor(random() * 2000);
  return random() < 0.5
    ? `${'['.repeat(levels)}${']'.repeat(levels)}`
    : `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
}
