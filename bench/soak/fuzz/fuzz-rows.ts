import type { FuzzResult } from './fuzz';

/** A million frames are to come over twenty thousand connections. */
const FRAMES_A_CONNECTION = 50;
/** Of all answers, those that must come from a handler. */
const REACHED_SHARE = 0.05;
/** MB more than at the beginning, for what the fuzz itself has made and for garbage. */
const GROWTH_LIMIT = 300;

/** What must be true of the server after the fuzz; each with what was found. */
export function fuzzRows(result: FuzzResult): { name: string; found: string; isGood: boolean }[] {
  const { tally, rss, seconds } = result;
  const answers = Object.values(tally.codes).reduce((sum, count) => sum + count, 0);
  const codes = Object.entries(tally.codes).map(([code, count]) => `${code} ${count}`);
  return [
    {
      name: `${tally.frames} frames of the fuzz`,
      found: `${tally.connections} connections in ${seconds} s, ${result.survived ? 'no exit' : 'the server ENDED'}`,
      isGood: result.survived && tally.connections >= tally.frames / FRAMES_A_CONNECTION,
    },
    {
      name: 'prototypes polluted, accidents',
      found: `${result.pollution.length} and ${result.accidents.length} ${result.accidents.slice(0, 3).join('; ')}`,
      isGood: result.pollution.length + result.accidents.length === 0,
    },
    {
      name: 'answers by a handler',
      found: `${((100 * tally.reached) / answers).toFixed(1)} % of ${answers} (at least 5)`,
      isGood: tally.reached >= REACHED_SHARE * answers,
    },
    {
      name: 'codes of the answers',
      found: `${codes.join(', ')}; ${tally.misshapen} misshapen, ${tally.withoutRetry} without retry_after_ms`,
      isGood: result.strangeCodes.length + tally.misshapen + tally.withoutRetry === 0,
    },
    {
      name: 'questions without an answer',
      found: `${tally.unanswered}; ${tally.dropped} clients cut that kept the rules, ${tally.putOut} put out that did not`,
      isGood: tally.unanswered + tally.dropped === 0 && tally.putOut > 0,
    },
    {
      name: 'memory under the fuzz',
      found: `RSS ${rss.early} MB early, at most ${rss.most}, ${rss.end} at the end`,
      isGood: rss.end - rss.early < GROWTH_LIMIT,
    },
  ];
}
