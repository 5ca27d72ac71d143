import { excursionOf, OUTCOME_MS, outcomeOf } from '../../../shared/domain/alert-outcome';
import type { ActiveHours } from '../../../shared/domain/alert-rule';
import { rhythmOf } from '../../../shared/domain/rules/fire-rhythm';
import type { RequestResult } from '../../../shared/protocol/requests';
import { EVERYONE } from '../../../shared/protocol/rooms';
import type { Clock } from '../clock';
import type { EventHub } from '../event-hub';
import type { Handlers } from '../handler-map';
import type { BackCastService, CastResult, PlacedFire } from './back-cast-service';
import { directionBody } from './alert-record';
import { checkRule, type RuleWorld } from './rule-input';

/** Fires an answer holds; all are counted. */
const MAX_FIRES = 5000;
const NIGHT = { from: '22:00', to: '07:00' };
const TELL_EVERY_MS = 100;

/** What requests to try rules on the past are answered from. */
export interface BackCastServices {
  readonly backCasts: BackCastService;
  readonly world: RuleWorld;
  readonly hub: EventHub;
  readonly clock: Clock;
}

/** The handlers of requests to try rules on the past. */
export function backCastHandlers(services: BackCastServices) {
  const { backCasts, world } = services;
  return {
    backtest_alert_rule: async ({ rule, days, zone = 'UTC', max_per_week, run }, client) => {
      const order = { rule: await checkRule(rule, world), days, maxPerWeek: max_per_week ?? null };
      const stay = client.whenGone(() => void backCasts.cancel(client));
      try {
        const result = await backCasts.cast(order, client, progress(services, run ?? null));
        return resultBody(result, { ...NIGHT, zone });
      } finally {
        stay();
      }
    },
    cancel_backtest: (_params, client) => ({ canceled: backCasts.cancel(client) }),
  } satisfies Partial<Handlers>;
}

/** Tells of it ten times a second. */
function progress({ hub, clock }: BackCastServices, run: string | null): (done: number) => void {
  let toldAt = -Infinity;
  return (done) => {
    const at = clock.monotonic();
    if (at - toldAt < TELL_EVERY_MS) return;
    toldAt = at;
    const timestamp = new Date(clock.now()).toISOString();
    hub.publish(EVERYONE, 'backtest_progress', { run, done, timestamp });
  };
}

function resultBody(result: CastResult, night: ActiveHours): RequestResult<'backtest_alert_rule'> {
  const { fires, from, to, isExact, proposal } = result;
  const times = fires.map(({ occurredAt }) => occurredAt);
  const rhythm = rhythmOf(times, to - from, night);
  return {
    fires: fires.slice(-MAX_FIRES).map(fireBody),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    exact: isExact,
    count: fires.length,
    typical_gap_s: rhythm.typicalGapMs === null ? null : Math.round(rhythm.typicalGapMs / 1000),
    per_week: round(rhythm.perWeek),
    per_week_at_night: round(rhythm.perWeekAtNight),
    busiest_week: rhythm.busiestWeek,
    proposal,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function fireBody(placed: PlacedFire) {
  const { symbol, price, occurredAt, message, isExact, past } = placed;
  const { bars, to } = past.span;
  const fired = price === null ? null : { price, occurredAt };
  const whole = fired && excursionOf(fired, bars, OUTCOME_MS);
  return {
    ...{ symbol, price, message },
    direction: directionBody(placed.direction),
    ...{ level: placed.level, already_true: placed.alreadyTrue },
    occurred_at: new Date(Math.round(occurredAt)).toISOString(),
    mfe: whole?.mfe ?? null,
    mae: whole?.mae ?? null,
    outcome: fired && outcomeOf(fired, bars, to),
    exact: isExact,
  };
}
