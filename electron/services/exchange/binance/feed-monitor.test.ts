import { beforeEach, expect, test } from 'vitest';
import type { FeedStatus } from '../../../../shared/domain/feed-status';
import { FakeClock } from '../../fake-clock';
import { FeedMonitor } from './feed-monitor';
import type { RestPause } from './rest-client';
import type { Verdict } from './silence-question';

let clock: FakeClock;
let expectsData: boolean;
let seen: FeedStatus[];
let silences: number;
let pause: RestPause | null;
let monitor: FeedMonitor;
/** What history says of silence; null when it does not answer. */
let verdict: Verdict | null;
let questions: number;

const open = { state: 'open', reason: null, retryInMs: null } as const;
const lost = (reason: string) => ({ state: 'connecting', reason, retryInMs: 0 }) as const;
const down = (reason: string) => ({ state: 'down', reason, retryInMs: 1000 }) as const;

const states = (): string[] => seen.map(({ state }) => state);

beforeEach(() => {
  clock = new FakeClock();
  expectsData = true;
  seen = [];
  silences = 0;
  pause = null;
  verdict = null;
  questions = 0;
  monitor = new FeedMonitor({
    venue: 'spot',
    clock,
    expectsData: () => expectsData,
    pause: () => pause,
    onChange: (status) => seen.push(status),
    ask: () => {
      questions++;
      return verdict === null ? Promise.reject(new Error('away')) : Promise.resolve(verdict);
    },
    onSilence: () => silences++,
  });
  monitor.start();
});

test('an open socket is not yet live: data makes it so', () => {
  monitor.connections(open);
  expect(monitor.status.state).toBe('connecting');
  monitor.heard(clock.monotonic());
  expect(states()).toEqual(['live']);
});

/** Data comes five times a second for so long. */
function bringData(ms: number): void {
  for (let at = 0; at <= ms; at += 200) {
    monitor.heard(clock.monotonic());
    clock.advance(200);
  }
}

/** Time passes second by second, with the answers that come meanwhile. */
async function pass(ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 1000) {
    clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('silence after steady data is stale after twelve seconds whatever history says, and data heals it', async () => {
  verdict = 'quiet';
  monitor.connections(open);
  bringData(15_000);
  await pass(11_000);
  expect(monitor.status.state).toBe('live');
  await pass(1000);
  expect(monitor.status).toMatchObject({ state: 'stale', reason: expect.any(String) as string });
  expect([silences, questions]).toEqual([1, 0]);
  monitor.heard(clock.monotonic());
  expect(states()).toEqual(['live', 'stale', 'live']);
});

test('fault 4: silence where little happens is a fault as soon as history says that something did', async () => {
  verdict = 'missed';
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  await pass(8000);
  expect(monitor.status.state).toBe('live');
  await pass(2000);
  expect(monitor.status.state).toBe('stale');
  expect(silences).toBe(1);
});

test('fault 4: silence that history does not explain is a fault after fourteen seconds', async () => {
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  await pass(13_000);
  expect(monitor.status.state).toBe('live');
  await pass(1000);
  expect(monitor.status.state).toBe('stale');
  expect(monitor.dataAge).toBe(14_000);
  expect([silences, questions]).toEqual([1, 3]);
  await pass(28_000);
  expect(silences).toBe(3);
});

test('symbols that are quiet by history leave the feed live for hours, without a single reconnect', async () => {
  verdict = 'quiet';
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  await pass(3 * 3_600_000);
  expect(states()).toEqual(['live']);
  expect(silences).toBe(0);
  expect(questions).toBeLessThanOrEqual(3 * 400);
});

test('a feed that brought nothing yet is live once history says that there was nothing', async () => {
  verdict = 'quiet';
  monitor.connections(open);
  await pass(8000);
  expect(monitor.status.state).toBe('connecting');
  await pass(3000);
  expect(monitor.status.state).toBe('live');
});

test('trades too young to tell are asked about again before the limit', async () => {
  verdict = 'unclear';
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  await pass(10_000);
  verdict = 'missed';
  await pass(3000);
  expect([monitor.status.state, silences]).toEqual(['stale', 1]);
});

test('an answer that comes after data, or after the line was lost, counts for nothing', async () => {
  let answer: (verdict: Verdict) => void = () => undefined;
  monitor.stop();
  monitor = new FeedMonitor({
    venue: 'spot',
    clock,
    expectsData: () => true,
    pause: () => null,
    ask: () => new Promise((resolve) => (answer = resolve)),
    onChange: (status) => seen.push(status),
    onSilence: () => silences++,
  });
  monitor.start();
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  await pass(9000);
  monitor.heard(clock.monotonic());
  answer('missed');
  await pass(9000);
  monitor.connections(down('connection reset'));
  answer('quiet');
  await pass(1000);
  expect(silences).toBe(0);
  expect(states()).toEqual(['live', 'offline']);
});

test('silence without streams is no fault', () => {
  expectsData = false;
  monitor.connections(open);
  clock.advance(60_000);
  expect(states()).toEqual(['live']);
  expectsData = true;
  clock.advance(13_000);
  expect(monitor.status.state).toBe('live');
  clock.advance(2000);
  expect(monitor.status.state).toBe('stale');
});

test('a lost line is offline with its reason, and the moment it began is kept', () => {
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  clock.advance(5000);
  const lostAt = clock.now();
  monitor.connections(down('connection reset'));
  clock.advance(5000);
  monitor.connections(down('still refused'));
  expect(monitor.status).toMatchObject({
    state: 'offline',
    reason: 'still refused',
    since: lostAt,
  });
});

test('a lost line that is tried anew is stale at once, with its reason, until data comes again', () => {
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  monitor.connections(lost('connection reset'));
  expect(monitor.status).toMatchObject({ state: 'stale', reason: 'connection reset' });
  monitor.connections(open);
  expect(monitor.status.state).toBe('stale');
  monitor.heard(clock.monotonic());
  expect(states()).toEqual(['live', 'stale', 'live']);
});

test('streams that cannot be understood for want of instruments are not given up for it', async () => {
  monitor.connections(open);
  monitor.instruments('the list is refused');
  await pass(60_000);
  expect([monitor.status.state, silences, questions]).toEqual(['offline', 0, 0]);
});

test('without instruments the feed is offline whatever the streams bring, and says why', () => {
  monitor.connections(open);
  monitor.instruments('does not serve this location (451)');
  monitor.heard(clock.monotonic());
  clock.advance(5000);
  expect(monitor.status).toMatchObject({
    state: 'offline',
    reason: 'does not serve this location (451)',
  });
  monitor.instruments(null);
  monitor.heard(clock.monotonic());
  expect(monitor.status.state).toBe('live');
});

test('stopping leaves no timer', () => {
  monitor.stop();
  expect(clock.pending).toBe(0);
});

test('fault 30: requests that have to pause are told of while the streams go on, and when they may again', () => {
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  seen.length = 0;
  pause = { until: clock.now() + 600_000, reason: 'banned until then' };
  clock.advance(1000);
  const told = { state: 'live', reason: 'banned until then' };
  expect(seen).toMatchObject([told]);
  pause = { ...pause, until: pause.until + 1 };
  clock.advance(3000);
  expect(seen).toHaveLength(1);
  pause = null;
  clock.advance(1000);
  expect(seen.at(-1)).toMatchObject({ state: 'live', reason: null });
});
