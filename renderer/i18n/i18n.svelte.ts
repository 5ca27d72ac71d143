import type { ErrorBody } from '../../shared/protocol/reply';
import { splitAge } from '../format/age';
import { splitDuration } from '../format/duration';
import { formatTime } from '../format/time';
import { readSetting, writeSetting, type SettingStore } from '../state/setting-store';
import { en, type Texts } from './en';
import { knownReason } from './reasons';
import { knownRefusal } from './refusals';
import { th } from './th';

export const LANGUAGES = ['en', 'th'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Names of the languages, each in its own. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', th: 'ไทย' };

export type TextKey = keyof typeof en;

const TEXTS: Readonly<Record<Language, Texts>> = { en, th };

type Placeholder<S extends string> = S extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

/** The values a text needs: nothing when it has no placeholder. */
type Values<K extends TextKey> = [Placeholder<(typeof en)[K]>] extends [never]
  ? []
  : [Record<Placeholder<(typeof en)[K]>, string | number>];

/** Says a text in one language, its placeholders filled. */
export type Say = (key: TextKey, values?: Readonly<Record<string, string>>) => string;

/** Texts in the trader's language; what reads them is drawn again when the language changes. */
export class Locale {
  /** The reader's own, as far as it is spoken. */
  readonly usual: Language;
  #language = $state<Language>('en');

  constructor(
    private readonly store: SettingStore,
    preferred: readonly string[],
  ) {
    this.usual = bestOf(preferred);
    this.#language = readSetting(store, 'language', LANGUAGES) ?? this.usual;
  }

  get language(): Language {
    return this.#language;
  }

  setLanguage(language: Language): void {
    writeSetting(this.store, 'language', language);
    this.#language = language;
  }

  /** The text of a key, its placeholders filled. */
  t<K extends TextKey>(key: K, ...values: Values<K>): string {
    return filled(TEXTS[this.#language][key], values[0] ?? {});
  }

  /** The text of a key that is only known when it is asked for, its placeholders filled. */
  fill(key: TextKey, values: Readonly<Record<string, string>>): string {
    return filled(TEXTS[this.#language][key], values);
  }

  /** Texts without placeholders in every language, for searches. */
  inAllLanguages(...keys: readonly TextKey[]): string[] {
    return LANGUAGES.flatMap((language) => keys.map((key) => TEXTS[language][key]));
  }

  /** The texts of one language, whichever the screen speaks. */
  sayIn(language: Language): Say {
    return (key, values = {}) => filled(TEXTS[language][key], values);
  }

  /** An age in ms with its unit: `0.2 s`, `12 s`, `3 min`. */
  age(ms: number): string {
    const { value, unit } = splitAge(ms);
    return this.t(`age.${unit}`, { value });
  }

  /** A duration in ms with its units: `3 d 4 h`, `45 s`. */
  duration(ms: number): string {
    return splitDuration(ms)
      .map(({ value, unit }) => this.t(`age.${unit}`, { value }))
      .join(' ');
  }

  /** A reason that the services gave in English, or several; what is not known stays as it is. */
  cause(reason: string): string {
    return reason
      .split(' · ')
      .map((part) => this.#sayReason(part))
      .join(' · ');
  }

  /** Why a request failed, as a sentence. */
  reason(error: ErrorBody): string {
    return this.t(`error.${error.code}`);
  }

  /** What the services find wrong at a field; what is not known stays as it is. */
  atField(message: string): string {
    const known = knownRefusal(message);
    return known ? this.fill(known.key, known.values) : message;
  }

  /** Why a request failed: what is wrong with its values, else the reason. */
  refusal(error: ErrorBody): string {
    if (error.code !== 'INVALID') return this.reason(error);
    const details = error.details ?? [];
    if (details.length === 0) return this.atField(error.message);
    return details.map(({ message }) => this.atField(message)).join(' ');
  }

  #sayReason(reason: string): string {
    const known = knownReason(reason);
    if (!known) return reason;
    const sentence = this.t(known.key);
    if (known.until !== null) {
      const style = { language: this.#language, detail: 'time', isUtc: false } as const;
      const time = formatTime(known.until, style);
      return `${sentence} ${this.t('reason.until', { time })}`;
    }
    if (known.rest === null) return sentence;
    const rest = known.rest.replace(/ and (\d+) more$/, (_, count: string) =>
      this.t('reason.more', { count }),
    );
    return `${sentence} ${rest}`;
  }
}

function bestOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = LANGUAGES.find((known) => tag.toLowerCase().startsWith(known));
    if (language) return language;
  }
  return 'en';
}

/** A text with its placeholders filled; one without a value stays, so that it is noticed. */
function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}
