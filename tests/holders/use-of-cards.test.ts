import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { CardReader } from '../identity-provider/card-reader.js';
import { type CardHolder, CardWorld } from '../identity-provider/card-world.js';
import { person } from '../identity-provider/personas.js';

let w: CardWorld;

beforeAll(async () => {
  w = await CardWorld.open();
});
afterAll(() => w.stop());

/** What the service is told of somebody who signed in with the phone. */
async function byPhone(idNat: string): Promise<Record<string, unknown>> {
  const phone = await w.story.phone(idNat);
  const { tokens } = await w.story.signIn(idNat, phone.id);
  return w.story.userinfo(tokens.access_token ?? '');
}

/**
 * A workstation where the reader or its library is missing shows no certificate: the page says so, opens nothing, and
 * leads to the e-CPS.
 */
async function withoutReader(): Promise<void> {
  const { browser, href, page } = await w.onCardTab();
  const bare = new CardReader(w.ca);
  const shown = await bare.get(href);
  expect([shown.status, shown.body.includes('Aucune carte n’a été présentée')]).toEqual([403, true]);
  expect((await bare.post(href, { pin: '2580' })).status).toBe(403);
  expect((await browser.go(`${page}/carte/retour?code=`)).status).toBe(403);
  const choice = await (await browser.go(page)).text();
  expect(choice).toContain('Application e-CPS');
}

describe('the use of a card', () => {
  it('S3-67 of a CPS needs a reader and its library on the workstation; without them the e-CPS is proposed, and opens', async () => {
    const holder = await w.withCard();
    expect(await w.userinfoOf(await w.byCard(holder))).toMatchObject({
      SubjectNameID: holder.idNat,
      authMode: 'CARD',
    });
    await withoutReader();
    expect(await byPhone(holder.idNat)).toMatchObject({ SubjectNameID: holder.idNat, authMode: 'MOBILE' });
  });

  it('S3-73 of a CPE needs the same, and its holder signs in by e-CPS as well, as the same person', async () => {
    const named = await staff('3750821092/CPET00021');
    const byCard = await w.userinfoOf(await w.byCard(named));
    expect(byCard.SubjectNameID).toBe(named.idNat);
    await withoutReader();
    expect(await byPhone(named.idNat)).toMatchObject({ SubjectNameID: named.idNat, sub: byCard.sub });
  });
});

/** An employee whom only a structure knows, in the copy of Pro Santé Connect, with a CPE. */
async function staff(idNat: string): Promise<CardHolder> {
  const entry = person(idNat, 'STRUCTURE', {});
  await sql`insert into identity_provider.people (id_nat, version, active, person, updated_at)
    values (${idNat}, 1, true, ${JSON.stringify(entry)}::jsonb, now())`.execute(w.t.app.ctx.db);
  const { pkcs12, password, ...card } = await cards.issueCard(w.t.app.ctx, {
    type: 'CPE',
    holder: { idNat, givenName: 'Camille', familyName: 'EXEMPLE', title: 'Essai' },
  });
  return { idNat, card, reader: new CardReader(w.ca, { pfx: pkcs12, passphrase: password }) };
}
