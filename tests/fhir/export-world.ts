import { sql } from 'kysely';
import { afterAll, beforeAll, expect } from 'vitest';
import { apiKeys, writeExportJob } from '../../src/modules/directory/index.js';
import { type FhirWorld, openFhir } from './world.js';

export interface Manifest {
  transactionTime: string;
  request: string;
  requiresAccessToken: boolean;
  output: { type: string; url: string; count: number }[];
  deleted: { type: string; url: string; count: number }[];
  error: unknown[];
}

export const ASYNC = { Prefer: 'respond-async' };
export const idOf = (status: string): string => status.split('/').at(-1) ?? '';

/**
 * For a test file: a directory that can be exported, and the steps of an export. `then` runs before the tests with it
 * and with the key of another program.
 */
export function useExports(then: (world: FhirWorld, otherKey: string) => void) {
  let world: FhirWorld;
  beforeAll(async () => {
    world = await openFhir(300);
    const owner = '7d7e9d4e-6d1f-4a51-9d7c-2f1c8f0b9a01';
    const other = { owner, ownerName: 'Vera Exemple', name: 'Autre logiciel' };
    then(world, (await apiKeys.createApplication(world.ctx, other)).key);
  }, 60_000);
  afterAll(() => world.close());

  /** Kick-off. Out: the address of the status. */
  async function kickOff(query = '', headers: Record<string, string> = {}): Promise<string> {
    const answer = await world.ask(`/$export${query}`, { headers: { ...ASYNC, ...headers } });
    expect(answer.status).toBe(202);
    return answer.headers.get('content-location') ?? '';
  }

  /** Runs the job that the kick-off asked for. */
  const write = (status: string): Promise<void> => writeExportJob.run(world.ctx, { id: idOf(status) });

  async function manifestOf(status: string): Promise<Manifest> {
    const answer = await world.ask(status);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    return (await answer.json()) as Manifest;
  }

  async function linesOf(url: string): Promise<unknown[]> {
    const answer = await world.ask(url);
    expect(answer.headers.get('content-type')).toBe('application/fhir+ndjson');
    const text = await answer.text();
    expect(text.endsWith('\n')).toBe(true);
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  }

  const exported = async (query = ''): Promise<Manifest> => {
    const status = await kickOff(query);
    await write(status);
    const manifest = await manifestOf(status);
    return manifest;
  };

  async function dropAll(): Promise<void> {
    await sql`delete from directory.exports`.execute(world.ctx.db);
    await writeExportJob.run(world.ctx, null);
  }
  return { kickOff, write, manifestOf, linesOf, exported, dropAll };
}
