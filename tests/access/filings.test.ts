import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Asker, filings } from '../../src/modules/access/index.js';
import { contracts } from '../../src/modules/structures/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { journalOf } from '../../src/platform/journal.js';
import { type TestContext, testContext, twentyAtOnce } from '../support/context.js';
import { entity, representativeOf } from './team.js';

const { acceptFiling, errors, evidenceOf, fileForm, filingByNumber, refuseFiling, waitingFilings } = filings;

let world: TestContext;
let structureId: string;
beforeAll(async () => {
  world = await testContext();
  structureId = (await entity(world.ctx, '990500001')).id;
});
afterAll(() => world.close());

const evidence = { type: 'application/pdf', bytes: Buffer.from('%PDF-essai') };
const f101 = {
  ...{ givenName: ' Camille ', familyName: 'Introuvable', quality: 'Directrice', act: 'nomination' },
  mail: 'camille@direction.example',
};
const file = (more: object = {}, by?: Asker) =>
  fileForm(
    world.ctx,
    { form: 'F101', structureId, said: f101, evidence, submission: crypto.randomUUID(), ...more },
    by,
    (text) => text.includes('@'),
  );

it('gives a form its number, keeps what was said and the evidence sealed, and erases the latter once decided', async () => {
  const { filing } = await file();
  expect(filing).toMatchObject({ form: 'F101', state: 'waiting', said: { givenName: 'Camille' } });
  expect(filing.number).toMatch(/^F101-\d{8}$/);
  const kept = JSON.stringify(await rows(world.ctx.db, sql`select * from access.filings`));
  for (const secret of ['Introuvable', 'camille@', '%PDF']) expect(kept).not.toContain(secret);
  expect((await evidenceOf(world.ctx, filing.number))?.bytes.toString()).toBe('%PDF-essai');
  await refuseFiling(world.ctx, filing.number, 'Acte illisible');
  expect(await evidenceOf(world.ctx, filing.number)).toBeUndefined();
  expect(await filingByNumber(world.ctx, filing.number)).toMatchObject({
    state: 'refused',
    reason: 'Acte illisible',
  });
  expect(await filingByNumber(world.ctx, 'F101-99999999')).toBeUndefined();
  const acts = (await journalOf(world.ctx, filing.number)).map(({ act }) => act);
  expect(acts).toEqual(['access.decide-filing', 'access.file-form']);
});

it('is filed once however often it is sent, and decided once', async () => {
  const submission = crypto.randomUUID();
  const all = await Promise.all(Array.from({ length: 20 }, () => file({ submission })));
  expect(new Set(all.map(({ filing }) => filing.number)).size).toBe(1);
  expect(all.filter(({ again }) => !again).length).toBe(1);
  const number = all[0]?.filing.number ?? '';
  let done = 0;
  const accept = () =>
    acceptFiling(world.ctx, number, async () => {
      done += 1;
      return { contract: 'CA-1' };
    });
  expect(await twentyAtOnce(accept)).toBe(1);
  expect(done).toBe(1);
  await expect(refuseFiling(world.ctx, number, 'non')).rejects.toEqual(errors.decided());
  await expect(refuseFiling(world.ctx, 'F101-99999999', 'non')).rejects.toEqual(errors.unknown());
  expect((await filingByNumber(world.ctx, number))?.outcome).toEqual({ contract: 'CA-1' });
});

it('stays undecided when what it asks is refused', async () => {
  const { filing } = await file();
  const refused = acceptFiling(world.ctx, filing.number, async () => {
    throw contracts.errors.noContract();
  });
  await expect(refused).rejects.toEqual(contracts.errors.noContract());
  expect((await waitingFilings(world.ctx)).map(({ number }) => number)).toContain(filing.number);
});

it('is filed by whoever may do what it asks, F101 by anybody', async () => {
  const person = { givenName: 'Camille', familyName: 'Exemple' };
  const said = { F301: person, F502: person, F420: {} };
  const mandataire: Asker = { kind: 'mandataire', scope: [structureId] };
  const askers: (Asker | undefined)[] = [
    ...[undefined, { kind: 'professional', scope: [] } as const, representativeOf('F990500002')],
    ...[mandataire, representativeOf(structureId)],
  ];
  const allowed = {
    F301: [mandataire, representativeOf(structureId)],
    F502: [representativeOf(structureId)],
  };
  for (const form of ['F301', 'F502'] as const) {
    for (const by of askers) {
      const tried = file({ form, said: said[form], evidence: undefined }, by);
      if (allowed[form].some((one) => one.kind === by?.kind && one.scope[0] === by.scope[0]))
        expect((await tried).filing.form).toBe(form);
      else await expect(tried, `${form} by ${by?.kind}`).rejects.toMatchObject({ status: 403 });
    }
  }
  await expect(file({ form: 'F420', said: {} }, mandataire)).rejects.toMatchObject({ status: 403 });
});

it('is refused with the fields that are wrong, and for a structure that nobody knows', async () => {
  await expect(file({ said: { ...f101, mail: '' } })).rejects.toMatchObject({ fields: [{ field: 'mail' }] });
  await expect(file({ evidence: undefined })).rejects.toMatchObject({ fields: [{ field: 'evidence' }] });
  await expect(file({ structureId: 'F000000000' })).rejects.toEqual(contracts.errors.unknownStructure());
});
