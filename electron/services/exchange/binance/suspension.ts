import type { ListedInstrument } from './instrument-catalog';

const GONE = 'The exchange no longer lists this symbol; it was delisted or renamed';
/** Statuses of symbols in exchangeInfo, spot and futures, in words. */
const WORDS: Readonly<Record<string, string>> = {
  HALT: 'The exchange has halted trading of this symbol',
  BREAK: 'The exchange has interrupted trading of this symbol',
  END_OF_DAY: 'Trading of this symbol has ended for the day',
  CANCEL_ONLY: 'The exchange only lets orders of this symbol be canceled',
  PRE_TRADING: 'Trading of this symbol has not begun yet',
  POST_TRADING: 'Trading of this symbol has ended for the day',
  PENDING_TRADING: 'Trading of this symbol has not begun yet',
  PRE_DELIVERING: 'This contract is about to be settled',
  DELIVERING: 'This contract is being settled',
  DELIVERED: 'This contract has been settled',
  PRE_SETTLE: 'This contract is about to be settled',
  SETTLING: 'This contract is being settled',
  CLOSE: 'The exchange has closed this contract',
  DELISTED: GONE,
};

/**
 * Why a symbol does not trade, for people; null while it does.
 * @param listed What the venue's list says of it; undefined when it is not on it.
 */
export function suspensionOf(listed: ListedInstrument | undefined): string | null {
  if (!listed) return GONE;
  if (listed.isTrading) return null;
  return WORDS[listed.status] ?? `The exchange does not trade this symbol (${listed.status})`;
}
