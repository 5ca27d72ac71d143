import { folded } from '../../format/folded';
import { LANGUAGES, type Locale } from '../../i18n/i18n.svelte';
import type { Action } from '../../state/actions';

/** More than anyone reads; what is meant is found by typing on. */
const MOST = 50;
/** Letters that stand in fewer than half of the places they span were not what was meant. */
const LEAST_DENSITY = 0.5;

/** What is found, best first; with nothing typed all of them, those done last before the others. */
export function findActions(
  actions: readonly Action[],
  query: string,
  { locale, recent }: { readonly locale: Locale; readonly recent: readonly string[] },
): readonly Action[] {
  const listed = actions.filter(({ isKeyOnly }) => isKeyOnly !== true);
  const asked = folded(query).split(/\s+/).filter(Boolean);
  const rank = ({ id }: Action): number => recent.indexOf(id) + 1 || recent.length + 1;
  if (asked.length === 0) return listed.toSorted((a, b) => rank(a) - rank(b));
  return listed
    .map((action) => ({ action, score: scoreOf(action, asked, locale) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || rank(a.action) - rank(b.action))
    .slice(0, MOST)
    .map(({ action }) => action);
}

/** How well an action fits what was typed, in whichever language fits best: 0 (not at all) to 1. */
function scoreOf(action: Action, asked: readonly string[], locale: Locale): number {
  const words = folded(action.words ?? '');
  const scores = LANGUAGES.map((language) => {
    const title = folded(action.title(locale.sayIn(language)));
    // What it is called counts for more than what else it is found by, and short for more than long.
    const fits = asked.map((word) => Math.max(fit(title, word), fit(words, word) * 0.8));
    return Math.min(...fits) === 0 ? 0 : sum(fits) / fits.length - title.length / 1000;
  });
  return Math.max(...scores);
}

/** How well a text has a word: begins with it, begins a word with it, has it, or has its letters in order. */
function fit(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 1;
  if (at > 0) return /[\s/:(]/.test(text[at - 1] ?? '') ? 0.9 : 0.6;
  return word.length < 3 ? 0 : scattered(text, word) * 0.4;
}

/** How close together the letters of a word stand in a text, 0 when they do not. */
function scattered(text: string, word: string): number {
  const first = text.indexOf(word[0] ?? '');
  let last = first - 1;
  for (const letter of word) {
    last = text.indexOf(letter, last + 1);
    if (last < 0) return 0;
  }
  const density = word.length / (last - first + 1);
  return density < LEAST_DENSITY ? 0 : density;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
