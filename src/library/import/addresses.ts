// Which addresses of the network are open to everybody, so that nobody can have the bot look into the house it runs in.

import { BlockList, isIP } from 'node:net';
import { lazy } from '../../text/lazy.ts';

// https://www.iana.org/assignments/iana-ipv4-special-registry: what is not reachable from anywhere.
const CLOSED_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
// Of IPv6 only 2000::/3 is given out; inside it these lead elsewhere: Teredo and others, documentation, 6to4 (an IPv4 address in disguise).
const CLOSED_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const closed = lazy(() => {
  const list = new BlockList();
  for (const subnet of CLOSED_IPV4) add(list, subnet, 'ipv4');
  for (const subnet of CLOSED_IPV6) add(list, subnet, 'ipv6');
  return list;
});

const givenOut = lazy(() => {
  const list = new BlockList();
  add(list, '2000::/3', 'ipv6');
  return list;
});

const MAPPED = /^::ffff:/i;

/** Whether `address`, an IPv4 or IPv6 address without brackets, is one of the public network. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !closed().check(address, 'ipv4');
  if (version !== 6 || address.includes('%')) return false;
  // ::ffff:10.0.0.1 and ::ffff:a00:1 are IPv4 addresses, which BlockList sees through.
  if (MAPPED.test(address)) return !closed().check(address, 'ipv6');
  return givenOut().check(address, 'ipv6') && !closed().check(address, 'ipv6');
}

/** Whether `address` is this machine's own (127.0.0.0/8, ::1). */
export function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

function add(list: BlockList, subnet: string, type: 'ipv4' | 'ipv6'): void {
  const [network, bits] = subnet.split('/');
  list.addSubnet(network!, Number(bits), type);
}
