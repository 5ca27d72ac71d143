import type { Interval } from '../../shared/domain/interval';
import { UNKNOWN } from '../format/number';
import { formatShare } from '../format/share';
import { phaseOf, type SignalCall, type SignalState } from '../state/signal-state';
import type { Locale } from './i18n.svelte';

/** One signal as it is to be put in words. */
export interface ToldSignal {
  readonly interval: Interval;
  /** Undefined when nothing follows the symbol on the interval. */
  readonly state: SignalState | undefined;
  /** It may have changed since. */
  readonly isOld: boolean;
}

/** What a signal says, how sure that is, and whether it is worth anything after costs. */
export function signalText(locale: Locale, { interval, state, isOld }: ToldSignal): string {
  const about = `${locale.t('signal.about', { interval })}.`;
  const said = stateText(locale, interval, state);
  return [about, said, ...(isOld && state ? [locale.t('signal.text.old')] : [])].join(' ');
}

function stateText(locale: Locale, interval: Interval, state: SignalState | undefined): string {
  const phase = phaseOf(state);
  const call = state?.call ?? null;
  if (phase === 'off' || !state) return locale.t('signal.text.off', { interval });
  if (phase === 'reading') return locale.t('signal.text.reading');
  if (phase === 'neutral' || call === null) return locale.t('signal.text.neutral');
  const signal = locale.t(`signal.word.${state.signal}`);
  if (phase === 'over') {
    return locale.t('signal.text.over', { signal, outcome: outcomeText(locale, call) });
  }
  const shares = {
    confidence: formatShare(call.confidence),
    breakeven: formatShare(call.breakeven),
  };
  return `${locale.t('signal.text.claim', { signal, ...shares })} ${edgeText(locale, call)}.`;
}

/** Whether a claim is worth anything after costs. */
export const edgeText = (locale: Locale, { edge_proven: isProven }: SignalCall): string =>
  locale.t(isProven ? 'signal.edge.proven' : 'signal.edge.none');

/** What became of a call. */
export function outcomeText(
  locale: Locale,
  { outcome, confidence }: Pick<SignalCall, 'outcome' | 'confidence'>,
): string {
  if (confidence === null) return locale.t('signal.outcome.none');
  return locale.t(`signal.outcome.${outcome ?? 'open'}`);
}

/** What the confidence of a call rests on. */
export function basisText(locale: Locale, { basis, n_resolved: count }: SignalCall): string {
  if (basis === 'prior') return locale.t('signal.basis.hint.prior');
  return locale.t(`signal.basis.hint.${basis}`, { count });
}

/** The signal in one word, or why there is none. */
export function signalWord(locale: Locale, state: SignalState | undefined): string {
  const phase = phaseOf(state);
  if (phase === 'off' || !state) return UNKNOWN;
  if (phase === 'reading') return locale.t('signal.phase.reading');
  return locale.t(`signal.word.${state.signal}`);
}
