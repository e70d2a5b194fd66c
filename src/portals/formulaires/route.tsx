import { type Context, Hono } from 'hono';
import { z } from 'zod';
import {
  accessErrors,
  askToSignIn,
  currentUser,
  filings,
  may,
  requireAct,
  type User,
} from '../../modules/access/index.js';
import { isMail } from '../../modules/authorities/index.js';
import { incidents } from '../../modules/credentials/index.js';
import {
  answeringFor,
  contracts,
  coveredStructures,
  type Structure,
  structureByFiness,
  structureBySiret,
  structuresById,
} from '../../modules/structures/index.js';
import type { App } from '../../platform/app.js';
import { type Ctx, transaction } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { putSealedCookie, readSealedCookie } from '../../platform/http/cookies.js';
import { callerAddress, type Env, formFields } from '../../platform/http/request.js';
import { limit } from '../../platform/rate-limit.js';
import { randomToken } from '../../platform/secrets.js';
import type { FieldError } from '../../ui/index.js';
import { namedPersonFaults } from '../named-person.js';
import { told } from '../told.js';
import { carryOut, keysOf, programName } from './carry-out.js';
import { BlankContractPage } from './contract-terms.js';
import { CopyPage } from './copy-page.js';
import { FORM_TEXTS } from './fields.js';
import { FormPage } from './form-page.js';
import { IndexPage } from './index-page.js';

type C = Context<Env>;
type Typed = Readonly<Record<string, string>>;

const FILED = 'esculape_formulaire';
const filedShape = z.object({ number: z.string() });
const AN_HOUR = 20;

/** The forms of structures, filled in on line, each with its number and its printable copy. */
export function formsPortal(app: App): Hono<Env> {
  const routes = new Hono<Env>()
    .get('/', index)
    .get('/copie/:number', (c) => copy(c, app))
    .get('/f501', (c) => c.redirect('/incident/declaration', 301))
    .get('/contrat', (c) => c.html(<BlankContractPage c={c} />));
  for (const form of filings.FORMS) {
    const path = `/${form.toLowerCase()}`;
    routes.get(path, (c) => show(c, form));
    routes.post(path, (c) => file(c, app, form));
  }
  return routes;
}

async function index(c: C) {
  const scopes = mayRead(currentUser(c)) ? (currentUser(c)?.scope ?? []) : [];
  const filed = scopes.length > 0 ? await filings.filingsOf(c.get('ctx'), scopes) : [];
  return c.html(<IndexPage c={c} filed={filed} profile={c.req.query('profil') ?? ''} />);
}

const mayRead = (user: User | undefined) =>
  may(user, 'habilitation.grant-technical-admin', { scope: user?.scope[0] ?? '' });

/** Those that the form may be for, or undefined where anybody fills it in for a structure that he names. */
async function target(c: C, form: filings.FormCode): Promise<readonly Structure[] | undefined> {
  const { act } = filings.FORM_RULES[form];
  if (!act) return undefined;
  const [scope = ''] = currentUser(c)?.scope ?? [];
  await requireAct(c, act, { scope });
  return coveredStructures(c.get('ctx'), scope);
}

async function show(c: C, form: filings.FormCode, typed: Typed = {}, errors: readonly FieldError[] = []) {
  const covered = await target(c, form);
  const submission = typed.submission || randomToken();
  const page = { c, form, typed, errors, submission, ...(covered && { covered }) };
  return c.html(<FormPage {...page} />, errors.length > 0 ? 422 : 200);
}

async function file(c: C, app: App, form: filings.FormCode) {
  const covered = await target(c, form);
  const ctx = c.get('ctx');
  await limit(ctx, `form:${currentUser(c)?.accountId ?? callerAddress(c)}`, AN_HOUR, 3600);
  const typed = await formFields(c);
  const structure = await structureOf(ctx, typed.structure ?? '', covered);
  const faults = await bearerFaults(ctx, typed);
  if (faults.length > 0) return show(c, form, typed, faults);
  try {
    const { evidence, fault } = await evidenceIn(c, form);
    if (fault) return show(c, form, typed, [{ field: 'evidence', message: fault }]);
    const filing = await submit(ctx, currentUser(c), {
      ...{ form, structureId: structure?.id ?? '', said: saidIn(form, typed) },
      submission: typed.submission || randomToken(),
      ...(evidence && { evidence }),
    });
    putSealedCookie(
      c,
      app.config,
      FILED,
      { number: filing.number },
      { path: '/formulaires', maxAgeSeconds: 3600 },
    );
    return c.redirect(`/formulaires/copie/${filing.number}`, 303);
  } catch (error) {
    const unknown = error instanceof Refusal && error.code === contracts.errors.unknownStructure().code;
    return show(c, form, typed, [...(structure ? [] : [UNKNOWN]), ...(unknown ? [] : told(error))]);
  }
}

/** A number is left out by who has none: a card is then ordered in his name. */
async function bearerFaults(ctx: Ctx, typed: Typed): Promise<readonly FieldError[]> {
  const { idNat = '', givenName = '', familyName = '' } = typed;
  if (idNat.trim() === '') return [];
  return namedPersonFaults(ctx, { idNat, name: `${givenName} ${familyName}` });
}

const UNKNOWN = { field: 'structure', message: 'Aucune structure ne porte ce numéro FINESS ou SIRET.' };

const saidIn = (form: filings.FormCode, typed: Typed): filings.Said =>
  Object.fromEntries(FORM_TEXTS[form].fields.map(({ name }) => [name, typed[name] ?? '']));

async function structureOf(
  ctx: Ctx,
  typed: string,
  covered: readonly Structure[] | undefined,
): Promise<Structure | undefined> {
  if (covered) return covered.find(({ id }) => id === typed) ?? covered[0];
  const number = typed.replace(/\s/g, '').toUpperCase();
  return number.length === 14 ? structureBySiret(ctx, number) : structureByFiness(ctx, number);
}

const FAULTS = {
  missing: undefined,
  'too-large': 'Ce document dépasse 3 Mo.',
  unknown: 'PDF, JPEG ou PNG attendu.',
};

async function evidenceIn(c: C, form: filings.FormCode) {
  if (!filings.FORM_RULES[form].evidence) return {};
  const { evidence: sent } = await c.req.parseBody();
  const bytes = sent instanceof File ? new Uint8Array(await sent.arrayBuffer()) : new Uint8Array();
  const type = incidents.proofType(bytes);
  if (type === 'missing') return {};
  return type in FAULTS ? { fault: FAULTS[type as keyof typeof FAULTS] } : { evidence: { type, bytes } };
}

/** F101 and F420 wait for an operator; the others do at once what their author may do, or nothing is filed. */
async function submit(ctx: Ctx, user: User | undefined, filing: filings.NewFiling): Promise<filings.Filing> {
  if (filing.form === 'F420') {
    programName(filing.said.code ?? '');
    await keysOf(filing.said.jwks ?? '');
  }
  return transaction(ctx, async (tx) => {
    const answering = await answeringFor(tx, filing.structureId);
    const by = user && { ...user, scope: user.scope.some((one) => answering.includes(one)) ? answering : [] };
    const { filing: filed, again } = await filings.fileForm(tx, filing, by, isMail);
    if (again || filed.form === 'F101' || filed.form === 'F420') return filed;
    if (!user) throw accessErrors.notAllowed('nobody');
    return filings.acceptFiling(tx, filed.number, (inner, one) => carryOut(inner, one, user));
  });
}

/** Read by who has just filed it in this browser, and by those who act for the structure. */
async function copy(c: C, app: App) {
  const ctx = c.get('ctx');
  const number = c.req.param('number') ?? '';
  const held = filedShape.safeParse(readSealedCookie(c, app.config, FILED));
  const filing = await filings.filingByNumber(ctx, number);
  const own = held.success && held.data.number === number;
  if (!own && !currentUser(c)) askToSignIn(c);
  const answering = filing ? await answeringFor(ctx, filing.structureId) : [];
  const reads = mayRead(currentUser(c)) && currentUser(c)?.scope.some((one) => answering.includes(one));
  if (!filing || (!own && !reads)) throw filings.errors.unknown();
  const structure = (await structuresById(ctx, [filing.structureId])).get(filing.structureId);
  if (!structure) throw filings.errors.unknown();
  return c.html(<CopyPage {...{ c, filing, structure }} />);
}
