import { expect, test } from 'vitest';
import type { Envelope } from '../../../shared/protocol/events';
import type { EventSink } from '../../services/event-hub';
import { FakeClock } from '../../services/fake-clock';
import type { Ask } from '../ask';
import { FactSource } from './fact-source';
import type { TrayFacts } from './tray-facts';

/** A source whose questions are answered when the test says so. */
function open() {
  const clock = new FakeClock();
  const waiting: (() => void)[] = [];
  const told: TrayFacts[] = [];
  let sink: EventSink | null = null;
  const ask = (() =>
    new Promise<null>((answer) => waiting.push(() => answer(null)))) as unknown as Ask;
  const hub = {
    attach(attached: EventSink) {
      sink = attached;
      return () => (sink = null);
    },
  };
  const source = new FactSource({ ask, hub, clock, onFacts: (facts) => told.push(facts) });
  return {
    ...{ clock, waiting, told, source },
    hear: (type: string) => sink?.deliver(['everyone'], { type } as Envelope),
    isAttached: () => sink !== null,
    answer: async () => {
      for (const one of waiting.splice(0)) one();
      for (let n = 0; n < 8; n++) await Promise.resolve();
    },
  };
}
const QUESTIONS = 6;

test('it asks at the start, every five seconds, and soon after what may change the icon', async () => {
  const { clock, waiting, told, hear, answer } = open();
  expect(waiting).toHaveLength(QUESTIONS);
  await answer();
  expect(told).toHaveLength(1);
  hear('price_update');
  clock.advance(1000);
  expect(waiting).toHaveLength(0);
  hear('alert');
  hear('alert');
  clock.advance(200);
  expect(waiting).toHaveLength(QUESTIONS);
  await answer();
  clock.advance(5000);
  expect(waiting).toHaveLength(QUESTIONS);
});

test('what happens while answers are on their way is asked for again, once', async () => {
  const { clock, waiting, told, hear, answer } = open();
  for (let n = 0; n < 5; n++) {
    hear('alerts_read');
    clock.advance(500);
  }
  expect(waiting).toHaveLength(QUESTIONS);
  await answer();
  expect(waiting).toHaveLength(QUESTIONS);
  await answer();
  expect([waiting.length, told.length]).toEqual([0, 2]);
});

test('one that is stopped asks nothing more and leaves no timer', async () => {
  const { clock, waiting, source, answer, isAttached } = open();
  await answer();
  source.stop();
  clock.advance(60_000);
  expect([waiting.length, isAttached(), clock.pending]).toEqual([0, false, 0]);
});
