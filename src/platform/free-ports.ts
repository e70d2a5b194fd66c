import { type AddressInfo, createServer, type Server } from 'node:net';

/** Loopback ports that were free a moment ago, all different: each is held until the last is known. */
export async function freePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(Array.from({ length: count }, () => holdPort('127.0.0.1', 0)));
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port);
  for (const probe of probes) await new Promise((resolve) => probe.close(resolve));
  return ports;
}

/**
 * Tries ports before long work that needs them; 0 is any port. In: the host to listen on. @throws the error of `listen`, with
 * `code` EADDRINUSE and `port`, when one is taken, or asked for twice
 */
export async function tryPorts(host: string, ports: readonly number[]): Promise<void> {
  const probes: Server[] = [];
  try {
    for (const port of ports) probes.push(await holdPort(host, port));
  } finally {
    for (const probe of probes) await new Promise((resolve) => probe.close(resolve));
  }
}

function holdPort(host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(port, host, () => resolve(probe));
  });
}
