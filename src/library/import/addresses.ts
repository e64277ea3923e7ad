// Which addresses of the network are open to everybody, so that nobody can have the bot look into the house it runs in.

import { BlockList, isIP } from 'node:net';
import { lazy } from '../../text/lazy.ts';

// https://www.iana.org/assignments/iana-ipv4-special-registry: what is not reachable from anywhere.
const CLOSED_IPV4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3';
// Of IPv6 only 2000::/3 is given out; inside it these lead elsewhere: Teredo and others, documentation, 6to4 (an IPv4 address in disguise).
const CLOSED_IPV6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20';

const closed = lazy(() => listOf(CLOSED_IPV4, CLOSED_IPV6));
const givenOut = lazy(() => listOf('', '2000::/3'));

function listOf(ipv4: string, ipv6: string): BlockList {
  const list = new BlockList();
  for (const [subnets, type] of [
    [ipv4, 'ipv4'],
    [ipv6, 'ipv6'],
  ] as const) {
    for (const subnet of subnets.split(' ').filter(Boolean))
      list.addSubnet(subnet.split('/')[0]!, Number(subnet.split('/')[1]), type);
  }
  return list;
}

/** Whether `address`, an IPv4 or IPv6 address without brackets, is one of the public network. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 0 || address.includes('%')) return false;
  const isClosed = closed().check(address, version === 4 ? 'ipv4' : 'ipv6');
  // ::ffff:10.0.0.1 and ::ffff:a00:1 are IPv4 addresses, which BlockList sees through.
  return !isClosed && (version === 4 || /^::ffff:/i.test(address) || givenOut().check(address, 'ipv6'));
}

/** Whether `address` is this machine's own (127.0.0.0/8, ::1). */
export function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}
