import { beforeEach, expect, test, vi } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { silentLogger } from '../../logger';
import { FrameIntake } from './frame-intake';

let clock: FakeClock;
let intake: FrameIntake;
const onNonsense = vi.fn();

beforeEach(() => {
  onNonsense.mockReset();
  clock = new FakeClock();
  intake = new FrameIntake({ clock, logger: silentLogger, onFrame: () => undefined, onNonsense });
});

const take = (text: string): void => intake.take(Buffer.from(text), 0);
const odd = (symbol: string): void => {
  take(JSON.stringify({ stream: 'x', data: { e: 'aggTrade', E: 1, s: symbol, p: 'odd' } }));
};

test('odd frames of one symbol are counted and never cut the connections', () => {
  for (let at = 0; at < 100; at++) odd('BTCUSDT');
  expect(intake.counts.badFrames).toBe(100);
  expect(onNonsense).not.toHaveBeenCalled();
});

test('odd frames of many symbols are the connection’s fault, told once a minute', () => {
  for (let at = 0; at < 100; at++) odd(`COIN${String(at)}USDT`);
  expect(onNonsense).toHaveBeenCalledTimes(1);
  clock.advance(60_001);
  for (let at = 0; at < 19; at++) odd(`COIN${String(at)}USDT`);
  expect(onNonsense).toHaveBeenCalledTimes(1);
  odd('LASTUSDT');
  expect(onNonsense).toHaveBeenCalledTimes(2);
});

test('twenty frames that are cut off are too many, also of one symbol', () => {
  const cutOff = '{"e":"aggTrade","E":1,"s":"BTCUSDT","a":';
  for (let at = 0; at < 19; at++) take(cutOff);
  expect(onNonsense).not.toHaveBeenCalled();
  take(cutOff);
  expect(onNonsense).toHaveBeenCalledTimes(1);
});
