import { type Context, Hono } from 'hono';
import { z } from 'zod';
import {
  accessErrors,
  openSession,
  putSession,
  spendLoginCode,
  spendLoginLink,
  takeBackLoginLink,
} from '../../modules/access/index.js';
import type { App } from '../../platform/app.js';
import type { Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { dropCookie, putSealedCookie, readSealedCookie } from '../../platform/http/cookies.js';
import { callerAddress, type Env, formFields } from '../../platform/http/request.js';
import { limit } from '../../platform/rate-limit.js';
import { codePage, linkPage, linkSentPage, type MailDoorPages } from './pages.js';

/** A portal to which a link sent by mail, then a code sent by SMS, lead. */
export interface MailDoor extends MailDoorPages {
  /** Links and codes made for this door open no other; the session is opened by it. */
  readonly code: string;
  /** How the portal is called in the SMS. */
  readonly tool: string;
  /** Where one arrives, signed in. */
  readonly home: string;
  /** Number of the mobile, E.164, of whom a link was made for. */
  mobileOf(ctx: Ctx, subject: string): Promise<string | undefined>;
  /** The person behind it. */
  personOf(ctx: Ctx, subject: string): Promise<{ idNat: string; name: string } | undefined>;
}

type C = Context<Env>;

const CHALLENGE = 'esculape_code';
const challengeShape = z.object({ challenge: z.string(), door: z.string() });

/** The second half of a sign-in by mail and SMS, below the prefix of a portal: its link was sent. */
export function mailSignIn(app: App, door: MailDoor): Hono<Env> {
  return new Hono<Env>()
    .get('/lien-envoye', (c) => page(c, linkSentPage(c, door)))
    .get('/lien/:token', (c) => page(c, linkPage(c, door, c.req.param('token'))))
    .post('/lien/:token', (c) => openLink(c, app, door, c.req.param('token')))
    .get('/code', (c) => page(c, codePage(c, door, [])))
    .post('/code', async (c) => {
      try {
        return await openWithCode(c, app, door);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status !== 422) throw error;
        return page(c, codePage(c, door, error.fields), 422);
      }
    });
}

const page = (c: C, content: ReturnType<typeof linkSentPage>, status: 200 | 422 = 200) =>
  c.html(content as Parameters<C['html']>[0], status);

async function openLink(c: C, app: App, door: MailDoor, token: string): Promise<Response> {
  const ctx = c.get('ctx');
  await limit(ctx, `ordres-open-link:${callerAddress(c)}`, 30, 600);
  const { memberId, challenge, code } = await spendLoginLink(ctx, door.code, token);
  // In no transaction: a gateway that hangs must not hold a connection to the database.
  try {
    const mobile = await door.mobileOf(ctx, memberId);
    if (!mobile) throw accessErrors.deadLink();
    await ctx.sms.send({ to: mobile, text: `${door.tool} : votre code est ${code}. Il vaut 10 minutes.` });
  } catch (error) {
    // A link is spent by the code that leaves: without a gateway it opens the page again.
    await takeBackLoginLink(ctx, { token, challenge });
    throw error;
  }
  const held = { challenge, door: door.code };
  putSealedCookie(c, app.config, CHALLENGE, held, { path: door.path, maxAgeSeconds: 600 });
  return c.redirect(`${door.path}/code`, 303);
}

async function openWithCode(c: C, app: App, door: MailDoor): Promise<Response> {
  const ctx = c.get('ctx');
  const held = challengeShape.safeParse(readSealedCookie(c, app.config, CHALLENGE));
  if (!held.success) throw accessErrors.wrongCode();
  const { code = '' } = await formFields(c);
  const { challenge } = held.data;
  const subject = await spendLoginCode(ctx, { door: door.code, challenge, code: code.trim() });
  const person = await door.personOf(ctx, subject);
  if (!person) throw accessErrors.deadLink();
  putSession(c, app.config, await openSession(ctx, { ...person, signedInBy: door.code }));
  dropCookie(c, app.config, CHALLENGE, door.path);
  return c.redirect(door.home, 303);
}
