import { createServer, connect as dial, type Socket } from 'node:net';

/** Stands before a PostgreSQL server, so that it can vanish and come back, even at another address. */
export interface Relay {
  readonly port: number;
  /** Cuts every connection and takes no other. */
  cut(): Promise<void>;
  /** Takes connections again, for that server. */
  restore(targetPort: number): Promise<void>;
  close(): Promise<void>;
}

export async function startRelay(targetPort: number): Promise<Relay> {
  const open = new Set<Socket>();
  let target = targetPort;
  const server = createServer((near) => {
    const far = dial(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
  const port = await listen(0);
  const cut = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of open) socket.destroy();
    await closed;
  };
  return {
    port,
    cut,
    async restore(targetPort) {
      target = targetPort;
      await listen(port);
    },
    close: () => (server.listening ? cut() : Promise.resolve()),
  };
}
