import { Hono } from 'hono';
import * as oidc from 'openid-client';
import { as, type Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { type Caller, callerByToken } from '../sectoral/caller.js';
import { administrativeData } from '../sectoral/dmp.js';
import { verifyIdentity } from '../sectoral/insi.js';
import { mailDesk } from '../sectoral/mail.js';
import { PATIENTS } from '../sectoral/patients.js';
import { CORE_SERVICES } from './services.js';

/** A core service as an outside party would run it: it believes no caller, and asks Pro Santé Connect whose token it is. */
export interface CoreClient {
  readonly code: string;
  readonly configuration: () => Promise<oidc.Configuration>;
}

/** What each answers to somebody, when the usage matrix lets him in. @throws Refusal with the line that says no */
const ANSWERS: Readonly<Record<string, (ctx: Ctx, caller: Caller) => Promise<string>>> = {
  insi: async (ctx, caller) => {
    const { givenName, name, birthDate } = await verifyIdentity(ctx, caller, PATIENT);
    return `Identité qualifiée : ${name} ${givenName}, née le ${birthDate.split('-').reverse().join('/')} (patient inventé).`;
  },
  mssante: async (ctx, caller) => {
    const { mailboxes, delegations } = await mailDesk(ctx, caller);
    return `${mailboxes.length + delegations.length} BAL à ouvrir.`;
  },
  dmp: async (ctx, caller) => {
    const { rights } = await administrativeData(ctx, caller, PATIENT);
    return `Dossier ouvert : droits ${rights}.`;
  },
};
const PATIENT = PATIENTS[0]?.number ?? '';

/** The three core services, one path each: `GET /<code>` with the access token of the person who is signed in. */
export function coreServices(clients: readonly CoreClient[], ctx: Ctx): Hono {
  const routes = new Hono();
  for (const { code, configuration } of clients)
    routes.get(`/${code}`, async (c) => {
      const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
      const told = token ? await oidc.tokenIntrospection(await configuration(), token) : undefined;
      if (!told?.active) return c.json({ error: 'invalid_token' }, 401);
      const { SubjectNameID = '', sid } = told as { SubjectNameID?: string; sid?: string };
      const about = { service: code, professional: SubjectNameID, session: sid };
      try {
        const answer = await ANSWERS[code]?.(
          as(ctx, `person:${SubjectNameID}`),
          callerByToken(SubjectNameID),
        );
        return c.json({ ...about, answer });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return c.json({ ...about, answer: `Refusé : ${error.message}`, ...error.data }, 403);
      }
    });
  return routes;
}

/** What a core service said, or why it said nothing. */
export interface CoreAnswer {
  readonly name: string;
  readonly professional: string;
  readonly answer: string;
}

/** Calls each core service with the same token, as the care record does for the person who is signed in. */
export async function callCoreServices(origin: string, accessToken: string): Promise<CoreAnswer[]> {
  return Promise.all(
    CORE_SERVICES.map(async ({ code, name }) => {
      const answer = await fetch(`${origin}/socle/${code}`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      const { professional = '', answer: said } = (await answer.json()) as {
        professional?: string;
        answer?: string;
      };
      return { name, professional, answer: said ?? `Refusé (${answer.status})` };
    }),
  );
}
