import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailboxes } from '../../../src/modules/directory/index.js';
import { addMember, createMailbox, withdrawMailbox } from '../../../src/modules/messaging/index.js';
import { journalOf } from '../../../src/platform/journal.js';
import { send } from '../../api/client.js';
import { signedDeposit } from './signed-deposit.js';
import { ENTITY, HOSPITAL, OTHER_ENTITY, PATIENT, SectoralWorld, type Sending, type Shown } from './world.js';

const OPERATOR = 'messagerie-demo';
const ADMISSIONS = 'admissions@demo.mssante.example';

let w: SectoralWorld;
let physician: string;
let token: string;
let organisation: string;

beforeAll(async () => {
  w = await SectoralWorld.open();
  physician = await w.doctor();
  const draft = { address: ADMISSIONS, type: 'ORG', structure: HOSPITAL, service: 'Admissions' };
  organisation = (await createMailbox(w.t.app.ctx, OPERATOR, draft)).id;
  await createMailbox(w.t.app.ctx, OPERATOR, { ...draft, address: `programme-${ADMISSIONS}`, type: 'APP' });
});
// A token lives two minutes.
beforeEach(async () => {
  token = await w.token(physician);
});
afterAll(() => w.t.stop());

const desk = (sending: Sending, shown?: Shown) => w.call('/mssante/bals', sending, shown);
const activate = (sending: Sending, shown?: Shown) => desk({ ...sending, method: 'POST' }, shown);
const open = (address: string, sending: Sending, shown?: Shown) =>
  w.call(`/mssante/bals/${address}/messages`, sending, shown);
const write = (to: string, subject: string) =>
  send(`${w.t.origin}/sandbox/api/mail`, 'POST', {
    to,
    from: 'labo@alize.mssante.example',
    subject,
    text: 'Inventé.',
  });

/** Somebody with a personal mailbox. */
async function owner(): Promise<{ idNat: string; token: string; id: string; address: string }> {
  const idNat = await w.doctor();
  const own = await w.token(idNat);
  const { body } = await activate({ token: own });
  await write(body.address, 'Résultats');
  return { idNat, token: own, id: body.id, address: body.address };
}

describe('a personal mailbox', () => {
  it('S3-56 is activated by somebody who has a right to it and found in the directory; others are refused', async () => {
    expect((await desk({ token })).body.personal).toEqual({ offered: true });
    const { status, body } = await activate({ token });
    expect([status, body.type, body.idNat]).toEqual([201, 'PER', physician]);
    await w.t.settle();
    const shown = (await mailboxes(w.t.app.ctx, [physician])).get(physician) ?? [];
    expect(shown.map(({ address }) => address)).toEqual([body.address]);
    expect(await w.story.page(`/annuaire/personnes/${physician}`)).toContain(body.address);
    expect((await activate({ token })).status).toBe(409);
    expect((await desk({ token })).body.personal.offered).toBe(false);
    const secretary = await w.token(await w.role('331'));
    const refused = await activate({ token: secretary });
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'no-right-role']);
    expect(await w.lastCall()).toMatchObject({ outcome: 'refused', row: 'mss-personal.psc.1' });
  });

  it('S3-23 is offered to a role that the table names, and shown by the directory; to another it is not offered', async () => {
    const named = await w.role('322');
    const nurseAide = await w.token(named);
    expect((await desk({ token: nurseAide })).body.personal).toEqual({ offered: true });
    const { body } = await activate({ token: nurseAide });
    await w.t.settle();
    expect((await mailboxes(w.t.app.ctx, [named])).get(named)?.map(({ address }) => address)).toEqual([
      body.address,
    ]);
    const other = await w.role('331');
    const { personal } = (await desk({ token: await w.token(other) })).body;
    expect([personal.offered, personal.why]).toEqual([false, expect.stringContaining('n’ouvre pas droit')]);
    expect((await mailboxes(w.t.app.ctx, [other])).get(other) ?? []).toEqual([]);
  });

  it('S3-81 is opened by the e-CPS of its holder, as a mail client does too, and by nobody else', async () => {
    const own = await owner();
    const sasl = Buffer.from(`user=${own.address}\u0001auth=Bearer ${own.token}\u0001\u0001`).toString(
      'base64',
    );
    for (const sent of [own.token, `XOAUTH2 ${sasl}`]) {
      const { status, body } = await open(own.address, { token: sent });
      expect([status, body.messages[0].subject]).toEqual([200, 'Résultats']);
    }
    expect(await w.lastCall()).toMatchObject({
      act: 'mss-personal',
      means: 'psc',
      idNat: own.idNat,
      about: own.address,
    });
    const refused = await open(own.address, { token });
    expect([refused.status, refused.body.code]).toEqual([403, 'sandbox.not-your-mailbox']);
    for (const address of [own.address, 'personne@demo.mssante.example'])
      expect((await open(address, {})).status).toBe(401);
    expect((await open(own.address, { token: 'XOAUTH2 AAAA' })).status).toBe(401);
    expect((await open('personne@demo.mssante.example', { token })).status).toBe(404);
    expect((await open(own.address, {}, await w.card(own.idNat))).status).toBe(200);
  });
});

describe('an organisational mailbox', () => {
  it('S3-75 is joined and opened by the holder of a CPE, to whom a personal one is refused', async () => {
    const employee = await w.employee();
    const cpe = await w.card(employee);
    await write(ADMISSIONS, 'Entrée prévue');
    expect((await open(ADMISSIONS, {}, cpe)).body.code).toBe('sandbox.not-your-mailbox');
    await addMember(w.t.app.ctx, OPERATOR, organisation, employee);
    const { status, body } = await open(ADMISSIONS, {}, cpe);
    expect([status, body.messages[0].subject]).toEqual([200, 'Entrée prévue']);
    expect(await w.lastCall()).toMatchObject({ act: 'mss-organisation', means: 'cpe', idNat: employee });
    const refused = await activate({}, cpe);
    expect([refused.status, refused.body.row]).toEqual([403, 'mss-personal.cpe.1']);
    expect((await desk({}, cpe)).body.personal.offered).toBe(false);
  });

  it('S3-89 is opened by the certificate that feeds the DMP; INSi asks a certificate under a name of its own', async () => {
    const client = await w.certificate('AUTH_CLI', 'DMP-ORDO');
    const seal = await w.certificate('SIGN', 'DMP-ORDO');
    const jws = await signedDeposit(seal, { patient: PATIENT });
    expect((await w.call(`/dmp/${PATIENT}/documents`, { jws }, client)).status).toBe(201);
    for (const address of [ADMISSIONS, `programme-${ADMISSIONS}`])
      expect([address, (await open(address, {}, client)).status]).toEqual([address, 200]);
    expect(await w.lastCall()).toMatchObject({ act: 'mss-program', mode: 'indirect', structure: ENTITY });
    const insi = await w.call('/insi/verification', { json: { number: PATIENT }, account: 'a' }, client);
    expect([insi.status, insi.body.code]).toEqual([403, 'DESIR_560']);
    const elsewhere = await w.certificate('AUTH_CLI', 'DMP-ORDO', OTHER_ENTITY);
    const refused = await open(ADMISSIONS, {}, elsewhere);
    expect([refused.status, refused.body.code]).toEqual([403, 'sandbox.not-your-mailbox']);
    const own = await owner();
    expect((await open(own.address, {}, client)).status).toBe(403);
  });
});

describe('a delegation', () => {
  it('S2-32 opens the mailbox to a named person by his e-CPS, under his name; not to another, nor once it is ended', async () => {
    const own = await owner();
    const secretary = await w.role('331');
    const hers = await w.token(secretary);
    const path = `/mssante/bals/${own.id}/delegations`;
    expect((await open(own.address, { token: hers })).status).toBe(403);
    expect((await w.call(path, { token: own.token, json: { idNat: secretary } })).status).toBe(201);
    const { status, body } = await open(own.address, { token: hers });
    expect([status, body.messages[0].subject]).toEqual([200, 'Résultats']);
    expect(await w.lastCall()).toMatchObject({
      ...{
        act: 'mss-delegated',
        means: 'psc',
        mode: 'direct',
        idNat: secretary,
        about: own.address,
        outcome: 'done',
      },
    });
    expect((await desk({ token: hers })).body.delegations).toMatchObject([
      { holder: own.idNat, delegate: secretary },
    ]);
    expect((await open(own.address, { token })).status).toBe(403);
    const acts = (await journalOf(w.t.app.ctx, secretary)).map(({ act, actor }) => [act, actor]);
    expect(acts).toContainEqual(['messaging.delegate', `person:${own.idNat}`]);
    expect((await w.call(`${path}/${secretary}`, { token: own.token, method: 'DELETE' })).status).toBe(204);
    const over = await open(own.address, { token: hers });
    expect([over.status, over.body.code]).toEqual([403, 'sandbox.not-your-mailbox']);
  });

  it('ends after its last day by itself, and with the mailbox', async () => {
    const own = await owner();
    const delegate = await w.doctor();
    const give = (until: string) =>
      w.call(`/mssante/bals/${own.id}/delegations`, { token: own.token, json: { idNat: delegate, until } });
    const opens = async () => (await open(own.address, { token: await w.token(delegate) })).status;
    const day = (days: number) =>
      new Date(w.t.app.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    expect((await give(day(2))).status).toBe(201);
    expect(await opens()).toBe(200);
    await w.onDay(day(2), async () => expect(await opens()).toBe(200));
    await w.onDay(day(4), async () => expect(await opens()).toBe(403));
    expect((await give(day(-3))).body.errors[0].code).toBe('day-over');
    await withdrawMailbox(w.t.app.ctx, OPERATOR, { id: own.id });
    expect((await open(own.address, { token: own.token })).status).toBe(404);
  });

  it('is given by the holder alone, to another person of the RPPS, of a mailbox of his own', async () => {
    const own = await owner();
    const give = (from: string, idNat: string, id = own.id) =>
      w.call(`/mssante/bals/${id}/delegations`, { token: from, json: { idNat } });
    const refused = async (idNat: string) => (await give(own.token, idNat)).body.errors[0].code;
    expect(await refused(own.idNat)).toBe('delegate-oneself');
    expect(await refused('899799999999')).toBe('unknown-person');
    expect(await refused(await w.employee())).toBe('number-for-delegate');
    for (const id of [own.id, organisation, 'x'])
      expect((await give(token, await w.doctor(), id)).body.code).toBe('messaging.unknown-mailbox');
  });
});
