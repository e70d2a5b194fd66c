import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { currentPublication, publish } from '../../src/modules/directory/index.js';
import { transaction } from '../../src/platform/context.js';
import { linesOf, textsOf } from './extract-files.js';
import { bytesOf, type ExtractsWorld, extractsWorld, idOf, named, someone } from './extracts-world.js';
import { FORBIDDEN, MARKED, writes } from './marked-person.js';

let e: ExtractsWorld;
beforeAll(async () => {
  e = await extractsWorld();
});
afterAll(() => e.close());

describe('the extracts of mailboxes and of cards', () => {
  const mailbox = (address: string, more: object) => ({
    ...{ id: address, address, type: 'PER', idNat: MARKED.idNat, dematerialisation: true },
    ...{ redList: false, published: true, operator: 'OPE', updatedAt: '2026-01-01T00:00:00Z', ...more },
  });
  const boxes = [
    mailbox('claire@medecin.mssante.example', {}),
    mailbox('rouge@medecin.mssante.example', { redList: true }),
    mailbox('cachee@medecin.mssante.example', { published: false }),
  ];
  const card = { number: '2100000017', type: 'CPS', issuedOn: '2025-01-01', expiresOn: '2099-01-01' };

  it('hold the open addresses and the cards in use, and neither the red list nor anything restricted', async () => {
    await sql`update directory.entries set mailboxes = ${JSON.stringify(boxes)}::jsonb,
      cards = ${JSON.stringify([card, { ...card, number: '2100000025', expiresOn: '2025-06-01' }])}::jsonb
      where id_nat = ${MARKED.idNat}`.execute(e.world.ctx.db);
    await e.put([someone(80)]);
    const mail = await textsOf(await bytesOf(await e.ask('/Extraction_Correspondance_MSSante')));
    const lines = linesOf(named(mail, 'Extraction_Correspondance_MSSante_'));
    expect(Object.keys(lines[0] ?? {})).toHaveLength(31);
    expect(lines.map((line) => line['Adresse BAL'])).toEqual(['claire@medecin.mssante.example']);
    const holders = await textsOf(await bytesOf(await e.ask('/Porteurs_CPS_CPF')));
    expect(linesOf(named(holders, 'Porteurs_CPS_CPF_'))).toEqual([
      expect.objectContaining({
        'Identifiant PP': MARKED.rpps,
        'Code type de carte': 'CPS',
        'Numéro carte': '2100000017',
        'Date fin validité': '20990101',
        'Date opposition': '',
      }),
    ]);
    const all = [...mail.values(), ...holders.values()].join('');
    expect(
      Object.values(FORBIDDEN)
        .flat()
        .filter((mark) => writes(all, mark)),
    ).toEqual([]);
    const delta = await e.ask('/Porteurs_CPS_CPF/delta?depuis=0');
    expect(linesOf(named(await textsOf(await bytesOf(delta)), 'Porteurs_CPS_CPF_'))).toEqual(
      expect.arrayContaining([expect.objectContaining({ 'Numéro carte': '2100000017', Action: 'C' })]),
    );
  });

  it('tell by holder what to replace in the mailboxes, and only of those whose lines may have changed', async () => {
    const people = [70, 71, 72].map((n) => someone(n));
    await e.put(people);
    const box = (n: number, name: string) => ({
      ...{ id: `id-${n}`, address: `${name}${n}@medecin.mssante.example`, type: 'PER', idNat: idOf(n) },
      ...{ dematerialisation: false, redList: false, published: true, operator: 'alpha' },
      updatedAt: '2026-01-01T00:00:00Z',
    });
    const give = (n: number, mailboxes: object[]) =>
      transaction(e.world.ctx, async (tx) => {
        await sql`update directory.entries set mailboxes = ${JSON.stringify(mailboxes)}::jsonb,
          mailboxes_version = mailboxes_version + 1, xid = pg_current_xact_id() where id_nat = ${idOf(n)}`.execute(
          tx.db,
        );
        return publish(tx, 'mailboxes');
      });
    for (const n of [70, 71, 72]) await give(n, [box(n, 'avant')]);
    const since = await currentPublication(e.world.ctx);
    await give(70, [box(70, 'avant'), box(70, 'apres')]);
    await give(71, []);
    const path = `/Extraction_Correspondance_MSSante/delta?depuis=${since.number}`;
    const answer = await e.ask(path);
    const lines = linesOf(named(await textsOf(await bytesOf(answer)), 'Extraction_Correspondance_MSSante_'));
    expect(
      lines.map((line) => [line['Identification nationale PP'], line['Adresse BAL'], line.Action]),
    ).toEqual([
      [idOf(70), 'avant70@medecin.mssante.example', 'M'],
      [idOf(70), 'apres70@medecin.mssante.example', 'M'],
      [idOf(71), '', 'S'],
    ]);
  });
});

describe('the restricted extract with other identifiers', () => {
  it('has 51 columns, of which the last but one tells every number of the person, and is as closed as the other', async () => {
    const path = '/Extraction_Pro_sante_connect';
    const refused = await e.ask(path);
    expect([refused.status, (await refused.text()).includes('ZQ')]).toEqual([401, false]);
    const numbers = ['899700009999', '0991234567', '3750000019/12', '0f8fad5b-d9cb-469f-a165-70867728950e'];
    await e.put([{ ...someone(75), otherIds: numbers }]);
    const { token } = await openSession(e.world.ctx, { role: 'integrator' });
    const given = await e.ask(path, { authorization: `Bearer ${token}` });
    expect(given.headers.get('content-disposition')).toMatch(
      /filename=Extraction_Pro_sante_connect_Personne_activite_\d{12}\.zip$/,
    );
    const [text = ''] = (await textsOf(await bytesOf(given))).values();
    expect(text.split('\n')[0]?.split('|').slice(48, 52)).toEqual([
      ...["Autorité d'enregistrement", 'Autres identifiants', 'Code genre activité', ''],
    ]);
    const line = linesOf(text).find((one) => one['Identification nationale PP'] === idOf(75));
    expect(line?.['Autres identifiants']).toBe(
      `${idOf(75)},RPPS,1;899700009999,RPPS,1;0991234567,ADELI,1;3750000019/12,FINESS,1;0f8fad5b-d9cb-469f-a165-70867728950e,PSI,2`,
    );
  });
});

describe('the restricted extract', () => {
  const service = '/Extraction_ProSanteConnect';

  it('S4-35 gives civil status to a program that may read it, once per publication, and to nobody else', async () => {
    const { token } = await openSession(e.world.ctx, { role: 'integrator' });
    const support = await openSession(e.world.ctx, { role: 'support' });
    for (const bearer of [undefined, 'x', support.token])
      for (const path of [service, `${service}/delta?depuis=0`]) {
        const refused = await e.ask(path, bearer === undefined ? {} : { authorization: `Bearer ${bearer}` });
        expect(refused.status).toBe(401);
        expect(await refused.text()).not.toContain('ZQ');
      }
    const authorization = `Bearer ${token}`;
    const given = await e.ask(service, { authorization });
    const texts = await textsOf(await bytesOf(given));
    expect(given.headers.get('content-disposition')).toMatch(
      /filename=Extraction_ProSanteConnect_Personne_activite_\d{12}\.zip$/,
    );
    const lines = linesOf([...texts.values()][0] ?? '');
    expect(Object.keys(lines[0] ?? {})).toHaveLength(50);
    expect(lines.find((line) => line['Identifiant PP'] === MARKED.rpps)).toMatchObject({
      'Nom de famille': 'ZQBIRTHNAME',
      Prénoms: "ZQGIVENONE'ZQGIVENTWO'",
      'Date de naissance': '13/03/1913',
      'Téléphone (coord. correspondance)': '0639980001',
    });
    const again = await e.ask(service, { authorization });
    expect([again.status, again.headers.get('retry-after')]).toEqual([503, '3600']);
    const rest = await e.ask(service, { authorization, range: 'bytes=10-' });
    expect(rest.status).toBe(206);
    await rest.arrayBuffer();
    await e.put([someone(70)]);
    expect((await e.ask(service, { authorization }, 'HEAD')).status).toBe(200);
    expect((await e.ask(service, { authorization })).status).toBe(200);
  });
});
