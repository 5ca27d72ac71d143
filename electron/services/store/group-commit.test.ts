import { expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { GroupCommit } from './group-commit';

interface Parked {
  readonly done: () => void;
  readonly fail: (error: Error) => void;
}

/** Commits that end when the test says so. */
function createCommits() {
  const clock = new FakeClock();
  const parked: Parked[] = [];
  const outcomes: unknown[] = [];
  let begun = 0;
  const commits = new GroupCommit({
    clock,
    random: () => 0,
    commit: () => {
      begun++;
      return new Promise<void>((done, fail) => parked.push({ done, fail }));
    },
    onOutcome: (error) => outcomes.push(error instanceof Error ? error.message : error),
  });
  return { clock, commits, parked, outcomes, begun: () => begun };
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

test('whoever asks while a commit runs shares the next one', async () => {
  const { commits, parked, begun } = createCommits();
  const first = commits.now();
  const later = Array.from({ length: 10 }, () => commits.now());
  expect(begun()).toBe(1);
  parked[0]!.done();
  await first;
  await turn();
  expect(begun()).toBe(2);
  // One who comes now changed something after the second began.
  void commits.now();
  parked[1]!.done();
  await Promise.all(later);
  await turn();
  expect(begun()).toBe(3);
  parked[2]!.done();
});

test('never do two commits run at once', async () => {
  const { commits, parked, begun } = createCommits();
  void commits.now();
  void commits.now();
  parked[0]!.done();
  for (let step = 0; step < 20; step++) {
    void commits.now();
    await Promise.resolve();
    expect(begun()).toBeLessThanOrEqual(2);
  }
  parked[1]!.done();
});

test('one that fails is tried again by itself, ever more rarely, until it holds', async () => {
  const { clock, commits, parked, outcomes, begun } = createCommits();
  const first = commits.now();
  parked[0]!.fail(new Error('full'));
  await expect(first).rejects.toThrow('full');
  for (const wait of [0, 500, 1000, 2000]) {
    const before = begun();
    if (wait > 0) clock.advance(wait - 1);
    expect(begun()).toBe(before);
    clock.advance(wait > 0 ? 1 : 0);
    expect(begun()).toBe(before + 1);
    parked.at(-1)!.fail(new Error('full'));
    await turn();
  }
  clock.advance(4000);
  parked.at(-1)!.done();
  await turn();
  expect(outcomes).toEqual(['full', 'full', 'full', 'full', 'full', null]);
  expect(clock.pending).toBe(0);
});

test('one that takes more than two seconds is said to', () => {
  const { clock, commits, outcomes } = createCommits();
  void commits.now();
  clock.advance(2000);
  expect(outcomes).toEqual(['The disk does not answer']);
});

test('closing waits for the one that runs and sets off no other, also when it fails', async () => {
  const { clock, commits, parked, begun } = createCommits();
  void commits.now().catch(() => undefined);
  const closed = commits.close();
  parked[0]!.fail(new Error('full'));
  await closed;
  expect(begun()).toBe(1);
  expect(clock.pending).toBe(0);
});

test('closing makes a last attempt for what failed', async () => {
  const { commits, parked, begun } = createCommits();
  const first = commits.now();
  parked[0]!.fail(new Error('full'));
  await expect(first).rejects.toThrow();
  const closed = commits.close();
  parked[1]!.done();
  await closed;
  expect(begun()).toBe(2);
});

test('a commit of many parts is only as slow as its slowest part', async () => {
  const clock = new FakeClock();
  const outcomes: unknown[] = [];
  let parts = 0;
  const commits = new GroupCommit({
    clock,
    random: () => 0,
    commit: () => new Promise((done) => void clock.after(1500, done)),
    hasMore: () => ++parts < 4,
    onOutcome: (error) => outcomes.push(error),
  });
  const whole = commits.now();
  for (let part = 0; part < 4; part++) {
    clock.advance(1500);
    await turn();
  }
  await whole;
  expect(parts).toBe(4);
  expect(outcomes).toEqual([null]);
});
