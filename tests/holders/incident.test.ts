import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { cards, incidents } from '../../src/modules/credentials/index.js';
import { tellAnswer } from '../../src/modules/guidance/index.js';
import { one } from '../../src/platform/db/connection.js';
import { runPendingJobs } from '../../src/platform/jobs.js';
import { journalOf } from '../../src/platform/journal.js';
import { twentyAtOnce } from '../support/context.js';
import { startDoor, type TestDoor } from '../support/door.js';
import { type Holder, holder, PROOF, standing } from './people.js';

let door: TestDoor;
let person: Holder;
let other: Holder;
let support: string;

beforeAll(async () => {
  door = await startDoor(['/incident']);
  person = await holder(door.ctx, 1);
  other = await holder(door.ctx, 2);
  support = `esculape_session=${(await openSession(door.ctx, { role: 'support' })).token}`;
});
afterAll(() => door.close());

const handlers = [incidents.blockInEmergency, incidents.tellBlocked, tellAnswer];
const runJobs = () => runPendingJobs({ ctx: door.ctx, url: door.app.databaseUrl, reactions: {}, handlers });

const send = (path: string, body: BodyInit, cookie = '') =>
  fetch(`${door.origin}/incident${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { accept: 'text/html', origin: door.origin, cookie },
    body,
  });

const read = (path: string, cookie = '') =>
  fetch(`${door.origin}/incident${path}`, {
    redirect: 'manual',
    headers: { accept: 'text/html', cookie },
  });

function declaration(change: Record<string, string | Blob> = {}): FormData {
  const form = new FormData();
  const said = {
    ...{ problem: 'theft', familyName: 'Portail', givenName: 'Camille', birthDate: '1984-03-12' },
    ...{ idNat: person.rpps, cardNumber: '', contact: 'camille@ailleurs.example', words: 'Dans le train' },
    ...{ submission: crypto.randomUUID(), proof: new Blob([PROOF]) },
    ...change,
  };
  for (const [name, value] of Object.entries(said)) form.set(name, value);
  return form;
}

const lastReport = async () => (await incidents.waitingReports(door.ctx)).at(-1)?.id ?? '';

describe('a declaration without signing in', () => {
  it('S2-08 makes a ticket and opposes nothing until the support saw a proof of identity', async () => {
    const without = await send('/declaration', declaration({ proof: new Blob([]) }));
    expect([without.status, (await without.text()).includes('Joignez une pièce d’identité')]).toEqual([
      422,
      true,
    ]);
    expect(await incidents.waitingReports(door.ctx)).toEqual([]);

    const filed = await send('/declaration', declaration());
    expect([filed.status, filed.headers.get('location')]).toEqual([303, '/incident/copie']);
    const [report] = await incidents.waitingReports(door.ctx);
    const ticket = await one(
      door.ctx.db,
      sql<{ category: string; contact: string }>`select category, contact from guidance.tickets
        where id = ${report?.ticket}`,
    );
    expect(ticket).toEqual({ category: 'card', contact: 'camille@ailleurs.example' });
    expect(await standing(door.ctx, person.card.number)).toBe('active');

    const answer = {
      cardNumber: person.card.number,
      answer: 'Votre carte est en opposition.',
      decision: 'accept',
    };
    const unseen = await send(`/demandes/${report?.id}`, new URLSearchParams(answer), support);
    expect(unseen.status).toBe(422);
    expect(await standing(door.ctx, person.card.number)).toBe('active');
    const decided = await send(
      `/demandes/${report?.id}`,
      new URLSearchParams({ ...answer, seen: 'oui' }),
      support,
    );
    expect(decided.status).toBe(303);
    expect(await standing(door.ctx, person.card.number)).toBe('opposed');
    expect(await cards.ordersOf(door.ctx, { holder: person.idNat })).toMatchObject([
      { via: 'replacement', replaces: person.card.number },
    ]);
    await runJobs();
    expect(door.mails.at(-1)).toMatchObject({ to: 'camille@ailleurs.example' });
    expect(door.mails.at(-1)?.text).toContain('Votre carte est en opposition.');
  });

  it('keeps names and proof sealed, and erases them with the decision, which is taken once', async () => {
    await send('/declaration', declaration({ problem: 'malfunction', idNat: other.idNat }));
    const id = await lastReport();
    const row = () =>
      one(
        door.ctx.db,
        sql<{ row: string; said: string | null; proof: string | null }>`select r::text as row, said, proof
          from credentials.incident_reports r where id = ${id}`,
      );
    expect((await row())?.row).not.toMatch(/Portail|ailleurs\.example|1984/);
    expect((await row())?.proof?.length).toBeGreaterThan(100);
    const file = await read(`/demandes/${id}/piece`, support);
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(Buffer.from(await file.arrayBuffer()).equals(PROOF)).toBe(true);
    expect(await journalOf(door.ctx, `report:${id}`)).toMatchObject([
      { act: 'credentials.see-proof' },
      { act: 'credentials.file-report' },
    ]);

    const refusal = new URLSearchParams({ answer: 'La photo est illisible.', decision: 'refuse' });
    expect((await send(`/demandes/${id}`, refusal, support)).status).toBe(303);
    expect(await row()).toMatchObject({ said: null, proof: null });
    expect((await read(`/demandes/${id}/piece`, support)).status).toBe(404);
    const again = await send(`/demandes/${id}`, refusal, support);
    expect([again.status, (await again.text()).includes('Déjà traitée')]).toEqual([422, true]);
    expect(await standing(door.ctx, other.card.number)).toBe('active');
  });

  it('is decided once when the support presses twenty times', async () => {
    await send('/declaration', declaration({ problem: 'codes-lost', idNat: other.idNat }));
    const id = await lastReport();
    const decide = () => incidents.decideReport(door.ctx, { id }, async () => undefined);
    expect(await twentyAtOnce(decide)).toBe(1);
    expect((await incidents.report(door.ctx, id))?.state).toBe('refused');
  });

  it('touches no card but those of the person who declared', async () => {
    await send('/declaration', declaration({ idNat: person.rpps }));
    const id = await lastReport();
    const wrong = { cardNumber: other.card.number, answer: 'x', decision: 'accept', seen: 'oui' };
    const answer = await send(`/demandes/${id}`, new URLSearchParams(wrong), support);
    expect([answer.status, (await answer.text()).includes('n’est pas celle de la personne')]).toEqual([
      422,
      true,
    ]);
    expect(await standing(door.ctx, other.card.number)).toBe('active');
    expect((await incidents.waitingReports(door.ctx)).map((one) => one.id)).toContain(id);
  });

  it('is filed once when it is sent twice, even at the same time', async () => {
    const form = () => declaration({ submission: 'twice' });
    const before = (await incidents.waitingReports(door.ctx)).length;
    await Promise.all([send('/declaration', form()), send('/declaration', form())]);
    await send('/declaration', form());
    expect((await incidents.waitingReports(door.ctx)).length).toBe(before + 1);
  });

  it('shows its copy to the browser that filed it, and its file to the support only', async () => {
    const filed = await send('/declaration', declaration());
    const cookie = filed.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .join('; ');
    expect(await (await read('/copie', cookie)).text()).toContain('F501-');
    expect((await read('/copie')).status).toBe(303);
    const id = await lastReport();
    const own = `esculape_session=${(await openSession(door.ctx, { idNat: person.idNat })).token}`;
    for (const path of ['', `/${id}`, `/${id}/piece`])
      expect([path, (await read(`/demandes${path}`, own)).status]).toEqual([path, 403]);
  });

  it('refuses a file that only pretends to be a picture', async () => {
    const proof = new File(['<html><script>alert(1)</script>'], 'passeport.png', { type: 'image/png' });
    const answer = await send('/declaration', declaration({ proof }));
    expect([answer.status, (await answer.text()).includes('ni un PDF, ni une photo')]).toEqual([422, true]);
  });
});

describe('an emergency block', () => {
  const block = (said: { idNat: string; familyName: string; birthDate: string }) =>
    send('/blocage', new URLSearchParams(said));
  const right = () => ({ idNat: other.rpps, familyName: 'portail-ca', birthDate: '1984-03-12' });

  it('answers the same to a wrong identity, blocks nothing then, and journals it', async () => {
    const wrong = await block({ ...right(), birthDate: '1984-03-13' });
    await runJobs();
    expect([wrong.status, wrong.headers.get('location')]).toEqual([303, '/incident/blocage-demande']);
    expect(await standing(door.ctx, other.card.number)).toBe('active');
    expect((await journalOf(door.ctx, other.idNat))[0]).toMatchObject({
      outcome: 'refused',
      reason: 'wrong identity',
    });
  });

  it('blocks at once on a number, a name and a birth date, tells the holder, and only his code undoes it', async () => {
    const asked = await block(right());
    expect([asked.status, asked.headers.get('location')]).toEqual([303, '/incident/blocage-demande']);
    await runJobs();
    expect(await standing(door.ctx, other.card.number)).toBe('blocked');
    expect(door.mails.at(-1)).toMatchObject({
      to: other.record.correspondence.mail,
      subject: 'Votre carte a été bloquée en urgence',
    });
    const page = await (await read('/blocage')).text();
    expect(page).toContain('Personne ne peut les débloquer');
    const { number, puk } = other.card;
    await cards.unblockCard(door.ctx, { number, puk, pin: '2580' });
    expect(await standing(door.ctx, number)).toBe('active');
  });

  it('stops trying birth dates: the sixth of a day is refused, right or wrong, and hinders nobody elsewhere', async () => {
    const third = await holder(door.ctx, 3);
    for (let day = 10; day < 15; day += 1)
      await incidents.askToBlock(door.ctx, {
        idNat: third.idNat,
        familyName: 'PORTAIL-DA',
        birthDate: `1980-01-${day}`,
        from: '192.0.2.1',
      });
    await runJobs();
    const said = { idNat: third.idNat, familyName: 'PORTAIL-DA', birthDate: '1984-03-12' };
    await incidents.askToBlock(door.ctx, { ...said, from: '192.0.2.1' });
    await runJobs();
    expect(await standing(door.ctx, third.card.number)).toBe('active');
    expect((await journalOf(door.ctx, third.idNat))[0]).toMatchObject({ reason: 'too many tries' });
    await incidents.askToBlock(door.ctx, { ...said, from: '192.0.2.2' });
    await runJobs();
    expect(await standing(door.ctx, third.card.number)).toBe('blocked');
  });
});
