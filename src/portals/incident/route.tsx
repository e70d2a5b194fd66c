import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { incidents } from '../../modules/credentials/index.js';
import { openTicket } from '../../modules/guidance/index.js';
import type { App } from '../../platform/app.js';
import { Refusal } from '../../platform/errors.js';
import { putSealedCookie, readSealedCookie } from '../../platform/http/cookies.js';
import { callerAddress, type Env, formFields } from '../../platform/http/request.js';
import { limit } from '../../platform/rate-limit.js';
import { randomToken } from '../../platform/secrets.js';
import { idNatOf } from '../ordres/sign-in/send-login-link.js';
import { BlockAskedPage, BlockPage } from './block-page.js';
import { CopyPage } from './copy-page.js';
import { HomePage } from './home-page.js';
import { ReportPage } from './report-page.js';
import { supportRoutes } from './support/route.js';

type C = Context<Env>;

const FILED = 'esculape_declaration';
const filedShape = z.object({ id: z.string() });
const [REPORTS_AN_HOUR, BLOCKS_AN_HOUR] = [20, 20];

/** For the holder of a card who can sign in nowhere: a declaration with a proof of identity, and an emergency block. */
export function incidentPortal(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', (c) => c.html(<HomePage c={c} />))
    .get('/declaration', (c) =>
      c.html(<ReportPage {...{ c, typed: {}, errors: [] }} submission={randomToken()} />),
    )
    .post('/declaration', (c) => file(c, app))
    .get('/copie', (c) => copy(c, app))
    .get('/blocage', (c) => c.html(<BlockPage {...{ c, typed: {}, errors: [] }} />))
    .post('/blocage', block)
    .get('/blocage-demande', (c) => c.html(<BlockAskedPage c={c} />))
    .route('/demandes', supportRoutes());
}

async function file(c: C, app: App) {
  await limit(c.get('ctx'), `incident:${callerAddress(c)}`, REPORTS_AN_HOUR, 3600);
  const typed = await formFields(c);
  const { proof } = await c.req.parseBody();
  const submission = typed.submission || randomToken();
  try {
    const bytes = proof instanceof File ? new Uint8Array(await proof.arrayBuffer()) : new Uint8Array();
    const { id } = await incidents.fileReport(c.get('ctx'), reportOf(typed, bytes), {
      submission,
      openTicket: (tx) => openTicket(tx, ticketOf(typed)),
    });
    putSealedCookie(c, app.config, FILED, { id }, { path: '/incident', maxAgeSeconds: 3600 });
    return c.redirect('/incident/copie', 303);
  } catch (error) {
    if (!(error instanceof Refusal) || error.fields.length === 0) throw error;
    return c.html(<ReportPage {...{ c, typed, submission }} errors={error.fields} />, 422);
  }
}

function reportOf(typed: Record<string, string>, proof: Uint8Array): incidents.TypedReport {
  const text = (name: string) => (typed[name] ?? '').trim();
  const idNat = text('idNat');
  return {
    ...{ problem: text('problem'), idNat: idNatOf(idNat) ?? idNat, proof },
    cardNumber: text('cardNumber').replace(/\s/g, ''),
    ...{ familyName: text('familyName'), givenName: text('givenName'), birthDate: text('birthDate') },
    ...{ contact: text('contact'), words: text('words') },
  };
}

/** What the support reads in its list of questions: nothing personal, the declaration itself is sealed. */
const ticketOf = ({ contact = '', problem = '' }: Record<string, string>) => ({
  ...{ account: null, contact, category: 'card', subject: 'Déclaration d’incident sur une carte (F501)' },
  text: `${incidents.isProblem(problem) ? incidents.PROBLEM_WORDS[problem] : problem}. Pièce d’identité jointe.`,
});

async function copy(c: C, app: App) {
  const held = filedShape.safeParse(readSealedCookie(c, app.config, FILED));
  const report = held.success ? await incidents.report(c.get('ctx'), held.data.id) : undefined;
  return report?.said ? c.html(<CopyPage {...{ c, report }} />) : c.redirect('/incident', 303);
}

async function block(c: C) {
  const typed = await formFields(c);
  const { familyName = '', birthDate = '' } = typed;
  const idNat = idNatOf(typed.idNat ?? '');
  const errors = [
    ...(idNat ? [] : [{ field: 'idNat', message: 'Ce numéro n’est pas lisible : 11 chiffres, ou 12.' }]),
    ...(familyName.trim() ? [] : [{ field: 'familyName', message: 'Écrivez votre nom.' }]),
    ...(/^\d{4}-\d\d-\d\d$/.test(birthDate)
      ? []
      : [{ field: 'birthDate', message: 'Une date de naissance est attendue.' }]),
  ];
  if (!idNat || errors.length > 0) return c.html(<BlockPage {...{ c, typed, errors }} />, 422);
  await limit(c.get('ctx'), `incident-block:${callerAddress(c)}`, BLOCKS_AN_HOUR, 3600);
  await incidents.askToBlock(c.get('ctx'), { idNat, familyName, birthDate, from: callerAddress(c) });
  return c.redirect('/incident/blocage-demande', 303);
}
