import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EntryPerson, publish } from '../../src/modules/directory/index.js';
import { transaction } from '../../src/platform/context.js';
import { startDoor } from '../support/door.js';
import { textsOf } from './extract-files.js';
import { MARKED } from './marked-person.js';
import { personOf, putPeople } from './people.js';

/** The files of the directory behind a real server: somebody with all that may be known, and thirty others. */
export async function extractsWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'esculape-extractions-'));
  const world = await startDoor(['/annuaire-sante-webservices'], {
    env: { EXTRACTS_DIR: folder },
    connections: 6,
  });
  /** Writes people as one publication. */
  const put = (people: readonly EntryPerson[]) =>
    transaction(world.ctx, async (ctx) => {
      await putPeople(ctx, people);
      return publish(ctx, 'test');
    });
  const PATH = '/annuaire-sante-webservices/V300/services/extraction';
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${world.origin}${PATH}${path}`, { method, headers: { accept: 'application/json', ...headers } });
  const openTexts = async () => textsOf(await bytesOf(await ask('/PS_LibreAcces')));
  await put([MARKED, ...Array.from({ length: 30 }, (_, i) => someone(i))]);
  return {
    ...{ world, folder, put, ask, openTexts },
    async close(): Promise<void> {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type ExtractsWorld = Awaited<ReturnType<typeof extractsWorld>>;

export const idOf = (rank: number) => `89977000${String(rank).padStart(4, '0')}`;
export const someone = (rank: number, more: Partial<Parameters<typeof personOf>[0]> = {}) =>
  personOf({ idNat: idOf(rank), name: `NOM${rank}`, givenName: 'CLAIRE', ...more });
export const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
/** The text whose name begins so. */
export const named = (texts: Map<string, string>, start: string) =>
  [...texts].find(([name]) => name.startsWith(start))?.[1] ?? '';
