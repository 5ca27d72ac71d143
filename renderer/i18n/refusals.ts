import type { enRefusals } from './en-refusals';

type RefusalKey = keyof typeof enRefusals;

/** What is wrong at a field, in words of the catalogs. */
interface KnownRefusal {
  readonly key: RefusalKey;
  readonly values: Readonly<Record<string, string>>;
}

/** The services say what is wrong at a field in English; the first match counts. */
const REFUSALS: readonly (readonly [RegExp, RefusalKey])[] = [
  [/[Pp]ort (?<port>\d+) .*is in use/, 'refusal.port.used'],
  [/[Pp]ort (?<port>\d+) may not be used/, 'refusal.port.denied'],
  [/The position is closed/, 'refusal.closed'],
  [/cannot change its quote asset/, 'refusal.quote'],
  [/fee leaves nothing/, 'refusal.fee'],
  [/when the position was not open|before the position was opened/, 'refusal.unopened'],
  [/before the last entry/, 'refusal.before'],
  [/The position is in (?<symbol>\S+), not in/, 'refusal.other'],
  [/is more than the (?<open>\S+) that is open/, 'refusal.excess'],
  [/must not lie in the future/, 'refusal.future'],
  [/is the only fill/, 'refusal.only'],
  [/would make it a long/, 'refusal.turns.long'],
  [/would make it a short/, 'refusal.turns.short'],
  [/the price of (?<symbol>\S+) is not live/, 'refusal.unpriced'],
  [/no known rate to (?<currency>\S+)/, 'refusal.rate'],
  [/no time zone "(?<zone>[^"]*)"/, 'refusal.zone'],
  [/holds no rows/, 'refusal.rows'],
  [/no column is known for (?<columns>.+)/, 'refusal.columns'],
  [/cannot be (?:read|understood)/, 'refusal.unreadable'],
  [/is damaged or of a newer Tickwatch/, 'refusal.damaged'],
  [/is of a newer Tickwatch/, 'refusal.newer'],
  [/this Tickwatch does not know|not known to this Tickwatch/, 'refusal.unknown'],
  [/position (?<id>\S+) is there twice/, 'refusal.double'],
  [/position (?<id>\S+) has another number/, 'refusal.misnamed'],
  [/has a number twice|^is (?:open|closed|no number)$|no amount that can be/, 'refusal.impossible'],
  [/between 2010 and|has another|is another symbol|must be a symbol like/, 'refusal.impossible'],
  [/between the years 2010 and 2100/, 'refusal.years'],
  [/must be the name of an asset/, 'refusal.asset'],
  [/must be at least (?<bound>[-\d.e+]+), the smallest step/, 'refusal.tick'],
  [
    /must be at least (?<bound>[-\d.e+]+)(?: at a price of [-\d.e+]+)?: smaller steps/,
    'refusal.fine',
  ],
  [/no price falls further/, 'refusal.fall'],
  [/must be plain text/, 'refusal.plain'],
  [/must be above 0|^Too small: .* >0$/, 'refusal.positive'],
  [/^Too small: .*\bstring\b/, 'refusal.needed'],
  [/^Too small: .*>=?(?<bound>[-\d.e+]+)/, 'refusal.least'],
  [/^Too big: .*\bstring\b.*<=?(?<bound>\d+)/, 'refusal.long'],
  [/^Too big: .*\barray\b.*<=?(?<bound>\d+)/, 'refusal.many'],
  [/^Too big: .*<=?(?<bound>[-\d.e+]+)/, 'refusal.most'],
  [/must not be (?:above|longer than) (?<bound>\S+)/, 'refusal.most'],
  [/^Invalid /, 'refusal.invalid'],
];

/** Null for what the services are not known to say. */
export function knownRefusal(message: string): KnownRefusal | null {
  for (const [pattern, key] of REFUSALS) {
    const match = pattern.exec(message);
    if (match) return { key, values: { ...match.groups } };
  }
  return null;
}
