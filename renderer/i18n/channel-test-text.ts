import type { ChannelTest } from '../state/channels.svelte';
import type { Locale } from './i18n.svelte';

/** What came of a test message, for people; null while there is nothing to say. */
export function channelTestText(
  locale: Locale,
  test: ChannelTest | null,
): { readonly isBad: boolean; readonly text: string } | null {
  if (test?.state === 'refused') return { isBad: true, text: locale.reason(test.error) };
  if (test?.state !== 'answered') return null;
  const { outcome, message, retry_after_ms: pause } = test.answer;
  if (outcome !== 'failed') return { isBad: false, text: locale.t(`channels.test.${outcome}`) };
  const wait =
    pause === null ? '' : locale.t('channels.test.wait', { span: locale.duration(pause) });
  return { isBad: true, text: `${locale.cause(message)} ${wait}` };
}
