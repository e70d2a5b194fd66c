import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** The reverse proxies whose X-Forwarded-For is believed. */
export interface TrustedProxies {
  /** Whether the socket at that address is one of ours. */
  has(address: string): boolean;
}

/**
 * Reads a list of addresses and networks, e.g. `10.0.0.7, 192.168.4.0/24, fd00::/8`.
 * @throws Error naming the first entry that is neither
 */
export function trustedProxies(text: string): TrustedProxies {
  const list = new BlockList();
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    const [address = '', bits] = entry.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    const most = family === 'ipv4' ? 32 : 128;
    if (isIP(address) === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)))
      throw new Error(`${entry} n’est ni une adresse ni un réseau`);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return { has: (address) => isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6') };
}

/**
 * The address at the other end. In: the peer of the socket, the X-Forwarded-For header. The header is read from its
 * end, one entry for each proxy of ours: whatever a caller wrote before that is not believed.
 */
export function realCaller(peer: string, forwardedFor: string | undefined, proxies: TrustedProxies): string {
  const entries = (forwardedFor ?? '').split(',').map((entry) => entry.trim());
  let caller = plain(peer);
  while (proxies.has(caller)) {
    const before = plain(entries.pop() ?? '');
    if (isIP(before) === 0) break;
    caller = before;
  }
  return caller;
}

/** What rate limits count: an IPv4 address, or the /64 network that one holder of IPv6 addresses has as a whole. */
export function countedAddress(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = [], tail] = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const groups = [...head, ...Array(tail ? 8 - head.length - tail.length : 0).fill('0'), ...(tail ?? [])];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Without port, brackets, zone, and with an IPv4 address written as such. */
function plain(address: string): string {
  const bare = address
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '');
  return bare.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
