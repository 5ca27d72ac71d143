import type { ErrorBody, Reply } from '../../../shared/protocol/reply';
import type { Locale } from '../../i18n/i18n.svelte';
import {
  settingsOf,
  type ChannelChange,
  type ChannelInfo,
  type Channels,
} from '../../state/channels.svelte';
import { CHANNEL_FIELDS, type ChannelField } from './channel-fields';

/** What is to become of a secret that is never shown: it stays, another takes its place, or it goes. */
export type SecretFate = 'keep' | 'replace' | 'clear';

interface SecretState {
  readonly configured: boolean;
  readonly hint: string | null;
}

const UNSET: SecretState = { configured: false, hint: null };
/** A header as it is typed: `Name: value`. */
const HEADER = /^\s*[^:\s]+\s*:\s*\S/;

/** The set-up of a channel while it is typed; the services' answer begins it anew. */
export class ChannelDraft {
  #texts = $state<Record<string, string>>({});
  #flags = $state<Record<string, boolean>>({});
  #fates = $state<Record<string, SecretFate>>({});
  #errors = $state.raw<Readonly<Record<string, string>>>({});
  #general = $state<string | null>(null);
  #isDirty = $state(false);
  isBusy = $state(false);
  readonly #channels: Channels;
  readonly #locale: Locale;
  #channel = $state.raw() as ChannelInfo;

  constructor(channels: Channels, locale: Locale, channel: ChannelInfo) {
    this.#channels = channels;
    this.#locale = locale;
    this.#begin(channel);
  }

  get fields(): readonly ChannelField[] {
    return CHANNEL_FIELDS[this.#channel.name];
  }

  /** Something was typed that is not saved. */
  get isDirty(): boolean {
    return this.#isDirty;
  }

  /** What is wrong with no field in particular; null for nothing. */
  get general(): string | null {
    return this.#general;
  }

  errorOf(field: string): string | null {
    return this.#errors[field] ?? null;
  }

  textOf(field: string): string {
    return this.#texts[field] ?? '';
  }

  isOn(field: string): boolean {
    return this.#flags[field] ?? false;
  }

  /** What is known of a secret; headers count as one. */
  secretOf(field: string): SecretState {
    const known = (this.#channel as unknown as Readonly<Record<string, unknown>>)[field];
    if (typeof known !== 'object' || known === null) return UNSET;
    if ('configured' in known) return known as SecretState;
    const names = Object.keys(known);
    return names.length === 0 ? UNSET : { configured: true, hint: names.join(', ') };
  }

  fateOf(field: string): SecretFate {
    return this.#fates[field] ?? (this.secretOf(field).configured ? 'keep' : 'replace');
  }

  setText(field: string, text: string): void {
    this.#texts[field] = text;
    this.#isDirty = true;
  }

  setFlag(field: string, isOn: boolean): void {
    this.#flags[field] = isOn;
    this.#isDirty = true;
  }

  setFate(field: string, fate: SecretFate): void {
    this.#fates[field] = fate;
    this.#texts[field] = '';
    this.#isDirty = Object.values(this.#fates).some((one) => one === 'clear') || this.#isDirty;
  }

  /** True when the services have taken it. */
  async save(): Promise<boolean> {
    this.#errors = {};
    this.#general = null;
    if (!this.#areHeadersWhole()) return false;
    this.isBusy = true;
    const reply: Reply<ChannelInfo> = await this.#channels.put(this.#written());
    this.isBusy = false;
    if (reply.ok) this.#begin(reply.value);
    else this.#take(reply.error);
    return reply.ok;
  }

  #begin(channel: ChannelInfo): void {
    this.#channel = channel;
    this.#texts = {};
    this.#flags = {};
    this.#fates = {};
    for (const [name, value] of Object.entries(settingsOf(channel))) {
      if (typeof value === 'string') this.#texts[name] = value;
      if (typeof value === 'boolean') this.#flags[name] = value;
    }
    this.#isDirty = false;
  }

  #written(): ChannelChange {
    const entries = this.fields.flatMap(({ name, kind }): [string, unknown][] => {
      if (kind === 'flag') return [[name, this.isOn(name)]];
      if (kind === 'secret' || kind === 'lines') return this.#writtenSecret(name, kind);
      const text = this.textOf(name).trim();
      // An empty server is the usual one.
      if (text === '') return name === 'server' ? [] : [[name, null]];
      return [[name, text]];
    });
    const { name, enabled: isOn, reason } = this.#channel;
    // What is set up for the first time is meant to be used.
    const enabled = isOn || reason !== null;
    return { name, enabled, ...Object.fromEntries(entries) };
  }

  #writtenSecret(name: string, kind: 'secret' | 'lines'): [string, unknown][] {
    const fate = this.fateOf(name);
    if (fate === 'clear') return [[name, null]];
    const text = this.textOf(name).trim();
    if (fate === 'keep' || text === '') return [];
    return [[name, kind === 'lines' ? headersOf(text) : text]];
  }

  #areHeadersWhole(): boolean {
    const lines = linesOf(this.textOf('headers'));
    const isWhole = lines.every((line) => HEADER.test(line));
    if (!isWhole) this.#errors = { headers: this.#locale.t('channels.headers.bad') };
    return isWhole;
  }

  #take(error: ErrorBody): void {
    const fields: readonly string[] = this.fields.map(({ name }) => name);
    const errors: Record<string, string> = {};
    const rest: string[] = [];
    for (const { field, message } of error.details ?? []) {
      const [root = ''] = field.split('.');
      if (fields.includes(root)) errors[root] = message;
      else rest.push(`${field}: ${message}`);
    }
    this.#errors = errors;
    if (rest.length > 0) this.#general = rest.join(' ');
    else if (Object.keys(errors).length === 0) {
      // Only its own words say what is wrong.
      this.#general = error.code === 'INVALID' ? error.message : this.#locale.reason(error);
    }
  }
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** Headers as they are typed, one a line: `Name: value`. */
function headersOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}
