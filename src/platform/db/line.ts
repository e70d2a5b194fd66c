import pg from 'pg';

/** A connection of its own, beside the pool: it listens, or holds a lock as long as this process lives. */
export interface Line {
  readonly client: pg.Client;
  /** Resolves when the connection is gone, by `close` or by itself. */
  readonly gone: Promise<void>;
  close(): Promise<void>;
}

const HEARTBEAT_MS = 10_000;
const RETRY_MS = 500;

/**
 * Opens one direct connection and watches it: a server that vanished without a word is noticed within about fifteen
 * seconds, on both sides. Throws when the server does not answer.
 */
export async function openLine(url: string): Promise<Line> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, keepAlive: true });
  let hangUp: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    hangUp = resolve;
  });
  client.on('error', () => hangUp());
  client.on('end', () => hangUp());
  await client.connect();
  await client.query(`select set_config('tcp_keepalives_idle', '5', false),
    set_config('tcp_keepalives_interval', '3', false), set_config('tcp_keepalives_count', '3', false)`);
  const beat = setInterval(() => {
    const late = setTimeout(hangUp, HEARTBEAT_MS / 2);
    client.query('select 1').then(
      () => clearTimeout(late),
      () => undefined,
    );
  }, HEARTBEAT_MS);
  beat.unref();
  const done = gone.then(() => clearInterval(beat));
  return {
    client,
    gone: done,
    close: async () => {
      hangUp();
      await client.end().catch(() => undefined);
    },
  };
}

/**
 * Listens on a channel for as long as the program lives, over any loss of the server. `tell` is called at each
 * message and after each reconnection, since messages may have been missed; what it throws opens the line again.
 */
export async function keepListening(
  url: string,
  channel: string,
  tell: () => Promise<void>,
): Promise<{ close(): Promise<void> }> {
  const open = async (): Promise<Line> => {
    const line = await openLine(url);
    line.client.on('notification', () => void tell().catch(() => line.close()));
    await line.client.query(`listen ${channel}`);
    return line;
  };
  let line: Line | undefined = await open();
  let wake: () => void = () => undefined;
  const closed = new Promise<true>((resolve) => {
    wake = () => resolve(true);
  });
  const pause = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), RETRY_MS).unref());
  const watch = async () => {
    for (;;) {
      if (await Promise.race([closed, line?.gone.then(() => false)])) return;
      await line?.close();
      if (await Promise.race([closed, pause()])) return;
      line = await open().catch(() => undefined);
      await tell().catch(() => line?.close());
    }
  };
  const watching = watch();
  return {
    async close() {
      wake();
      await watching;
      await line?.close();
    },
  };
}
