import type { Interval } from '../../../shared/domain/interval';
import { beatsBreakeven, type SettledClaim } from '../../../shared/domain/signals/call-results';
import { isEdgeProven } from '../../../shared/domain/signals/edge-rule';
import type { CallEntry } from '../../../shared/domain/signals/record';
import { reliabilitySteps, type Reliability } from '../../../shared/domain/signals/reliability';
import type { Steps } from '../../../shared/domain/signals/steps';
import type { Clock } from '../clock';
import { seededRandom } from '../exchange/demo/prng';
import { Breath } from './breath';
import type { ClaimTally } from './claim-tally';

/** The ranges of one record are the same each time they are asked for. */
const SEED = 1;

interface Known<T> {
  /** Of the claims it was worked out of. */
  readonly version: string;
  readonly value: T;
}

/**
 * How reliable the calls of a record are. What has been worked out serves until another claim is
 * settled, and it is worked out in slices: with hundreds of thousands of claims it takes a while.
 */
export class ReliabilityCache {
  readonly #reliabilities = new Map<string, Known<Promise<Reliability | null>>>();
  readonly #proofs = new WeakMap<CallEntry, Known<boolean>>();

  constructor(
    private readonly claims: () => Pick<ClaimTally, 'claimsOf' | 'claimsOfAll' | 'versionOf'>,
    private readonly clock: Clock,
  ) {}

  /** Of an interval's calls of one symbol, or of all; null while none is settled. */
  of(interval: Interval, symbol?: string): Promise<Reliability | null> {
    const key = `${interval} ${symbol ?? ''}`;
    const version = this.claims().versionOf(interval, symbol);
    const known = this.#reliabilities.get(key);
    if (known?.version === version) return known.value;
    const value = this.#run(reliabilitySteps(this.#claims(interval, symbol), seededRandom(SEED)));
    this.#reliabilities.set(key, { version, value });
    return value;
  }

  /** Whether a call has a proven edge, see `isEdgeProven`. */
  isProven(call: CallEntry): boolean {
    if (!beatsBreakeven(call)) return false;
    const { interval } = call;
    const version = this.claims().versionOf(interval);
    const known = this.#proofs.get(call);
    if (known?.version === version) return known.value;
    const value = isEdgeProven(call, this.claims().claimsOfAll(interval), seededRandom(SEED));
    this.#proofs.set(call, { version, value });
    return value;
  }

  #claims(interval: Interval, symbol?: string): readonly SettledClaim[] {
    const record = this.claims();
    return symbol === undefined ? record.claimsOfAll(interval) : record.claimsOf(symbol, interval);
  }

  async #run<T>(steps: Steps<T>): Promise<T> {
    const breath = new Breath(this.clock);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
      if (breath.isDue) await breath.take();
    }
  }
}
