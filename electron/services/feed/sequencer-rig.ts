import type { Trade } from '../../../shared/domain/trade';
import { FakeClock } from '../fake-clock';
import type { CrossedGap } from './gap-bridge';
import { silentLogger } from '../logger';
import type { TradeOrigin } from './ordered-tape';
import { TradeSequencer } from './trade-sequencer';

/** The trade of an id of 10 ms each. */
export const tradeOf = (id: number): Trade => ({
  symbol: 'BTC/USDT',
  id,
  lastTradeId: id,
  price: 100 + (id % 7),
  quantity: 1,
  time: id * 10,
});

/** A tape with a stream that loses things and a history that may lag or fail. */
export class Rig {
  readonly clock = new FakeClock();
  readonly delivered: { id: number; origin: TradeOrigin }[] = [];
  readonly asked: number[] = [];
  /** Newest trade that has happened. */
  newest = 0;
  /** Trades by which history trails. */
  lag = 0;
  isDown = false;
  /** Why history does not answer while it is down. */
  fault = new Error('away');
  readonly holes = new Set<number>();
  /** Times a long gap was crossed by candles. */
  bridged = 0;
  /** The times from which it was. */
  readonly bridgedFrom: number[] = [];
  /** How much later the trades of history are than their ids say. */
  shiftMs = 0;
  /** Whether history brings its first page whatever it is asked for. */
  isStuck = false;
  /** The first trade that history still has. */
  oldest = 0;
  wants: (id: number) => boolean = () => true;
  readonly sequencer: TradeSequencer;

  constructor(random: () => number = () => 0.5) {
    this.sequencer = new TradeSequencer({
      clock: this.clock,
      logger: silentLogger,
      random,
      now: () => this.newest * 10,
      fetch: (fromId) => this.#fetch(fromId),
      bridge: (last, deliver) => this.#bridge(last, deliver),
      isBeyondHistory: ({ id }) => id < this.oldest,
      deliver: ({ id }, origin) => this.delivered.push({ id, origin }),
    });
  }

  /** Lets trades happen; those that `keeps` names reach the stream. */
  happen(count: number, keeps: (id: number) => boolean = () => true): void {
    for (let n = 0; n < count; n++) {
      this.newest++;
      if (keeps(this.newest)) this.sequencer.live(tradeOf(this.newest));
    }
  }

  /** Lets time pass until no fill is under way, 200 s at most. */
  async settle(): Promise<void> {
    for (let n = 0; n < 200 && this.sequencer.isFilling; n++) {
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      this.clock.advance(1000);
    }
  }

  /** Lets answers arrive and time pass, in steps of a quarter of a second. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 250) {
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      this.clock.advance(250);
    }
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }

  /** Ids delivered so far. */
  get ids(): number[] {
    return this.delivered.map(({ id }) => id);
  }

  /** Passes over what is left of a gap, but for the trades that somebody wants. */
  #bridge(last: Trade, deliver: (trade: Trade) => void): Promise<CrossedGap> {
    this.bridged++;
    this.bridgedFrom.push(last.time);
    if (this.isDown) return Promise.reject(this.fault);
    const end = this.newest - this.lag;
    const from = Math.max(last.id + 1, this.oldest);
    for (let id = from; id < end; id++) if (this.wants(id)) deliver(tradeOf(id));
    return Promise.resolve({ lastId: Math.max(last.id, end - 10), barsOnly: [] });
  }

  #fetch(fromId: number): Promise<Trade[]> {
    this.asked.push(fromId);
    if (this.isDown || fromId < this.oldest) return Promise.reject(this.fault);
    const trades: Trade[] = [];
    const end = this.newest - this.lag;
    for (let id = this.isStuck ? 1 : fromId; id <= end && trades.length < 1000; id++) {
      const trade = tradeOf(id);
      if (!this.holes.has(id)) trades.push({ ...trade, time: trade.time + this.shiftMs });
    }
    return Promise.resolve(trades);
  }
}

/** All ids up to one. */
export const upTo = (last: number): number[] => Array.from({ length: last }, (_, n) => n + 1);
