// Who sends a request, as far as limits need to know.

import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import type { Context } from 'hono';

const OWN_NETWORKS = new BlockList();
OWN_NETWORKS.addSubnet('127.0.0.0', 8);
OWN_NETWORKS.addSubnet('10.0.0.0', 8);
OWN_NETWORKS.addSubnet('172.16.0.0', 12);
OWN_NETWORKS.addSubnet('192.168.0.0', 16);
OWN_NETWORKS.addAddress('::1', 'ipv6');
OWN_NETWORKS.addSubnet('fc00::', 7, 'ipv6');

/**
 * The address that a request comes from; of IPv6 the network, since one person has a whole one. Behind a reverse proxy on
 * this machine or its network, the address that the proxy saw; from anywhere else that header could say anything.
 */
export function clientOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  const peer = plain(incoming?.socket.remoteAddress ?? '');
  const isOwn = peer !== '' && OWN_NETWORKS.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4');
  // The last entry is the proxy's own; those before it came with the request.
  const forwarded = isOwn ? plain(c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '') : '';
  const address = forwarded || peer || 'unknown';
  return isIPv6(address) ? networkOf(address) : address.slice(0, 45);
}

/** Whether a request comes from this very machine and not through a proxy on it. */
export function isOnThisMachine(c: Context): boolean {
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  const peer = plain(incoming?.socket.remoteAddress ?? '');
  return (peer === '::1' || peer.startsWith('127.')) && c.req.header('x-forwarded-for') === undefined;
}

/** IPv4 in IPv6 clothes ("::ffff:192.0.2.1") as IPv4. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

function networkOf(address: string): string {
  const [head, tail] = address.split('::');
  const groups = head ? head.split(':') : [];
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array<string>(missing).fill('0')].slice(0, 4).join(':');
}
