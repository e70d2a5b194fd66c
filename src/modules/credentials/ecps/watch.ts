import pg from 'pg';
import { CHANNEL } from './store.js';

type Listener = () => void;

export interface RequestWatch {
  /** Calls back when that request changes, until the function returned is called. */
  onRequestChange(requestId: string, listener: Listener): () => void;
  /** Calls back when something changes on that e-CPS: a new request, an answer, its end. */
  onDeviceChange(ecpsId: string, listener: Listener): () => void;
  close(): Promise<void>;
}

const RETRY_MS = 500;

/**
 * One listening connection for all the browsers and phones that wait in this process; it opens with the first and
 * closes with the last. A change that falls into a reconnection is told to everybody afterwards: read the state
 * when called, and once after subscribing.
 * @param url direct connection string; a transaction pooler does not carry LISTEN
 */
export function watchRequests(url: string): RequestWatch {
  const listeners = new Map<string, Set<Listener>>();
  let line: Promise<pg.Client | undefined> | undefined;
  let closed = false;

  const tellAll = () => {
    for (const set of listeners.values()) for (const listener of set) listener();
  };
  const open = async (): Promise<pg.Client | undefined> => {
    const client = new pg.Client({ connectionString: url });
    client.on('notification', ({ payload = '' }) => {
      for (const key of payload.split(' ')) for (const listener of listeners.get(key) ?? []) listener();
    });
    client.on('error', () => void client.end().catch(() => undefined));
    client.on('end', reopen);
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      tellAll();
      return client;
    } catch {
      client.off('end', reopen);
      await client.end().catch(() => undefined);
      reopen();
      return undefined;
    }
  };
  const reopen = () => {
    line = undefined;
    if (closed || listeners.size === 0) return;
    setTimeout(() => {
      if (!closed && listeners.size > 0) line ??= open();
    }, RETRY_MS).unref();
  };
  const hangUp = async () => {
    const current = line;
    line = undefined;
    const client = await current;
    client?.off('end', reopen);
    await client?.end().catch(() => undefined);
  };
  const subscribe = (key: string, listener: Listener) => {
    const set = listeners.get(key) ?? new Set();
    listeners.set(key, set.add(listener));
    line ??= open();
    return () => {
      set.delete(listener);
      if (set.size === 0 && listeners.get(key) === set) listeners.delete(key);
      if (listeners.size === 0) void hangUp();
    };
  };
  return {
    onRequestChange: subscribe,
    onDeviceChange: subscribe,
    close: async () => {
      closed = true;
      listeners.clear();
      await hangUp();
    },
  };
}
