import type { Trade } from '../../../../shared/domain/trade';
import { checkSilence, type Finding } from '../../feed/silence-check';
import type { Exchange } from '../exchange';
import type { InstrumentCatalog } from './instrument-catalog';
import { TRADES_SUFFIX } from './stream-name';

/** As many as the cheapest question covers. */
const ASKED_ABOUT = 20;

/** A subscription is confirmed some time before it brings trades for sure. */
const SETTLING_MS = 3000;

/** What history says of streams that are silent: nothing is missing, something is, or it is too young to tell. */
export type Verdict = 'quiet' | 'missed' | 'unclear';

export interface SilenceQuestionOptions {
  readonly exchange: Exchange;
  readonly catalog: () => InstrumentCatalog;
  /** Names of the streams subscribed to. */
  readonly names: () => Iterable<string>;
}

/** Asks the venue's history whether streams that bring nothing should have brought something. */
export class SilenceQuestion {
  readonly #options: SilenceQuestionOptions;
  /** The newest trade that came, by symbol. */
  readonly #last = new Map<string, Trade>();

  constructor(options: SilenceQuestionOptions) {
    this.#options = options;
  }

  /** A stream brought a trade. */
  heard(trade: Trade): void {
    const known = this.#last.get(trade.symbol);
    // One that comes again is not news.
    const isNew = !known || trade.id > known.id || trade.time > known.time;
    if (isNew) this.#last.set(trade.symbol, trade);
  }

  /**
   * Asks about those that traded last: they are the likeliest to have traded again.
   * @param silenceMs For how long nothing has come.
   * @throws {AppError} when there is no answer.
   */
  async ask(silenceMs: number): Promise<Verdict> {
    const { exchange } = this.#options;
    const suspects = this.#symbols()
      .map((symbol) => {
        const since = exchange.now(symbol) - silenceMs + SETTLING_MS;
        return { symbol, last: this.#last.get(symbol) ?? null, since };
      })
      .sort((a, b) => (b.last?.time ?? 0) - (a.last?.time ?? 0))
      .slice(0, ASKED_ABOUT);
    if (suspects.length === 0) return 'quiet';
    const findings = await checkSilence(exchange, suspects);
    const verdicts = suspects.map(({ symbol, since }) => judge(findings.get(symbol), since));
    return (
      verdicts.find((each) => each === 'missed') ??
      verdicts.find((each) => each === 'unclear') ??
      'quiet'
    );
  }

  /** Those whose trades are subscribed to and that trade. */
  #symbols(): string[] {
    const { exchange, catalog, names } = this.#options;
    return [...names()]
      .filter((name) => name.endsWith(TRADES_SUFFIX))
      .map((name) => name.slice(0, -TRADES_SUFFIX.length).toUpperCase())
      .flatMap((venueSymbol) => catalog().byVenueSymbol(venueSymbol)?.symbol ?? [])
      .filter((symbol) => exchange.suspension(symbol) === null);
  }
}

/** What happened before the silence began was missed for reasons of its own. */
function judge(finding: Finding | undefined, since: number): Verdict {
  if (finding?.kind !== 'missed') return finding?.kind ?? 'quiet';
  return finding.newest.time >= since ? 'missed' : 'quiet';
}
