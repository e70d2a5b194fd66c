import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportExtract, projectPeople, publicPerson, search } from '../../src/modules/directory/index.js';
import { copyPeople, pscRecord } from '../../src/modules/identity-provider/index.js';
import { enterStaff, leaveStaff } from '../../src/modules/registry/index.js';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { type FhirWorld, openFhir } from '../fhir/world.js';
import { doorOf } from '../support/door.js';

// One employee for each kind of number that a structure gives (TRE_G08).
const EMPLOYEES = [
  '1759999991/CPET00001',
  '3990000028/CPET00001',
  '4990000001/CPET00001',
  '599000000000017/CPET00001',
  '6997000000111/CPET00001',
];
const NAME = 'ZQEMPLOYEE';
const PLACE = 'F990000099';

let world: FhirWorld;
const copy = (idNat: string) => follow(idNat).then(() => pscRecord(world.ctx, idNat));
async function follow(idNat: string): Promise<void> {
  await projectPeople.run(world.ctx, [idNat]);
  await copyPeople.run(world.ctx, [idNat]);
}

beforeAll(async () => {
  world = await openFhir(20);
  await upsertStructures(world.ctx, [
    { id: PLACE, nationalId: '1990000099', finess: '990000099', kind: 'EJ', name: 'HOPITAL DU PERSONNEL' },
  ]);
  for (const idNat of EMPLOYEES) {
    const entry = randomUUID();
    await enterStaff(world.ctx, { idNat, givenName: 'ALIX', familyName: NAME, structureId: PLACE, entry });
    await follow(idNat);
  }
});
afterAll(() => world.close());

describe('the bearer of a card of staff', () => {
  it.each(EMPLOYEES)('%s is told to Pro Santé Connect, and to the public by no door', async (idNat) => {
    expect(await pscRecord(world.ctx, idNat)).toMatchObject({ idNat, familyName: NAME });
    expect(await publicPerson(world.ctx, idNat)).toBeUndefined();
    const door = await doorOf(world.app, ['/annuaire']);
    const page = await door.request(
      `${world.app.config.origin}/annuaire/personnes/${encodeURIComponent(idNat)}`,
      { headers: { accept: 'text/html' } },
    );
    expect([page.status, (await page.text()).includes(NAME)]).toEqual([404, false]);
  });

  it('is found by no search of the site, by name, number or place', async () => {
    for (const q of [NAME, 'zqemploye', EMPLOYEES[1] ?? ''])
      expect([q, (await search(world.ctx, { q })).people]).toEqual([q, []]);
    expect((await search(world.ctx, { structure: PLACE })).people).toEqual([]);
  });

  it('is in no resource of the open API', async () => {
    for (const kind of ['Practitioner', 'PractitionerRole'] as const) {
      const text = JSON.stringify(await world.everything(`/${kind}?_count=200`));
      expect(text).toContain(`"${kind}"`);
      expect([NAME, 'CPET00001'].filter((mark) => text.includes(mark))).toEqual([]);
    }
    expect((await world.bundle(`/Practitioner?name=${NAME}`)).entry ?? []).toEqual([]);
  });

  it('is in no open extract, and in the restricted one of Pro Santé Connect', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'esculape-staff-'));
    const textOf = async (service: string) => {
      const to = join(folder, service);
      await exportExtract(world.ctx, { service, folder: to, profile: 'V1', zipped: false });
      return readdirSync(to)
        .map((name) => readFileSync(join(to, name), 'utf8'))
        .join('');
    };
    const [open, holders, restricted] = [
      await textOf('PS_LibreAcces'),
      await textOf('Porteurs_CPS_CPF'),
      await textOf('Extraction_ProSanteConnect'),
    ];
    rmSync(folder, { recursive: true });
    for (const idNat of EMPLOYEES)
      expect([open, holders, restricted].map((text) => text.includes(idNat))).toEqual([false, false, true]);
  });

  it('is unknown to Pro Santé Connect once he has left, and was never shown to anybody', async () => {
    const idNat = EMPLOYEES[1] ?? '';
    await leaveStaff(world.ctx, idNat);
    expect(await copy(idNat)).toBeUndefined();
    const shown = await rows(
      world.ctx.db,
      sql`select id_nat from directory.entries where id_nat ~ '^[1-6]' and (published or published_at is not null or departed <> '{}')`,
    );
    expect(shown).toEqual([]);
    expect(JSON.stringify(await world.everything('/Practitioner?_count=200'))).not.toContain('CPET00001');
  });
});
