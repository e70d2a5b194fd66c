import { Hono } from 'hono';
import * as oidc from 'openid-client';
import { CORE_SERVICES } from './services.js';

/** A core service as an outside party would run it: it believes no caller, and asks Pro Santé Connect whose token it is. */
export interface CoreClient {
  readonly code: string;
  readonly configuration: () => Promise<oidc.Configuration>;
}

const ANSWERS: Readonly<Record<string, string>> = {
  insi: 'Identité qualifiée : Exemple Andréa, née le 29/02/1980 (patient inventé).',
  mssante: 'Une BAL, aucun message non lu.',
  dmp: 'Dossier ouvert : trois documents, le dernier d’hier.',
};

/** The three core services, one path each: `GET /<code>` with the access token of the person who is signed in. */
export function coreServices(clients: readonly CoreClient[]): Hono {
  const routes = new Hono();
  for (const { code, configuration } of clients)
    routes.get(`/${code}`, async (c) => {
      const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
      const told = token ? await oidc.tokenIntrospection(await configuration(), token) : undefined;
      if (!told?.active) return c.json({ error: 'invalid_token' }, 401);
      const { SubjectNameID, sid } = told as Record<string, unknown>;
      return c.json({ service: code, professional: SubjectNameID, session: sid, answer: ANSWERS[code] });
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
      const body = (await answer.json()) as { professional?: string; answer?: string };
      return answer.ok
        ? { name, professional: body.professional ?? '', answer: body.answer ?? '' }
        : { name, professional: '', answer: `Refusé (${answer.status})` };
    }),
  );
}
