import type { en } from './en';

type ReasonKey = Exclude<
  Extract<keyof typeof en, `reason.${string}`>,
  'reason.until' | 'reason.more'
>;

/** A reason of the services that is known. */
export interface KnownReason {
  readonly key: ReasonKey;
  /** When it ends, ms UTC; null when that is not said. */
  readonly until: number | null;
  /** What follows the sentence as it is, such as symbols; null for nothing. */
  readonly rest: string | null;
}

/** The services give their reasons as English sentences; the first match counts. */
const REASONS: readonly (readonly [RegExp, ReasonKey])[] = [
  // Where alerts are sent; what the far side said itself follows.
  [/^\S+ does not take the message (?<rest>\(.+)/, 'reason.send.refused'],
  [/^\S+ asks for a pause (?<rest>\(.+)/, 'reason.send.pause'],
  [/^(?!The )\S+ has trouble of its own (?<rest>\(.+)/, 'reason.send.trouble'],
  [/^\S+ does not let us in (?<rest>\(.+)/, 'reason.send.entry'],
  [/^\S+ has nothing at this address (?<rest>\(.+)/, 'reason.send.nothing'],
  [/^\S+ finds the message too large (?<rest>\(.+)/, 'reason.send.large'],
  [/^\S+ does not know this bot token (?<rest>\(.+)/, 'reason.send.token'],
  [/^\S+ has had too many messages from here (?<rest>\(.+)/, 'reason.send.many'],
  [/^\S+ sends elsewhere (?<rest>\([^)]+\))/, 'reason.send.moved'],
  [/^\S+ gave no answer within/, 'reason.send.silent'],
  [/\(451\)|does not serve this location/, 'reason.location'],
  [/has banned this address/, 'reason.banned'],
  [/slow down|too many requests to the exchange|asked us to pause/i, 'reason.slower'],
  [/firewall/, 'reason.firewall'],
  [/certificate|CERT|SELF_SIGNED/, 'reason.certificate'],
  [/sign-in page|log-in page/, 'reason.portal'],
  [/no internet|ENOTFOUND|EAI_AGAIN|ENETUNREACH/, 'reason.internet'],
  [/ECONNREFUSED|cannot be reached|ETIMEDOUT|EHOSTUNREACH/, 'reason.unreachable'],
  [/ECONNRESET|EPIPE|socket hang up|connection was lost/, 'reason.lost'],
  [/out of order|has trouble of its own/, 'reason.trouble'],
  [/breaking its rules/, 'reason.rules'],
  [/(?:is about to close|closed) the connection/, 'reason.closed'],
  [/refuses subscriptions/, 'reason.subscriptions'],
  [/confirm the subscriptions in time/, 'reason.confirm'],
  [/did not answer .*in time|did not answer within/, 'reason.timeout'],
  [/went dead/, 'reason.dead'],
  [/sends no data/, 'reason.silent'],
  [/makes? no sense|cannot be understood|far more than was asked/, 'reason.garbage'],
  [/lists no symbols/, 'reason.listing'],
  [/lists far too few symbols/, 'reason.listing.short'],
  [/repeats old (?:trades|candles)/, 'reason.repeats'],
  [/has not been reached yet|no answer yet/, 'reason.not.yet'],
  [/too many (?:connection attempts|requests wait)/i, 'reason.attempts'],
  [/history of the exchange is behind/, 'reason.behind'],
  [/No price of this symbol has come/, 'reason.unpriced'],
  [/has not agreed to send/, 'reason.unheard'],
  [/trades are being fetched/, 'reason.fetching'],
  [/source chosen before/, 'reason.source.before'],
  [/Whether trades were missed/, 'reason.unconfirmed'],
  [/does not answer whether/, 'reason.unanswered'],
  [/Trades no longer arrive/, 'reason.stream.dead'],
  [/no longer lists this symbol/, 'reason.symbol.gone'],
  [/(?:halted|interrupted) trading|lets orders .* be canceled/, 'reason.symbol.halted'],
  [/ended for the day/, 'reason.symbol.ended'],
  [/has not begun yet/, 'reason.symbol.before'],
  [/settled|closed this contract/, 'reason.symbol.settled'],
  [/^Not used yet/, 'reason.asleep'],
  [/^Not live: (?<rest>.+)/, 'reason.not.live'],
  [/^demo market/, 'reason.market.demo'],
  [/^replay of .* has ended/, 'reason.market.ended'],
  [/^replay of/, 'reason.market.replay'],
  [/network is back/, 'reason.network.back'],
  [/machine has slept/, 'reason.slept'],
  [/^(?:stopped|tickwatch is stopping|replaced by another)/i, 'reason.stopping'],
  [/disk is full|quota is used up/, 'reason.disk.full'],
  [/disk is read-only|may not be written/, 'reason.disk.denied'],
  [/disk reports errors|cannot be written/, 'reason.disk.errors'],
  [/data folder is gone/, 'reason.disk.gone'],
  [/too many files are open/i, 'reason.disk.files'],
  [/(?:by|of) a newer Tickwatch/, 'reason.store.newer'],
  [/decide where .*data comes from/, 'reason.flags.decide'],
  [/futures are off|--futures-(?:ws|rest)/i, 'reason.futures.off'],
  [/only source of this market/, 'reason.source.only'],
  [/changed meanwhile/, 'reason.source.changed'],
  [/nothing whole to keep a backup of/, 'reason.backup.nothing'],
  [/refused the request/, 'reason.refused'],
  [/^quiet hours$/, 'reason.quiet.hours'],
  [/^all muted$/, 'reason.muted.all'],
  [/^rule muted$/, 'reason.muted.rule'],
  [/^snoozed$/, 'reason.snoozed'],
  [/^The token of a bot is missing/, 'reason.channel.token'],
  [/^The chat to write to is missing/, 'reason.channel.chat'],
  [/^The address (?:of a webhook )?is missing/, 'reason.channel.address'],
  [/^The topic is missing/, 'reason.channel.topic'],
  [/^There is no desktop here/, 'reason.channel.desktop'],
  [/^A server makes no sound/, 'reason.channel.sound'],
  [/^The channel \w+ is turned off/, 'reason.channel.off'],
];

/** Null when the text is not one of the reasons that the services are known to give. */
export function knownReason(reason: string): KnownReason | null {
  for (const [pattern, key] of REASONS) {
    const match = pattern.exec(reason);
    if (!match) continue;
    const until = Date.parse(/until (\S+)/.exec(reason)?.[1] ?? '');
    const rest = match.groups?.['rest'] ?? null;
    return { key, until: Number.isNaN(until) ? null : until, rest };
  }
  return null;
}
