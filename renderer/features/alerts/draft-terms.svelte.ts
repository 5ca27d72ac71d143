import type { ActiveHours, AlertRule } from '../../../shared/domain/alert-rule';
import { WEEKDAYS, type Weekday } from '../../../shared/domain/weekday';
import { plainText, readDecimal } from '../../format/decimal';
import { wireTime } from '../../state/kline-series';
import { localFieldText } from './alert-time';
import type { SlotProblem } from './condition-texts';

/** Amounts that a rule may do without, in the order in which they are shown. */
export const TERMS = ['for_s', 'hysteresis_percent', 'cooldown_s'] as const;
type Term = (typeof TERMS)[number];

type Written = Partial<Pick<AlertRule, Term | 'expires_at' | 'active_hours'>>;

const amount = (value: number | undefined): string => (value === undefined ? '' : plainText(value));

/** When a rule may fire and how long it must hold, as it is typed; empty means without. */
export class DraftTerms {
  readonly texts = $state<Record<Term | 'within_s', string>>({
    for_s: '',
    hysteresis_percent: '',
    cooldown_s: '',
    within_s: '',
  });
  /** Local time as a date field holds it; empty for never. */
  expiresAt = $state('');
  hasHours = $state(false);
  from = $state('09:00');
  to = $state('17:00');
  zone = $state(Intl.DateTimeFormat().resolvedOptions().timeZone);
  days = $state.raw<readonly Weekday[]>(WEEKDAYS);

  constructor(start: Partial<AlertRule>) {
    for (const term of TERMS) this.texts[term] = amount(start[term]);
    const { condition, expires_at: expiry, active_hours: hours } = start;
    if (condition && 'within_s' in condition) this.texts.within_s = amount(condition.within_s);
    if (expiry !== undefined) this.expiresAt = localFieldText(Date.parse(expiry));
    if (hours) this.#readHours(hours);
  }

  /** How many are in force. */
  get count(): number {
    const texts = Object.values(this.texts).filter((text) => text.trim() !== '');
    return texts.length + Number(this.expiresAt !== '') + Number(this.hasHours);
  }

  /** Seconds; null when not given or not a number. */
  get withinS(): number | null {
    const typed = readDecimal(this.texts.within_s);
    return typed.kind === 'value' ? typed.value : null;
  }

  /** Takes over what keeps the rule quieter; seconds or percent. */
  propose(term: Exclude<Term, 'for_s'>, value: number): void {
    this.texts[term] = plainText(value);
  }

  setHours(change: Partial<Pick<ActiveHours, 'from' | 'to' | 'zone'>>): void {
    Object.assign(this, change);
  }

  toggleDay(day: Weekday): void {
    const isOn = this.days.includes(day);
    this.days = WEEKDAYS.filter((one) => (one === day ? !isOn : this.days.includes(one)));
  }

  /** What is in force; adds what is wrong to the problems. */
  write(problems: Record<string, SlotProblem>): Written {
    const written: Written = {};
    for (const term of TERMS) {
      const typed = readDecimal(this.texts[term]);
      if (typed.kind === 'problem') problems[term] = `form.error.${typed.problem}`;
      else if (typed.kind === 'value') written[term] = typed.value;
    }
    const expiry = Date.parse(this.expiresAt);
    if (!Number.isNaN(expiry)) written.expires_at = wireTime(expiry);
    if (this.hasHours) written.active_hours = this.#writeHours();
    return written;
  }

  #readHours({ from, to, zone, days }: ActiveHours): void {
    this.hasHours = true;
    Object.assign(this, { from, to, zone });
    this.days = days ?? WEEKDAYS;
  }

  #writeHours(): ActiveHours {
    const { from, to, zone, days } = this;
    const isEveryDay = days.length === WEEKDAYS.length || days.length === 0;
    return { from, to, zone: zone.trim(), ...(isEveryDay ? {} : { days: [...days] }) };
  }
}
