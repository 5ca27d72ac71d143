import ipaddr from 'ipaddr.js';

/** Whoever has one address of an IPv6 network has them all. */
const IPV6_NETWORK_BITS = 64;
/** Addresses that no router of the internet passes on. */
const PRIVATE = ['loopback', 'private', 'linkLocal', 'uniqueLocal'];

/** What a peer counts as when something is held against it: an IPv4 address, or an IPv6 network. */
export function addressKey(address: string | undefined): string {
  const parsed = parse(address);
  if (!parsed) return 'unknown';
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  if (parsed.range() === 'loopback') return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(
    `${parsed.toNormalizedString().split('%')[0] ?? ''}/${IPV6_NETWORK_BITS}`,
  ).toString();
}

/** Whether a peer is this machine itself. */
export function isLoopback(address: string | undefined): boolean {
  return parse(address)?.range() === 'loopback';
}

/** Whether an address is of this machine or of a private network. */
export function isPrivate(address: string | undefined): boolean {
  return PRIVATE.includes(parse(address)?.range() ?? '');
}

/** How an address is written in a URL and in the `Host` header; IPv4 wrapped in IPv6 is IPv4. */
export function hostText(address: string | undefined): string | null {
  const parsed = parse(address);
  if (!parsed) return null;
  return parsed instanceof ipaddr.IPv4 ? parsed.toString() : `[${parsed.toRFC5952String()}]`;
}

function parse(address: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | null {
  return address !== undefined && ipaddr.isValid(address) ? ipaddr.process(address) : null;
}
