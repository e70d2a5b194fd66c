import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, redeem, relyingParty, type Service, signIn } from './relying-party.js';
import { activatePhone, newService, type Phone, publish, type World, world } from './world.js';

const person = personas['doctor-two-exercises'] as (typeof personas)[string];
let w: World;
let phone: Phone;
let services: readonly Service[];

beforeAll(async () => {
  w = await world();
  await publish(w, person);
  phone = await activatePhone(w, person.idNat);
  services = [await newService(w, { name: 'Premier' }), await newService(w, { name: 'Second' })];
});
afterAll(() => w.close());

/** A sign-in at a service in a new browser; out: how its page answers to the identifier. */
async function begin(service: Service): Promise<{ status: number; page: string }> {
  const browser = new Browser(w.origin);
  const { url } = await browser.follow((await ask(await relyingParty(w, service))).url.href);
  const { answer } = await browser.follow(url.href, { idNat: person.idNat });
  return { status: answer.status, page: await answer.text() };
}

it('S3-105 one trail holds the sign-ins of every service; a means that was ended opens none of them from that moment', async () => {
  for (const service of services) {
    const rp = await relyingParty(w, service);
    const asked = await ask(rp);
    await redeem(rp, await signIn(new Browser(w.origin), asked, person.idNat, phone), asked);
  }
  const trail = sql<{ client: string }>`select data ->> 'clientId' client from platform.journal
    where act = 'identity-provider.sign-in' and subject = ${person.idNat} and outcome = 'done' order by id`;
  const told = (await trail.execute(w.ctx.db)).rows.map(({ client }) => client);
  expect(told).toEqual(services.map(({ clientId }) => clientId));
  await ecps.endMeans(w.ctx, { idNat: person.idNat, reason: 'deleted-by-holder' });
  for (const service of services) {
    const { status, page } = await begin(service);
    expect([status, page.includes('Aucune application e-CPS active')]).toEqual([422, true]);
  }
  expect((await trail.execute(w.ctx.db)).rows).toHaveLength(2);
});
