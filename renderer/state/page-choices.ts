import { LANGUAGES, type Locale } from '../i18n/i18n.svelte';
import { BEEP_CHOICES, SPEECH_CHOICES, VOLUMES, type AlertBeep } from './alert-beep.svelte';
import { LOOKS, type Look, type LookName, type Theme } from './theme.svelte';

/** What this page remembers for itself, and can hand over to another. */
export const PAGE_CHOICES = [
  'language',
  'theme',
  'palette',
  'density',
  'motion',
  'sound',
  'volume',
  'speech',
] as const;
export type PageChoiceName = (typeof PAGE_CHOICES)[number];

/** One of them, whatever it is about. */
interface PageChoice {
  readonly allowed: readonly string[];
  /** What it is when nobody has chosen. */
  readonly usual: string;
  read(): string;
  write(value: string): void;
}

export interface PageChoicesParts {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly beep: AlertBeep;
}

/** The page's own choices by name, alike to read, to change and to put back. */
export class PageChoices {
  readonly #choices: Readonly<Record<PageChoiceName, PageChoice>>;

  constructor({ locale, theme, beep }: PageChoicesParts) {
    this.#choices = {
      language: {
        allowed: LANGUAGES,
        usual: locale.usual,
        read: () => locale.language,
        write: (value) => locale.setLanguage(knownOf(LANGUAGES, value)),
      },
      theme: lookOf(theme, 'theme'),
      palette: lookOf(theme, 'palette'),
      density: lookOf(theme, 'density'),
      motion: lookOf(theme, 'motion'),
      sound: {
        allowed: BEEP_CHOICES,
        usual: 'critical',
        read: () => beep.choice,
        write: (value) => beep.choose(knownOf(BEEP_CHOICES, value)),
      },
      volume: {
        allowed: VOLUMES,
        usual: '50',
        read: () => beep.volume,
        write: (value) => beep.setVolume(knownOf(VOLUMES, value)),
      },
      speech: {
        allowed: SPEECH_CHOICES,
        usual: 'off',
        read: () => beep.speech,
        write: (value) => beep.setSpeech(knownOf(SPEECH_CHOICES, value)),
      },
    };
  }

  allowed(name: PageChoiceName): readonly string[] {
    return this.#choices[name].allowed;
  }

  usual(name: PageChoiceName): string {
    return this.#choices[name].usual;
  }

  of(name: PageChoiceName): string {
    return this.#choices[name].read();
  }

  isUsual(name: PageChoiceName): boolean {
    return this.of(name) === this.usual(name);
  }

  /** What does not exist is not chosen. */
  choose(name: PageChoiceName, value: string): void {
    if (this.allowed(name).includes(value) && value !== this.of(name)) {
      this.#choices[name].write(value);
    }
  }

  /** All that is chosen now. */
  all(): Record<PageChoiceName, string> {
    const entries = PAGE_CHOICES.map((name) => [name, this.of(name)]);
    return Object.fromEntries(entries) as Record<PageChoiceName, string>;
  }
}

function lookOf(theme: Theme, name: LookName): PageChoice {
  const allowed: readonly Look<LookName>[] = LOOKS[name];
  return {
    allowed,
    usual: LOOKS[name][0],
    read: () => theme.of(name),
    write: (value) => theme.choose(name, knownOf(allowed, value)),
  };
}

/** The choice that a text names. @throws for none, which `choose` keeps out. */
function knownOf<T extends string>(allowed: readonly T[], value: string): T {
  const known = allowed.find((one) => one === value);
  if (known === undefined) throw new Error('No such choice');
  return known;
}
