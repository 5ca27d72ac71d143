import type { SoundRequest } from '../../shared/protocol/bridge';
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
/** The loudest; above it pulses of several alerts would be distorted. */
const FULL_VOLUME = 0.36;

/** How loud, percent. */
export const VOLUMES = ['25', '50', '75', '100'] as const;
type Volume = (typeof VOLUMES)[number];
/** Whether symbol and price are spoken after the sound. */
export const SPEECH_CHOICES = ['off', 'on'] as const;
type SpeechChoice = (typeof SPEECH_CHOICES)[number];

/** The page's own sound for alerts, made on the spot. Browsers let it be heard after the first click. */
export class AlertBeep implements AlertSound {
  #choice = $state<BeepChoice>('critical');
  #volume = $state<Volume>('50');
  #speech = $state<SpeechChoice>('off');
  #context: AudioContext | null = null;

  constructor(private readonly store: SettingStore) {
    this.#choice = readSetting(store, 'alerts.sound', BEEP_CHOICES) ?? 'critical';
    this.#volume = readSetting(store, 'alerts.volume', VOLUMES) ?? '50';
    this.#speech = readSetting(store, 'alerts.speech', SPEECH_CHOICES) ?? 'off';
  }

  get choice(): BeepChoice {
    return this.#choice;
  }

  get volume(): Volume {
    return this.#volume;
  }

  get speech(): SpeechChoice {
    return this.#speech;
  }

  setVolume(volume: Volume): void {
    this.#volume = volume;
    writeSetting(this.store, 'alerts.volume', volume);
    this.preview('chime');
  }

  setSpeech(speech: SpeechChoice): void {
    this.#speech = speech;
    writeSetting(this.store, 'alerts.speech', speech);
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

  /**
   * Sounds for the services: they have decided that it is to be heard, so what is chosen for the
   * window alone does not count.
   */
  request({ severity, sound, symbol, price }: SoundRequest): void {
    const name = SOUND_NAMES.find((known) => known === sound);
    this.#sound(SOUNDS[name ?? severity]);
    if (this.#speech === 'on' && symbol !== null && name !== 'none') speak(symbol, price);
  }

  /** Lets a sound be heard whatever is chosen; nothing for a name that is not known. */
  preview(own: string): void {
    const name = SOUND_NAMES.find((known) => known === own);
    if (name) this.#sound(SOUNDS[name]);
  }

  #sound(pitches: readonly number[]): void {
    if (pitches.length === 0 || !canBeHeard()) return;
    const volume = (FULL_VOLUME * Number(this.#volume)) / 100;
    try {
      const context = (this.#context ??= new AudioContext());
      context.resume().catch(() => this.#drop(context));
      pitches.forEach((hz, n) => pulse(context, { hz, after: n * PULSE_S * 1.5, volume }));
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

/** Before the first click or key a browser only complains; the desktop window may at once. */
function canBeHeard(): boolean {
  if (typeof AudioContext === 'undefined') return false;
  return 'tickwatch' in globalThis || navigator.userActivation.hasBeenActive;
}

/** Says symbol and price with a voice of the system, where it has one. */
function speak(symbol: string, price: number | null): void {
  if (typeof speechSynthesis === 'undefined') return;
  const words = symbol.split(/[/:]/).slice(0, 2).join(' ');
  const utterance = new SpeechSynthesisUtterance(price === null ? words : `${words} ${price}`);
  utterance.lang = document.documentElement.lang;
  speechSynthesis.speak(utterance);
}

interface Pulse {
  readonly hz: number;
  /** Seconds from now. */
  readonly after: number;
  /** Of 1. */
  readonly volume: number;
}

/** One tone that swells and fades, so that it does not click. */
function pulse(context: AudioContext, { hz, after, volume }: Pulse): void {
  const start = context.currentTime + after;
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.frequency.value = hz;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + 0.02);
  gain.gain.linearRampToValueAtTime(0, start + PULSE_S);
  tone.connect(gain).connect(context.destination);
  tone.start(start);
  tone.stop(start + PULSE_S);
}
