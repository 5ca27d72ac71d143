import type { Charge, Fill, LedgerEntry } from './fill';
import { startRecord, recordEntry, type LedgerRecord } from './ledger-record';
import type { Step, Toll } from './ledger-oracle';
import { Exact } from './money';

/** For tests: the contract that scripted histories trade. */
export const SCRIPT_SYMBOL = 'BTC/USDT:USDT';

/**
 * For tests: reads a history such as `buy 1 @ 100 fee 0.1 USDT; sell 2 @ 120; fund -0.3 USDT`. A fee
 * may say `at 300` (its worth) and `taken` (out of the quantity); `split 1000` renames with a ratio.
 */
export function parseScript(script: string): Step[] {
  return script.split(';').map((text) => {
    const words = text.trim().split(/\s+/);
    const [verb = '', amount = ''] = words;
    if (verb === 'split') return { kind: 'split', ratio: amount };
    if (verb === 'fund') return { kind: 'fund', toll: toll(words.slice(1)) };
    const fee = words.indexOf('fee');
    return {
      kind: 'fill',
      side: verb === 'buy' ? 'buy' : 'sell',
      quantity: amount,
      price: words[3] ?? '',
      ...(fee > 0 && { fee: toll(words.slice(fee + 1)) }),
      taken: words.includes('taken'),
    };
  });
}

function toll([amount = '', asset = '', at, worth]: readonly string[]): Toll {
  return { amount, asset, ...(at === 'at' && worth !== undefined && { worth }) };
}

/** For tests: the ledger's entry for a step, `time` in ms. */
export function entryOf(step: Step, time: number): LedgerEntry {
  const symbol = SCRIPT_SYMBOL;
  switch (step.kind) {
    case 'fund':
      return { kind: 'funding', symbol, time, amount: chargeOf(step.toll) };
    case 'split':
      return { kind: 'renaming', symbol, time, newSymbol: symbol, ratio: Exact.of(step.ratio) };
    case 'fill':
      return {
        ...fillOf(step.side, step.quantity, step.price, time),
        fee: step.fee ? chargeOf(step.fee) : null,
        feeFromQuantity: step.taken === true,
      };
  }
}

/** For tests: a plain fill without a fee. */
export function fillOf(side: 'buy' | 'sell', quantity: string, price: string, time: number): Fill {
  return {
    kind: 'fill',
    symbol: SCRIPT_SYMBOL,
    side,
    price: Exact.of(price),
    quantity: Exact.of(quantity),
    time,
    fee: null,
    feeFromQuantity: false,
    cause: 'trade',
    tradeId: null,
  };
}

/** For tests: the records a history leads to, oldest first; fills flip, what is closed opens afresh. */
export function play(steps: readonly Step[]): LedgerRecord[] {
  const records: LedgerRecord[] = [];
  for (const [at, step] of steps.entries()) {
    const entry = entryOf(step, at);
    const current = records.at(-1);
    if (entry.kind === 'fill' && (!current || current.position.closedAt !== null)) {
      records.push(startRecord(entry, 10));
    } else if (current) {
      const outcome = recordEntry(current, entry, { allowFlip: true });
      records.splice(-1, 1, outcome.record, ...(outcome.opened ? [outcome.opened] : []));
    }
  }
  return records;
}

function chargeOf({ amount, asset, worth }: Toll): Charge {
  return { amount: Exact.of(amount), asset, rate: worth === undefined ? null : Exact.of(worth) };
}

/** For tests: the end of a generator, all its steps at once. */
export function finish<T>(steps: Generator<unknown, T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
