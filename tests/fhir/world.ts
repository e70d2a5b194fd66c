import type { Bundle, OperationOutcome } from 'fhir/r4.js';
import { sql } from 'kysely';
import type { Resource } from '../../src/modules/directory/fhir/parameters.js';
import { type Authorisation, publish, putAuthorisations } from '../../src/modules/directory/index.js';
import type { Mailbox } from '../../src/modules/messaging/index.js';
import type { Person } from '../../src/modules/registry/index.js';
import { type Structure, upsertStructures } from '../../src/modules/structures/index.js';
import { transaction } from '../../src/platform/context.js';
import { type TestContext, testContext } from '../support/context.js';
import { doorOf } from '../support/door.js';
import { openMailbox, somePeople, someStructures, writePeople } from './people.js';

export const NOW = '2026-06-01T08:00:00Z';

export interface FhirWorld extends TestContext, Asking {
  readonly people: Person[];
  readonly structures: Structure[];
}

export interface Asking {
  /** A request to the API with a key that is known. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  bundle(path: string): Promise<Bundle>;
  refused(
    path: string,
    init?: RequestInit,
  ): Promise<{ status: number; outcome: OperationOutcome; text: string }>;
  /** Every match of a search, page after page. */
  everything(path: string): Promise<Resource[]>;
}

/** The directory with invented people, structures, mailboxes and authorisations, and the FHIR door in front of it. */
export async function openFhir(count: number): Promise<FhirWorld> {
  const world = await testContext({ connections: 4 });
  const { ctx, app } = world;
  await app.clock.set(new Date(NOW));
  const structures = someStructures();
  const people = somePeople(count, structures);
  await upsertStructures(ctx, structures);
  for (let i = 0; i < people.length; i += 500) {
    await app.clock.set(new Date(Date.parse(NOW) + i * 60_000));
    await writePeople(ctx, people.slice(i, i + 500), structures, '2026-06-01');
  }
  await putMailboxes(world, people);
  await putAuthorisations(ctx, someAuthorisations(structures));
  return { ...world, ...(await asking(world)), people, structures };
}

/** The FHIR door in front of a world. */
export async function asking({ app }: TestContext): Promise<Asking> {
  const door = await doorOf(app, ['/fhir/v2', '/fhir']);
  const { origin } = app.config;
  const ask = async (path: string, init: RequestInit = {}) =>
    door.request(path.startsWith('http') ? path : `${origin}/fhir/v2${path}`, {
      ...init,
      headers: { 'ESANTE-API-KEY': 'sandbox', ...init.headers },
    });
  const bundle = async (path: string) => {
    const response = await ask(path);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Bundle;
  };
  return {
    ask,
    bundle,
    async refused(path, init) {
      const response = await ask(path, init);
      const text = await response.text();
      return { status: response.status, outcome: JSON.parse(text) as OperationOutcome, text };
    },
    async everything(path) {
      const found: Resource[] = [];
      let next: string | undefined = path;
      while (next !== undefined) {
        const page: Bundle = await bundle(next);
        found.push(...matchesOf(page));
        next = page.link?.find(({ relation }) => relation === 'next')?.url;
      }
      return found;
    },
  };
}

export const matchesOf = (bundle: Bundle): Resource[] =>
  (bundle.entry ?? [])
    .filter(({ search }) => search?.mode === 'match')
    .map(({ resource }) => resource as Resource);

export const linkOf = (bundle: Bundle, relation: string): string | undefined =>
  bundle.link?.find((one) => one.relation === relation)?.url;

export const idsOf = (resources: readonly Resource[]): string[] => resources.map(({ id }) => id ?? '');

/** A third of the people have a mailbox of their own, some one at their place of work; some places have one. */
async function putMailboxes({ ctx }: TestContext, people: readonly Person[]): Promise<void> {
  const lines = people.flatMap(({ idNat, exercises }, n): { id: string; mailboxes: Mailbox[] }[] => {
    if (n % 3 > 0) return [];
    const place = exercises[0]?.activities[0]?.structure;
    const own = openMailbox(`pro.${n}@${n % 2 === 0 ? 'medecin.' : ''}mssante.example`, {
      type: 'PER',
      idNat,
    });
    const there =
      place === undefined
        ? []
        : [openMailbox(`poste.${n}@ch.mssante.example`, { type: 'PER', idNat, structureId: place })];
    return [{ id: idNat, mailboxes: [own, ...there] }];
  });
  const places = someStructures()
    .filter((_, i) => i % 7 === 0)
    .map(({ id }) => ({
      id,
      mailboxes: [
        openMailbox(`service.${id.toLowerCase()}@ch.mssante.example`, {
          type: 'ORG',
          structureId: id,
          description: 'CARDIOLOGIE',
        }),
      ],
    }));
  await transaction(ctx, async (tx) => {
    await sql`update directory.entries e set mailboxes = l.mailboxes, mailboxes_version = 1
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) l(id text, mailboxes jsonb) where e.id_nat = l.id`.execute(
      tx.db,
    );
    await sql`insert into directory.structure_mailboxes (structure_id, mailboxes, version, updated_at, xid)
      select l.id, l.mailboxes, 1, ${NOW}, pg_current_xact_id()
      from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) l(id text, mailboxes jsonb)`.execute(tx.db);
    await publish(tx, 'mailboxes');
  });
}

const someAuthorisations = (structures: readonly Structure[]): Authorisation[] =>
  structures.slice(10, 50).map(({ id }, i): Authorisation => {
    const kind = (['activity', 'social', 'equipment'] as const)[i % 3] ?? 'activity';
    return {
      id: kind === 'equipment' ? `002-99000${i}` : `004-99000${i}`,
      kind,
      structureId: id,
      ...(kind !== 'social' && { number: `99-99-1000${i}` }),
      type: { code: kind === 'equipment' ? '05602' : String(50 + (i % 2)), words: 'Essai' },
      ...(kind === 'activity' && {
        category: { code: '09', words: 'Modalité' },
        form: { code: '02', words: 'Forme' },
      }),
      ...(kind === 'social' && {
        clientele: { code: '850', words: 'Clientèle' },
        form: { code: '21', words: 'Accueil' },
        capacity: 12,
      }),
      ...(kind === 'equipment' && { manufacturer: 'MARQUE FICTIVE', model: `MODELE ${i}` }),
      authorisedOn: '2020-09-28',
      from: '2020-10-13',
      to: '2030-10-12',
    };
  });
