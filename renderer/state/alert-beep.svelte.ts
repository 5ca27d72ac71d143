import type { AlertSound } from './alert-banners.svelte';
import type { Severity } from './alert-filter';
import { readSetting, writeSetting, type SettingStore } from './setting-store';

/** For which alerts the page makes a sound. */
export const BEEP_CHOICES = ['off', 'critical', 'all'] as const;
export type BeepChoice = (typeof BEEP_CHOICES)[number];

/** The sounds a rule may ask for instead of the usual one of its severity. */
export const SOUND_NAMES = ['chime', 'bell', 'siren', 'none'] as const;
type SoundName = (typeof SOUND_NAMES)[number];

/** Pitches in Hz, one after the other. */
const SOUNDS: Readonly<Record<Severity | SoundName, readonly number[]>> = {
  critical: [880, 880, 880],
  warning: [660, 660],
  info: [520],
  chime: [660, 880],
  bell: [1040],
  siren: [700, 950, 700, 950, 700, 950],
  none: [],
};
const PULSE_S = 0.14;
const VOLUME = 0.18;

/** The page's own sound for alerts, made on the spot. Browsers let it be heard after the first click. */
export class AlertBeep implements AlertSound {
  #choice = $state<BeepChoice>('critical');
  #context: AudioContext | null = null;

  constructor(private readonly store: SettingStore) {
    this.#choice = readSetting(store, 'alerts.sound', BEEP_CHOICES) ?? 'critical';
  }

  get choice(): BeepChoice {
    return this.#choice;
  }

  choose(choice: BeepChoice): void {
    this.#choice = choice;
    writeSetting(this.store, 'alerts.sound', choice);
    // The click that chose it is what lets the browser play it.
    this.play('critical', null);
  }

  play(severity: Severity, own: string | null): void {
    const name = SOUND_NAMES.find((known) => known === own);
    // A rule that names a sound asks to be heard, whatever its severity.
    const isWanted = this.#choice === 'all' || severity === 'critical' || name !== undefined;
    if (this.#choice !== 'off' && isWanted) this.#sound(SOUNDS[name ?? severity]);
  }

  /** Lets a sound be heard whatever is chosen; nothing for a name that is not known. */
  preview(own: string): void {
    const name = SOUND_NAMES.find((known) => known === own);
    if (name) this.#sound(SOUNDS[name]);
  }

  #sound(pitches: readonly number[]): void {
    if (pitches.length === 0 || !canBeHeard()) return;
    try {
      const context = (this.#context ??= new AudioContext());
      context.resume().catch(() => this.#drop(context));
      pitches.forEach((hz, n) => pulse(context, hz, n * PULSE_S * 1.5));
    } catch {
      // Without a sound device there is nothing to hear; the alert is on the screen all the same.
      this.#context = null;
    }
  }

  /** A device that has failed is not asked again; the next alert looks for one anew. */
  #drop(context: AudioContext): void {
    if (this.#context === context) this.#context = null;
  }
}

/** Before the first click or key a browser only complains. */
function canBeHeard(): boolean {
  return typeof AudioContext !== 'undefined' && navigator.userActivation.hasBeenActive;
}

/** One tone that swells and fades, so that it does not click. */
function pulse(context: AudioContext, hz: number, after: number): void {
  const start = context.currentTime + after;
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.frequency.value = hz;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(VOLUME, start + 0.02);
  gain.gain.linearRampToValueAtTime(0, start + PULSE_S);
  tone.connect(gain).connect(context.destination);
  tone.start(start);
  tone.stop(start + PULSE_S);
}
