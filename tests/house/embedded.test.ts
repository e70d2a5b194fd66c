import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { findLive, probe, readPidFile } from '../../src/platform/db/embedded/live.js';
import { NotStarted } from '../../src/platform/db/embedded/not-started.js';
import {
  attachEmbedded,
  claimOwnership,
  DataDirInUse,
  type EmbeddedServer,
  startEmbedded,
} from '../../src/platform/db/embedded.js';
import { holder } from './holder.js';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function dataDir(): string {
  const path = mkdtempSync(join(tmpdir(), 'esculape-house-'));
  chmodSync(path, 0o711);
  cleanUps.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function start(path: string): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir: path });
  cleanUps.push(() => server.stop());
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('starts on the loopback with a password, UTF-8 and French collation', async () => {
    const { url, adopted } = await start(dataDir());
    expect(adopted).toBe(false);
    expect(url).toMatch(/^postgres:\/\/esculape:[0-9a-f]{48}@127\.0\.0\.1:\d+\/esculape$/);
    expect(await query(url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
    const sorted = await query(
      url,
      `SELECT string_agg(x, '' ORDER BY x COLLATE "fr-x-icu") AS x FROM unnest('{f,é,e}'::text[]) x`,
    );
    expect(sorted).toEqual([{ x: 'eéf' }]);
    const wrong = url.replace(/:[0-9a-f]{48}@/, ':wrong@');
    await expect(query(wrong, 'SELECT 1')).rejects.toThrow(/password/);
  });

  it('keeps its address to its owner, and forgets it when it stops', async () => {
    const path = dataDir();
    const server = await start(path);
    expect(statSync(join(path, 'connection.json')).mode & 0o777).toBe(0o600);
    expect(await attachEmbedded(path)).toEqual({ url: server.url });
    await server.stop();
    expect(existsSync(join(path, 'connection.json'))).toBe(false);
    expect(await attachEmbedded(path)).toBeUndefined();
  });

  it('says why it could not start, in words that a terminal shows as they are', async () => {
    const wrong = startEmbedded({ dataDir: dataDir(), settings: { shared_buffers: 'beaucoup' } });
    await expect(wrong).rejects.toBeInstanceOf(NotStarted);
    await expect(wrong).rejects.toThrow(/n’a pas démarré \(journal : .*postgres\.log\)\.\n.*shared_buffers/);
  });

  it('keeps its data from one start to the next', async () => {
    const path = dataDir();
    const first = await start(path);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start(path);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('recovers by itself after kill -9 of PostgreSQL', async () => {
    const path = dataDir();
    const first = await start(path);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(readPidFile(join(path, 'postgres'))?.pid ?? 0, 'SIGKILL');
    const second = await start(path);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('waits for a PostgreSQL that is late to answer, and never takes it for one that is gone', async () => {
    const path = dataDir();
    const { url } = await start(path);
    const place = join(path, 'postgres');
    const pid = readPidFile(place)?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    cleanUps.push(() => process.kill(pid, 'SIGCONT'));
    const found = findLive(place, 60_000, 100);
    for (const _ of [1, 2]) expect(await probe(url, 200)).toBe('late');
    process.kill(pid, 'SIGCONT');
    expect(await found).toMatchObject({ pid });
  });

  it('takes over the PostgreSQL of a program that was killed, then stops it', async () => {
    const path = dataDir();
    const killed = await holder(path);
    await killed.kill();
    const server = await start(path);
    expect(server).toMatchObject({ adopted: true, url: killed.first.url });
    await server.stop();
    expect(await attachEmbedded(path)).toBeUndefined();
  });

  it('refuses a second start on the same folder and leaves the first one at work', async () => {
    const path = dataDir();
    const first = await holder(path);
    await expect(startEmbedded({ dataDir: path })).rejects.toBeInstanceOf(DataDirInUse);
    const { url } = (await attachEmbedded(path)) ?? {};
    expect(url).toBe(first.first.url);
    expect(await query(url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await first.stop();
  });

  it('lets exactly one of five simultaneous first starts win', async () => {
    const path = dataDir();
    const racers = await Promise.all(Array.from({ length: 5 }, () => holder(path)));
    const winners = racers.filter((racer) => racer.first.url);
    expect(winners).toHaveLength(1);
    expect(racers.filter((racer) => racer.first.refused)).toHaveLength(4);
    expect(await query(winners[0]?.first.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await winners[0]?.stop();
    expect(await attachEmbedded(path)).toBeUndefined();
  });

  it('waits for the end of a stop that is under way, then starts afresh', async () => {
    const path = dataDir();
    const leaving = await startEmbedded({ dataDir: path });
    const [next] = await Promise.all([start(path), leaving.stop()]);
    expect(next.adopted).toBe(false);
    expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('gives the running of a database to one program at a time', async () => {
    const { url } = await start(dataDir());
    const owner = await claimOwnership(url);
    expect(owner).toBeDefined();
    expect(await claimOwnership(url)).toBeUndefined();
    await owner?.release();
    const next = await claimOwnership(url);
    expect(next).toBeDefined();
    await next?.release();
  });
});
