import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pscRecord } from '../../src/modules/identity-provider/index.js';
import { makeFiness, makeSiren, makeSiret } from '../../src/modules/nomenclatures/index.js';
import { person, personas } from './personas.js';
import { publish, type World, world } from './world.js';

const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];
const SIRET = `5${makeSiret(makeSiren('26750045'), '0001')}/AGENT7`;
const FINESS = `3${makeFiness('75082109')}/CPET00001`;
const ADELI = '0751234568';
let w: World;

beforeAll(async () => {
  w = await world(['/portail-psc']);
  await publish(w, doctor);
  for (const idNat of [SIRET, FINESS, ADELI]) await publish(w, person(idNat, 'ENREG', {}));
});
beforeEach(() => sql`delete from platform.rate_limits`.execute(w.ctx.db));
afterAll(() => w.close());

async function page(idNat: string, path = '') {
  const answer = await fetch(`${w.origin}/portail-psc${path}`, {
    method: 'POST',
    headers: { accept: 'text/html' },
    body: new URLSearchParams({ idNat }),
  });
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}

async function api(idNat: string) {
  const answer = await fetch(`${w.origin}/portail-psc/api/${encodeURIComponent(idNat)}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const SECRETS = ['jeanne.exemple', 'messagerie', '39980042', '06 39 98 00', '1980-02-03'];

describe('the public record of Pro Santé Connect', () => {
  it('S0-09 S0-41 shows mail and mobile masked; the full values are neither in the page nor in the API', async () => {
    const { html } = await page(doctor.idNat);
    expect(html).toContain('j•••••@•••.fr');
    expect(html).toContain('•• •• •• •• 42');
    const { body } = await api(doctor.idNat);
    expect(body).toMatchObject({ mail: 'j•••••@•••.fr', mobile: '•• •• •• •• 42' });
    for (const secret of SECRETS) {
      expect(html).not.toContain(secret);
      expect(JSON.stringify(body)).not.toContain(secret);
    }
  });

  it('S0-36 shows it without login, says «introuvable» for an unknown identifier, and limits the looks', async () => {
    expect((await page(doctor.idNat)).status).toBe(200);
    const unknown = await page('899780000107');
    expect(unknown.status).toBe(404);
    expect(unknown.html).toContain('Introuvable');
    expect((await api('899780000107')).body).toMatchObject({ code: 'identity-provider.unknown-person' });
    const statuses = await Promise.all(
      Array.from({ length: 61 }, async () => (await api(doctor.idNat)).status),
    );
    expect(statuses).toContain(429);
    expect((await page(doctor.idNat)).status).toBe(429);
  });

  it('S0-37 resolves 8 and eleven digits; refuses the eleven digits alone, or behind a 0, with help', async () => {
    expect((await page('8 99780000016')).html).toContain('EXEMPLE');
    for (const wrong of ['99780000016', '099780000016']) {
      const { status, html } = await page(wrong);
      expect(status).toBe(422);
      expect(html).toContain('Continuer avec 899780000016');
      expect(html).not.toContain('j•••••');
      expect((await api(wrong)).body).toMatchObject({ status: 400, suggestion: '899780000016' });
    }
    expect((await page('99780000016')).html).toContain('ajoutez 8 devant');
  });

  it('S0-38 resolves 0 and an ADELI number, and refuses the number alone', async () => {
    expect((await page(ADELI)).html).toContain('EXEMPLE');
    const alone = await page(ADELI.slice(1));
    expect(alone.status).toBe(422);
    expect(alone.html).toContain('ajoutez 0 devant');
  });

  it('S0-39 resolves 5, a SIRET and an internal number, and refuses it without the internal number', async () => {
    expect((await page(SIRET)).html).toContain(SIRET);
    expect((await api(SIRET)).body).toMatchObject({ idNat: SIRET });
    expect((await page(SIRET.split('/')[0] as string)).status).toBe(422);
  });

  it('S0-40 resolves 3, a FINESS and an internal number, and refuses a number with a wrong key', async () => {
    expect((await page(FINESS)).html).toContain(FINESS);
    const digit = FINESS[9] === '9' ? '0' : String(Number(FINESS[9]) + 1);
    const wrong = `${FINESS.slice(0, 9)}${digit}${FINESS.slice(10)}`;
    expect((await page(wrong)).status).toBe(422);
    expect((await api(wrong)).status).toBe(400);
  });

  it('shows of the staff whom a structure numbers an initial, since their numbers follow each other', async () => {
    const known = await pscRecord(w.ctx, FINESS);
    const { body } = await api(FINESS);
    expect(body).toMatchObject({ idNat: FINESS, familyName: `${known?.familyName[0]}•••••` });
    const { html } = await page(FINESS);
    for (const name of [known?.familyName, known?.givenName]) {
      expect(name?.length).toBeGreaterThan(1);
      expect(html).not.toContain(name);
    }
  });

  it('S0-46 is the same record in the portal and behind the app, and neither shows a person struck off', async () => {
    const record = await pscRecord(w.ctx, doctor.idNat);
    expect((await api(doctor.idNat)).body).toEqual(record);
    const { html } = await page(doctor.idNat);
    for (const value of [record?.mail, record?.mobile, record?.givenName, record?.idNat]) {
      expect(html).toContain(String(value));
    }
    const gone = { ...doctor, idNat: '899780000131', version: 1 };
    await publish(w, gone, false);
    expect((await api(gone.idNat)).status).toBe(404);
    expect((await page(gone.idNat)).status).toBe(404);
  });

  it('keeps the identifier typed on the page out of the address and of the log', async () => {
    const { html } = await page(doctor.idNat);
    expect(html).not.toMatch(/href="[^"]*899780000016/);
    expect(JSON.stringify(w.warnings)).not.toContain('899780000016');
  });
});

describe('the activation entry', () => {
  it('S0-10 sends both secrets to the contacts of our copy, shown masked, and nothing for an unknown person', async () => {
    const changed = {
      ...doctor,
      version: 2,
      correspondence: {
        ...(doctor.correspondence as NonNullable<typeof doctor.correspondence>),
        mail: 'nouvelle@autre.example',
        mobile: { e164: '+33639980077', original: '0639980077', source: 'CNOM' },
      },
    };
    await publish(w, changed);
    const sent = await page(doctor.idNat, '/activation');
    expect(sent.status).toBe(200);
    expect(sent.html).toContain('n•••••@•••.example');
    expect(sent.html).toContain('•• •• •• •• 77');
    expect(sent.html).not.toMatch(/nouvelle@|39980077/);
    expect(w.mails.at(-1)?.to).toBe('nouvelle@autre.example');
    expect(w.texts.at(-1)?.to).toBe('+33639980077');
    const before = w.mails.length;
    const unknown = await page('899780000107', '/activation');
    expect(unknown.status).toBe(422);
    expect(w.mails).toHaveLength(before);
  });

  it('answers a stranger the same for an unknown person and for one without a usable contact', async () => {
    const unreachable = { ...doctor, idNat: '899780000149', version: 1 };
    await publish(w, { ...unreachable, correspondence: undefined as never });
    const [unknown, silent] = [
      await page('899780000107', '/activation'),
      await page(unreachable.idNat, '/activation'),
    ];
    const without = (html: string, id: string) => html.replaceAll(id, '');
    expect(without(silent.html, unreachable.idNat)).toBe(without(unknown.html, '899780000107'));
  });

  it('refuses eleven digits with the correction, and limits how often one person is written to', async () => {
    const wrong = await page('99780000016', '/activation');
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('Continuer avec 899780000016');
    const statuses = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await page(doctor.idNat, '/activation')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
  });
});
