import type { AlertSound } from './alert-banners.svelte';
import type { Severity } from './alert-filter';
import { readSetting, writeSetting, type SettingStore } from './setting-store';

/** For which alerts the page makes a sound. */
export const BEEP_CHOICES = ['off', 'critical', 'all'] as const;
export type BeepChoice = (typeof BEEP_CHOICES)[number];

/** Pitch in Hz and the number of pulses. */
const SOUNDS: Readonly<Record<Severity, { readonly hz: number; readonly pulses: number }>> = {
  critical: { hz: 880, pulses: 3 },
  warning: { hz: 660, pulses: 2 },
  info: { hz: 520, pulses: 1 },
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
    this.play('critical');
  }

  play(severity: Severity): void {
    const isWanted = this.#choice === 'all' || severity === 'critical';
    if (this.#choice === 'off' || !isWanted || !canBeHeard()) return;
    this.#context ??= new AudioContext();
    void this.#context.resume();
    const { hz, pulses } = SOUNDS[severity];
    for (let n = 0; n < pulses; n += 1) pulse(this.#context, hz, n * PULSE_S * 1.5);
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
