import ipaddr from 'ipaddr.js';

/** All of the IPv6 internet there is; the rest is reserved, local, or IPv4 in disguise. */
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3');

/** What a trader may mean by "my own network"; link-local is not in it: clouds keep their keys there. */
const OWN: readonly string[] = [
  'loopback',
  'private',
  'uniqueLocal',
  // Overlay networks such as Tailscale number their machines from it.
  'carrierGradeNat',
];

/**
 * Whether a message may be sent to an IP address, judged by the address alone.
 * @param allowsPrivate Whether the trader has allowed machines of the own network for this target.
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isAllowedAddress(address: string, allowsPrivate: boolean): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range === 'unicast') return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_V6);
  return allowsPrivate && OWN.includes(range);
}
