import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readable, startTarget, type Target } from '../security/target.js';
import { putCrowd } from './crowd.js';

const PEOPLE = 200_000;
/** A table of fewer rows than this may be read from end to end. */
const SMALL = 5_000;

/**
 * What is asked of each public page to meet all the questions that it puts to the database. A new page that everybody
 * may open gets its line here, or the test fails.
 */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  '/annuaire': [
    '',
    '?q=martin',
    '?q=m',
    '?q=marie',
    '?q=cardiologue+rouen',
    '?q=infirmier',
    '?q=infirmier&tri=nom-inverse',
    '?q=paris',
    '?q=75001',
    '?q=finistere',
    '?q=dupnt+kine+lyon',
    '?q=xqzwv',
    '?q=pharmacie+rouen',
    '?q=pharmacie+rouen&onglet=structures',
    '?q=clinique+du+parc&onglet=structures',
    '?q=899700000013',
    '?q=990000028',
    '?q=99900000000017',
    '?q=quelquun@medecin.mssante.example',
    '?profession=60&departement=75&mode=L',
    '?profession=10&lieu=Rouen&savoir-faire=SM04',
    '?structure=F990000028',
    '?q=secretaire+medicale+secteur',
  ],
  '/annuaire/personnes/:idNat': ['899700000013', '3990000002%2FA1'],
  '/annuaire/structures/:id': ['F990000028', 'R97000000000101'],
  '/annuaire/extractions': [''],
  '/annuaire/feuille-de-route': [''],
  '/annuaire-sante-webservices/V300/services/personnes/:idNat': ['899700000013'],
  '/statistiques': ['', '?departement=75'],
  '/statistiques/structures': [''],
  '/statistiques/reference': [''],
  '/statistiques/infirmiers': [''],
};

let target: Target;
const asked: { text: string; values: unknown[] }[] = [];

beforeAll(async () => {
  target = await startTarget();
  await putCrowd(target.app.ctx, PEOPLE);
});
afterAll(() => target.stop());

/** The addresses to open: each line of the table, and the second page of each list. */
const addresses = (): string[] =>
  Object.entries(ASKED).flatMap(([path, some]) =>
    some.map((one) => (path.includes(':') ? path.replace(/:\w+$/, one) : path + one)),
  );

function listen() {
  const query = pg.Client.prototype.query;
  return vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...args: unknown[]
  ) {
    const [first, second] = args as [unknown, unknown];
    const text = typeof first === 'string' ? first : (first as { text?: string } | undefined)?.text;
    const values = Array.isArray(second) ? second : ((first as { values?: unknown[] })?.values ?? []);
    if (text && /\b(directory|structures|messaging|registry)\./.test(text)) asked.push({ text, values });
    return query.apply(this, args as never) as never;
  });
}

async function bigTables(): Promise<Set<string>> {
  const { rows } = await target.app.database.pool.query<{ name: string }>(
    `select relname name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('directory', 'structures', 'registry', 'messaging') and c.relkind = 'r' and reltuples >= $1`,
    [SMALL],
  );
  return new Set(rows.map(({ name }) => name));
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

const isQuestion = ({ text }: { text: string }): boolean =>
  /^\s*(\/\*.*?\*\/\s*)?(select|with)\b/i.test(text);

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

it('reads no big table from end to end for any question of any public page', async () => {
  const big = await bigTables();
  expect([...big]).toEqual(expect.arrayContaining(['entries', 'names', 'structures', 'structure_mailboxes']));
  const spy = listen();
  for (const address of addresses()) {
    const answer = await fetch(target.origin + address, {
      headers: { accept: 'text/html', 'esante-api-key': 'sandbox' },
    });
    const page = await answer.text();
    expect(answer.status, address).toBeLessThan(500);
    const next = /href="([^"]*page=[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
    if (next) await (await fetch(target.origin + next)).text();
  }
  spy.mockRestore();
  expect(asked.length).toBeGreaterThan(50);
  const faults = new Set<string>();
  for (const { text, values } of asked.filter(isQuestion)) {
    const { rows } = await target.app.database.pool.query(`explain (format json) ${text}`, values);
    const plan = (rows[0]['QUERY PLAN'] as { Plan: Plan }[])[0]?.Plan;
    for (const node of plan ? nodes(plan) : [])
      if (node['Node Type'] === 'Seq Scan' && big.has(node['Relation Name'] ?? ''))
        faults.add(`${node['Relation Name']}: ${text.replaceAll(/\s+/g, ' ')} ${JSON.stringify(values)}`);
  }
  expect([...faults]).toEqual([]);
});

it('has a line here for every page of the directory that everybody may open', () => {
  const open = readable(target.routes).filter(({ path }) => /^\/(annuaire|statistiques)(\/|$)/.test(path));
  const closed = [
    ...['/annuaire/compte', '/annuaire/cles', '/annuaire/cles/:id', '/statistiques/effectifs.csv'],
  ];
  expect(open.map(({ path }) => path).filter((path) => !closed.includes(path) && !ASKED[path])).toEqual([]);
});
