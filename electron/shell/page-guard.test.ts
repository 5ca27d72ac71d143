import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { FakeClock } from '../services/fake-clock';
import { silentLogger } from '../services/logger';
import { PageGuard, type GuardedPage } from './page-guard';

class FakePage extends EventEmitter {
  loads = 0;
  crashes = 0;
  isGone = false;

  reload(): void {
    this.loads++;
  }

  forcefullyCrashRenderer(): void {
    this.crashes++;
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  crash(reason = 'crashed'): void {
    this.emit('render-process-gone', {}, { reason, exitCode: 11 });
  }
}

function guarded(): { page: FakePage; clock: FakeClock } {
  const page = new FakePage();
  const clock = new FakeClock();
  new PageGuard(page as unknown as GuardedPage, { clock, logger: silentLogger });
  return { page, clock };
}

test('fault 47: a page that crashes is loaded anew at once, three times a minute', () => {
  const { page, clock } = guarded();
  for (let n = 1; n <= 3; n++) {
    page.crash();
    clock.advance(10_000);
    expect(page.loads).toBe(n);
  }
  page.crash('oom');
  clock.advance(29_999);
  expect(page.loads).toBe(3);
  clock.advance(1);
  expect(page.loads).toBe(4);
});

test('fault 47: in any minute of an endless series of crashes there are three loads', () => {
  const { page, clock } = guarded();
  const at: number[] = [];
  for (let n = 0; n < 30; n++) {
    const before = page.loads;
    page.crash();
    while (page.loads === before) clock.advance(500);
    at.push(clock.monotonic());
  }
  at.forEach((time, n) => expect(at[n + 3] ?? Infinity).toBeGreaterThanOrEqual(time + 59_000));
});

test('fault 47: twenty crashes in a row are twenty loads, and the page is there in the end', () => {
  const { page, clock } = guarded();
  for (let n = 1; n <= 20; n++) {
    page.crash();
    clock.advance(60_000);
    expect(page.loads).toBe(n);
  }
  expect(clock.pending).toBe(0);
});

test('fault 47: a page that hangs is ended after ten seconds, one that answers again is not', () => {
  const { page, clock } = guarded();
  page.emit('unresponsive');
  clock.advance(9000);
  page.emit('responsive');
  clock.advance(60_000);
  expect(page.crashes).toBe(0);
  page.emit('unresponsive');
  page.emit('unresponsive');
  clock.advance(10_000);
  expect(page.crashes).toBe(1);
  expect(clock.pending).toBe(0);
});

test('a page that was closed is left alone', () => {
  const { page, clock } = guarded();
  page.crash('clean-exit');
  clock.advance(120_000);
  page.crash();
  page.isGone = true;
  clock.advance(120_000);
  expect(page.loads).toBe(0);
});
