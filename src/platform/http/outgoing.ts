import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses that an address given by somebody else must never lead to: this machine, its network, special uses. */
const NEARBY = new BlockList();
for (const [network, prefix] of [
  ...(['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'] as const),
  ...(['172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3'] as const),
].map((range) => range.split('/')))
  NEARBY.addSubnet(network as string, Number(prefix), 'ipv4');
for (const [network, prefix] of [
  '::/127',
  '64:ff9b::/96',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
].map((range) => range.split('/')))
  NEARBY.addSubnet(network as string, Number(prefix), 'ipv6');

const TIMEOUT_MS = 5000;
const LARGEST_ANSWER = 1024 * 1024;

export interface OutgoingRequest {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

/** The call was not made, or got no whole answer; `message` says why, without the answer. */
export class OutgoingError extends Error {}

/**
 * Calls an address that somebody else gave (a service's logout address, its keys). In: `allowed`, the hosts and
 * `host:port`s of this machine or its network that may be called all the same. Redirects are not followed; five seconds
 * and a megabyte at most. The address that the name resolves to is the one judged, at the connection.
 * @throws OutgoingError
 */
export function callOutside(
  address: string,
  request: OutgoingRequest,
  allowed: readonly string[],
): Promise<Response> {
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol)) throw new OutgoingError('only http and https are called');
  const trusted = allowed.includes(url.hostname) || allowed.includes(url.host);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!trusted && isIP(host) && isNearby(host)) throw new OutgoingError('this address is not called');
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = start(url, {
      method: request.method ?? 'GET',
      headers: { ...request.headers },
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(!trusted && { lookup: judgedLookup }),
    });
    outgoing.once('error', (error) => reject(new OutgoingError(error.message, { cause: error })));
    outgoing.once('response', (answer) => void readAnswer(answer).then(resolve, reject));
    outgoing.end(request.body);
  });
}

const isNearby = (address: string): boolean => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return NEARBY.check(mapped ?? address, isIP(mapped ?? address) === 6 ? 'ipv6' : 'ipv4');
};

const judgedLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return callback(error, '', 0);
    const outside = found.filter(({ address }) => !isNearby(address));
    const [first] = outside;
    if (!first) return callback(new Error(`${hostname} leads to an address that is not called`), '', 0);
    if (options.all) callback(null, outside);
    else callback(null, first.address, first.family);
  });
};

async function readAnswer(answer: IncomingMessage): Promise<Response> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > LARGEST_ANSWER) throw new Error('the answer is too long');
      parts.push(part);
    }
  } catch (error) {
    answer.destroy();
    throw new OutgoingError((error as Error).message, { cause: error });
  }
  const status = answer.statusCode ?? 502;
  const body = [204, 205, 304].includes(status) ? null : Buffer.concat(parts);
  const headers = Object.entries(answer.headersDistinct).map(([name, values]) => [name, values?.join(', ')]);
  return new Response(body, { status, headers: headers as [string, string][] });
}
