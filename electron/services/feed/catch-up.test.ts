import { beforeEach, expect, test } from 'vitest';
import { CatchUp, type CatchUpProgress } from './catch-up';
import { FakeClock } from '../fake-clock';

let clock: FakeClock;
let filling: string[];
let told: CatchUpProgress[];
let catchUp: CatchUp;

beforeEach(() => {
  clock = new FakeClock();
  filling = ['A', 'B', 'C'];
  told = [];
  catchUp = new CatchUp({
    clock,
    filling: () => filling,
    onProgress: (progress) => told.push(progress),
  });
});

test('progress goes from none to all, at most four times a second, and then there is none', () => {
  catchUp.begin();
  expect(catchUp.progress).toEqual({ total: 3, done: 0 });
  clock.advance(100);
  filling = ['C'];
  clock.advance(900);
  filling = [];
  clock.advance(1000);
  expect(told).toEqual([
    { total: 3, done: 0 },
    { total: 3, done: 2 },
    { total: 3, done: 3 },
  ]);
  expect(catchUp.progress).toBeNull();
  expect(clock.pending).toBe(0);
});

test('another outage while history is fetched adds to what is fetched', () => {
  catchUp.begin();
  filling = ['B', 'C'];
  clock.advance(250);
  filling = ['B', 'C', 'D'];
  catchUp.begin();
  expect(catchUp.progress).toEqual({ total: 4, done: 1 });
  filling = [];
  clock.advance(250);
  expect(told.at(-1)).toEqual({ total: 4, done: 4 });
});

test('nothing to catch up with is told to nobody', () => {
  filling = [];
  catchUp.begin();
  expect(told).toEqual([]);
  expect(clock.pending).toBe(0);
});

test('the next outage begins at none again', () => {
  catchUp.begin();
  filling = [];
  clock.advance(250);
  filling = ['A'];
  catchUp.begin();
  expect(told.at(-1)).toEqual({ total: 1, done: 0 });
  catchUp.stop();
  expect(clock.pending).toBe(0);
});

test('a second cut during the catch-up counts each symbol once', () => {
  filling = ['A', 'B'];
  catchUp.begin();
  filling = ['B'];
  clock.advance(250);
  expect(told.at(-1)).toEqual({ total: 2, done: 1 });
  filling = ['A', 'B'];
  catchUp.begin();
  expect(catchUp.progress).toEqual({ total: 2, done: 0 });
  filling = [];
  clock.advance(250);
  expect(told.at(-1)).toEqual({ total: 2, done: 2 });
});
