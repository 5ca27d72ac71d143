import type { Locale } from '../i18n/i18n.svelte';

/** The words that are explained, in the order of the list. */
export const TERMS = [
  ...(['pnl', 'unrealized', 'realized', 'net', 'break_even'] as const),
  ...(['notional', 'leverage', 'margin', 'liquidation'] as const),
  ...(['last_price', 'mark_price', 'index_price', 'funding', 'basis', 'spread'] as const),
  ...(['equity', 'drawdown'] as const),
  ...(['confidence', 'edge', 'signal', 'atr', 'rsi'] as const),
  ...(['stale', 'rearm'] as const),
] as const;
export type Term = (typeof TERMS)[number];

/** The dialog that explains the words of the trade. */
export class Glossary {
  #term = $state<Term | null>(null);
  isOpen = $state(false);

  constructor(private readonly locale: Locale) {}

  /** The word that was asked for; null for the whole list. */
  get term(): Term | null {
    return this.#term;
  }

  /** Opens the list, at a word when one is given. */
  open(term: Term | null = null): void {
    this.#term = term;
    this.isOpen = true;
  }

  /** What `ui/Term` says of a word where it stands. */
  explain(term: Term) {
    const { locale } = this;
    return {
      label: locale.t('glossary.what', { term: locale.t(`term.${term}`) }),
      meaning: locale.t(`meaning.${term}`),
      moreLabel: locale.t('glossary.all'),
      onmore: () => this.open(term),
    };
  }
}
