import type { Reversal } from './signals.svelte';
import type { SignalState } from './signal-state';

/** What is told of a turn in a list of them. */
export type Turn = Pick<
  Reversal,
  'symbol' | 'interval' | 'previous_signal' | 'new_signal' | 'confidence' | 'timestamp'
>;

/** The last turns, newest first: those heard, and the one that led to each present signal. */
export function lastTurns(
  items: readonly SignalState[],
  heard: readonly Reversal[],
  most: number,
): readonly Turn[] {
  const known = new Map<string, Turn>();
  const take = (turn: Turn): void =>
    void known.set(`${turn.symbol} ${turn.interval} ${turn.timestamp}`, turn);
  for (const { symbol, interval, status, call } of items) {
    if (call && status !== 'reading') take({ symbol, interval, ...call });
  }
  for (const turn of heard) take(turn);
  return [...known.values()]
    .sort((a, b) => b.timestamp.localeCompare(a.timestamp) || a.symbol.localeCompare(b.symbol))
    .slice(0, most);
}
