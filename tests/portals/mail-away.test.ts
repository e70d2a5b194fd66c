import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MailPort, sendNotice, smtpMail } from '../../src/platform/mail.js';
import { gatewaySms, type SmsPort } from '../../src/platform/sms.js';
import { personas } from '../identity-provider/personas.js';
import { publish, type World, world } from '../identity-provider/world.js';

let w: World;
let there: { mail: MailPort; sms: SmsPort };

/** A port of this machine on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const away = async (): Promise<typeof there> => {
  const port = await closedPort();
  return {
    mail: smtpMail(`smtp://127.0.0.1:${port}`, 'psc@esculape.example'),
    sms: gatewaySms(`http://127.0.0.1:${port}/`),
  };
};

beforeAll(async () => {
  w = await world(['/services', '/portail-psc']);
  there = { mail: w.ctx.mail, sms: w.ctx.sms };
});
afterAll(() => w.close());

async function post(path: string, form: Record<string, string>) {
  const answer = await fetch(w.origin + path, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(form) },
    headers: { accept: 'text/html', origin: w.origin },
  });
  const text = (await answer.text()).replaceAll(/<[^>]+>/g, ' ');
  return { status: answer.status, text, wait: answer.headers.get('retry-after') };
}

it('says that mail does not leave, makes no account, and sends the link once it does', async () => {
  const mail = 'integrateur@service.example';
  Object.assign(w.ctx, await away());
  // As often as an address may ask in a quarter of an hour: none of these left.
  for (let time = 0; time < 5; time += 1) await post('/services/compte', { mail });
  const refused = await post('/services/compte', { mail });
  expect([refused.status, refused.wait]).toEqual([503, '60']);
  expect(refused.text).toContain('Le courrier électronique ne part pas en ce moment\u00a0: réessayez');
  Object.assign(w.ctx, there);
  expect((await post('/services/compte', { mail })).status).toBe(200);
  expect(w.mails.map(({ to }) => to)).toEqual([mail]);
});

it('says so to who asks for an e-CPS, of mail and of text messages, and counts no try of which nothing left', async () => {
  const nurse = personas.nurse as (typeof personas)[string];
  await publish(w, nurse);
  const ask = () => post('/portail-psc/activation', { idNat: nurse.idNat });
  const { mail, sms } = await away();
  Object.assign(w.ctx, { mail });
  // More often than a person may ask in a quarter of an hour.
  for (let time = 0; time < 7; time += 1) {
    const refused = await ask();
    expect([refused.status, refused.wait]).toEqual([503, '60']);
    expect(refused.text).toContain('Le courrier électronique ne part pas en ce moment');
  }
  Object.assign(w.ctx, there, { sms });
  const half = await ask();
  expect([half.status, half.wait]).toEqual([503, '60']);
  expect(half.text).toContain('Les SMS ne partent pas en ce moment');
  Object.assign(w.ctx, there);
  expect((await ask()).status).toBe(200);
  // What was typed is still told on the form.
  expect((await post('/portail-psc/activation', { idNat: '8123' })).status).toBe(422);
});

it('does not wait for a mail server that says nothing', async () => {
  const silent = createSocketServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const mail = smtpMail(`smtp://127.0.0.1:${port}`, 'psc@esculape.example', 50);
  const letter = { to: 'quelqu-un@service.example', subject: 'Un avis', text: 'Bonjour' };
  await expect(mail.send(letter)).rejects.toMatchObject({ code: 'mail-away', detail: 'smtp ETIMEDOUT' });
  await new Promise((resolve) => silent.close(resolve));
});

it('has no word of the mail server in what it refuses, and lets a notice undo nothing', async () => {
  const { mail, sms } = await away();
  const letter = { to: 'quelqu-un@service.example', subject: 'Un avis', text: 'Bonjour' };
  await expect(mail.send(letter)).rejects.toMatchObject({
    code: 'mail-away',
    status: 503,
    detail: expect.not.stringContaining('@'),
  });
  await expect(sms.send({ to: '+33639980001', text: 'Bonjour' })).rejects.toMatchObject({
    code: 'sms-away',
    status: 503,
  });
  await expect(sendNotice({ ...w.ctx, mail }, letter)).resolves.toBeUndefined();
});
