import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { delegateMailbox, endDelegation } from '../../modules/messaging/index.js';
import type { App } from '../../platform/app.js';
import { as, type Ctx } from '../../platform/context.js';
import { jsonBody, LARGEST_FORM, largestBody } from '../../platform/http/json-body.js';
import type { Env } from '../../platform/http/request.js';
import { ownNameOnly } from '../api/guard.js';
import { type Caller, callerOf } from './caller.js';
import { deposit, depositBody } from './deposit.js';
import { administrativeData, dmpDocument, dmpRecord } from './dmp.js';
import { sectoralErrors } from './errors.js';
import { searchIdentity, verifyIdentity, verifyLot } from './insi.js';
import { activatePersonal, mailDesk, openMail } from './mail.js';

type C = Context<Env>;

/** Where the sectoral services are: the ports that ask for a card or a certificate answer there too. */
export const SECTORAL_PATH = '/sandbox/socle';
export const isSectoralPath = (path: string): boolean => path.startsWith(`${SECTORAL_PATH}/`);

const traits = z.strictObject({
  name: z.string().min(1).max(100),
  givenName: z.string().min(1).max(100),
  birthDate: z.iso.date(),
});
const one = z.strictObject({ number: z.string().max(20) });
const lot = z.strictObject({ numbers: z.array(z.string().max(20)).min(1).max(100) });
const delegation = z.strictObject({ idNat: z.string().max(40), until: z.iso.date().optional() });

/** The demo INSi, DMP and MSSanté, called by programs: by a card, a certificate, or a token of Pro Santé Connect. */
export function sectoralServices(app: App): Hono<Env> {
  return new Hono<Env>()
    .use(ownNameOnly(app.config))
    .use(largestBody(LARGEST_FORM))
    .post('/insi/recherche', async (c) =>
      c.json(await searchIdentity(...(await calling(c)), await jsonBody(c, traits))),
    )
    .post('/insi/verification', async (c) => {
      const { number } = await jsonBody(c, one);
      return c.json(await verifyIdentity(...(await calling(c)), number));
    })
    .post('/insi/lot', async (c) => {
      const { numbers } = await jsonBody(c, lot);
      return c.json({ identities: await verifyLot(...(await calling(c)), numbers) });
    })
    .route('/dmp/:patient', dmpRoutes())
    .route('/mssante', mailRoutes());
}

/** The request's world and who calls in it; what is done is journaled under his name. */
async function calling(c: C): Promise<[Ctx, Caller | undefined]> {
  const caller = await callerOf(c);
  const { idNat, certificate } = caller ?? {};
  const actor = idNat
    ? `person:${idNat}`
    : certificate
      ? `structure:${certificate.structureId}`
      : 'anonymous';
  return [as(c.get('ctx'), actor), caller];
}

function dmpRoutes(): Hono<Env> {
  return new Hono<Env>()
    .get('/administratif', async (c) => c.json(await administrativeData(...(await calling(c)), patientIn(c))))
    .get('/documents', async (c) =>
      c.json(await dmpRecord(...(await calling(c)), patientIn(c), c.req.query('lecteur'))),
    )
    .get('/documents/:id', async (c) => {
      const asked = { number: patientIn(c), id: c.req.param('id'), reader: c.req.query('lecteur') };
      return c.json(await dmpDocument(...(await calling(c)), asked));
    })
    .post('/documents', async (c) => {
      const signed = (c.req.header('content-type') ?? '').startsWith('application/jose');
      const sent = signed
        ? { jws: (await c.req.text()).trim() }
        : { document: await jsonBody(c, depositBody) };
      return c.json({ id: await deposit(...(await calling(c)), patientIn(c), sent) }, 201);
    });
}

const patientIn = (c: C): string => c.req.param('patient') ?? '';

function mailRoutes(): Hono<Env> {
  return new Hono<Env>()
    .get('/bals', async (c) => c.json(await mailDesk(...(await calling(c)))))
    .post('/bals', async (c) => c.json(await activatePersonal(...(await calling(c))), 201))
    .get('/bals/:address/messages', async (c) =>
      c.json({ messages: await openMail(...(await calling(c)), c.req.param('address')) }),
    )
    .post('/bals/:id/delegations', async (c) => {
      const given = await jsonBody(c, delegation);
      const [ctx, holder] = await person(c);
      await delegateMailbox(ctx, holder, { id: c.req.param('id'), ...given });
      return c.json(given, 201);
    })
    .delete('/bals/:id/delegations/:idNat{.+}', async (c) => {
      const [ctx, holder] = await person(c);
      await endDelegation(ctx, holder, c.req.param('id'), c.req.param('idNat'));
      return c.body(null, 204);
    });
}

async function person(c: C): Promise<[Ctx, string]> {
  const [ctx, caller] = await calling(c);
  if (caller?.idNat === undefined) throw sectoralErrors.noMeans();
  return [ctx, caller.idNat];
}
