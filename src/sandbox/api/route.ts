import { Hono } from 'hono';
import { z } from 'zod';
import { SESSION_COOKIE } from '../../modules/access/index.js';
import { cards, certificates } from '../../modules/credentials/index.js';
import { decidePerimeter, registerService } from '../../modules/identity-provider/index.js';
import type { App } from '../../platform/app.js';
import { as } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { putCookie } from '../../platform/http/cookies.js';
import { jsonBody } from '../../platform/http/json-body.js';
import type { Env } from '../../platform/http/request.js';
import { createCard } from '../cards.js';
import { createCertificate, createKit } from '../certificates.js';
import { judgeConformity } from '../conformity/index.js';
import { messages } from '../inbox.js';
import { testPeople } from '../people.js';
import { scriptPlayer } from '../phone-scripts/player.js';
import { scriptBody } from '../phone-scripts/script.js';
import { readScript } from '../phone-scripts/store.js';
import { answerOnPhone, createPhone, phoneRequests, sandboxPhone } from '../phones.js';
import { makeNurses, personAsked } from '../population/index.js';
import { serviceCalls } from '../sectoral/calls.js';
import { deliver, openMailbox } from '../secure-mail.js';
import { signInAs } from '../sessions.js';
import { moveClock, periodMs } from './clock.js';
import { sandboxGuard } from './guard.js';
import { sandboxOpenApi } from './openapi.js';
import { changeRhythm, rhythms } from './rhythms.js';
import {
  answerBody,
  cardBody,
  certificateBody,
  chipBody,
  chipDataBody,
  clientBody,
  clockAdvanceBody,
  clockSetBody,
  conformityBody,
  demandBody,
  kitBody,
  nursesBody,
  openMailboxBody,
  peopleQuery,
  perimeterBody,
  phoneBody,
  revocationBody,
  rhythmBody,
  secureMailBody,
  sessionBody,
  unblockBody,
} from './schemas.js';

/** The control API by which a test, or a curious person, drives the simulated world. */
export function sandboxApi(app: App): Hono<Env> {
  const routes = new Hono<Env>();
  routes.use(sandboxGuard(app.config));
  routes.get('/openapi.json', (c) => c.json(sandboxOpenApi(app.config.origin)));
  peopleRoutes(routes, app);
  phoneRoutes(routes);
  scriptRoutes(routes, app);
  conformityRoutes(routes);
  worldRoutes(routes, app);
  secureMailRoutes(routes);
  return routes;
}

function peopleRoutes(routes: Hono<Env>, app: App): void {
  routes.get('/people', async (c) => {
    const query = peopleQuery.safeParse(c.req.query());
    if (!query.success)
      throw new Refusal({ code: 'invalid-query', status: 422, message: z.prettifyError(query.error) });
    return c.json(await testPeople(c.get('ctx'), query.data));
  });
  routes.post('/people', async (c) => {
    const asked = await jsonBody(c, demandBody);
    return c.json({ kind: asked.kind, ...(await personAsked(c.get('ctx'), asked)) }, 201);
  });
  routes.post('/nurses', async (c) => {
    const { total } = await jsonBody(c, nursesBody);
    return c.json(await makeNurses(c.get('ctx'), total), 201);
  });
  routes.post('/sessions', async (c) => {
    const session = await signInAs(c.get('ctx'), await jsonBody(c, sessionBody));
    putCookie(c, app.config, SESSION_COOKIE, session.token, { maxAgeSeconds: 4 * 3600 });
    return c.json({ ...session.user, bearer: session.token }, 201);
  });
  routes.post('/clients', async (c) => {
    const input = await jsonBody(c, clientBody);
    return c.json(
      await registerService(c.get('ctx'), { ...input, name: input.name ?? 'Service de test' }),
      201,
    );
  });
}

function conformityRoutes(routes: Hono<Env>): void {
  routes.post('/conformity', async (c) =>
    c.json(await judgeConformity(c.get('ctx'), await jsonBody(c, conformityBody))),
  );
}

function phoneRoutes(routes: Hono<Env>): void {
  routes.post('/phones', async (c) => {
    const input = await jsonBody(c, phoneBody);
    return c.json(await createPhone(c.get('ctx'), input.idNat, input.code), 201);
  });
  routes.get('/phones/:id/requests', async (c) =>
    c.json(await phoneRequests(c.get('ctx'), c.req.param('id'))),
  );
  routes.post('/phones/:id/requests/:rid', async (c) => {
    const input = await jsonBody(c, answerBody);
    await answerOnPhone(c.get('ctx'), c.req.param('id'), c.req.param('rid'), input);
    return c.json({ decision: input.decision });
  });
  routes.post('/cards', async (c) => {
    const input = await jsonBody(c, cardBody);
    return c.json(await createCard(c.get('ctx'), input), 201);
  });
  routes.post('/certificates', async (c) =>
    c.json(await createCertificate(c.get('ctx'), await jsonBody(c, certificateBody)), 201),
  );
  routes.post('/certificate-kits', async (c) =>
    c.json(await createKit(c.get('ctx'), await jsonBody(c, kitBody)), 201),
  );
  routes.post('/certificates/:serial/revocation', async (c) => {
    const serial = c.req.param('serial');
    await certificates.revokeWithCode(c.get('ctx'), { serial, ...(await jsonBody(c, revocationBody)) });
    return c.json({ serial, state: 'revoked' });
  });
}

function scriptRoutes(routes: Hono<Env>, app: App): void {
  routes.post('/phones/:id/script', async (c) => {
    const id = c.req.param('id');
    await scriptPlayer(app).play(id, await jsonBody(c, scriptBody));
    return c.json((await readScript(c.get('ctx'), id)) ?? null);
  });
  routes.get('/phones/:id/script', async (c) => {
    const phone = await sandboxPhone(c.get('ctx'), c.req.param('id'));
    return c.json((await readScript(c.get('ctx'), phone.id)) ?? null);
  });
}

function worldRoutes(routes: Hono<Env>, app: App): void {
  routes.get('/clock', (c) => c.json({ now: app.clock.now().toISOString() }));
  routes.put('/clock', async (c) =>
    c.json(await moveClock(app, new Date((await jsonBody(c, clockSetBody)).now))),
  );
  routes.post('/clock', async (c) => {
    const { advance } = await jsonBody(c, clockAdvanceBody);
    return c.json(await moveClock(app, new Date(app.clock.now().getTime() + periodMs(advance))));
  });
  routes.get('/rhythms', async (c) => c.json(await rhythms(c.get('ctx'))));
  routes.put('/rhythms', async (c) =>
    c.json(await changeRhythm(c.get('ctx'), await jsonBody(c, rhythmBody))),
  );
  routes.put('/perimeter', async (c) => {
    const asked = await jsonBody(c, perimeterBody);
    return c.json(
      await decidePerimeter(as(c.get('ctx'), 'sandbox'), { ...asked, reason: 'API du bac à sable' }),
    );
  });
  routes.get('/service-calls', async (c) =>
    c.json({ calls: await serviceCalls(c.get('ctx'), c.req.query('who')) }),
  );
  routes.get('/letters', async (c) => {
    const ctx = c.get('ctx');
    const found = await cards.letters(ctx, c.req.query('idNat'));
    const opened = found.map(async (letter) =>
      letter.readable ? { ...letter, ...(await cards.letterOf(ctx, letter.id)).content } : letter,
    );
    return c.json(await Promise.all(opened));
  });
  routes.post('/cards/:number/objects', async (c) => {
    const { pin } = await jsonBody(c, chipBody);
    const objects = await cards.readChip(c.get('ctx'), { number: c.req.param('number'), pin });
    return c.json(objects.map(({ label, access, der }) => ({ label, access, der: der.toString('base64') })));
  });
  routes.put('/cards/:number/data', async (c) => {
    const number = c.req.param('number');
    const { data } = await jsonBody(c, chipDataBody);
    const bytes = Buffer.from(data, 'base64');
    await cards.writeChip(c.get('ctx'), { number, data: bytes });
    return c.json({ number, bytes: bytes.length });
  });
  routes.post('/cards/:number/unblock', async (c) => {
    const number = c.req.param('number');
    await cards.unblockCard(c.get('ctx'), { number, ...(await jsonBody(c, unblockBody)) });
    return c.json({ number, state: 'active' });
  });
  routes.post('/letters/:id/return', async (c) => {
    await cards.returnLetter(c.get('ctx'), c.req.param('id'));
    return c.json({ returned: true });
  });
  routes.get('/messages', async (c) =>
    c.json(
      (await messages(app.database.db, c.req.query('to'))).map(({ id: _, html: __, ...message }) => message),
    ),
  );
}

/** The simulated mail service of MSSanté: it receives for every mailbox, and opens each to whoever may. */
function secureMailRoutes(routes: Hono<Env>): void {
  routes.post('/mail', async (c) => {
    await deliver(c.get('ctx'), await jsonBody(c, secureMailBody));
    return c.json({ delivered: true }, 202);
  });
  routes.post('/mail/read', async (c) => {
    const { address, ...keys } = await jsonBody(c, openMailboxBody);
    return c.json({ messages: await openMailbox(c.get('ctx'), address, keys) });
  });
}
