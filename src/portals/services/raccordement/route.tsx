import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { currentUser, requireRole, type User } from '../../../modules/access/index.js';
import {
  activity,
  changeDeclaration,
  closeDeclaration,
  declarationFaults,
  declaredBy,
  giveSecret,
  openDeclaration,
  ownDeclaration,
  protocolErrors,
  redirectUriProblem,
  rotateServiceKeys,
  submitDeclaration,
} from '../../../modules/identity-provider/index.js';
import { Refusal } from '../../../platform/errors.js';
import { asset } from '../../../platform/http/assets.js';
import { dropCookie, putSealedCookie, readSealedCookie } from '../../../platform/http/cookies.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import { askedActivity } from '../activity/asked.js';
import { Dashboard } from '../activity/dashboard.js';
import { Frame } from '../frame.js';
import { ClosePage, EditPage, HOME, LIST, OwnServicesPage } from './pages.js';
import { ServicePage, type ServicePageProps } from './service-page.js';
import { declarationOf, formErrors, type Typed, typedOf } from './typed.js';

type C = Context<Env>;

const ID = '/:id{[0-9a-f-]{36}}';
const TOLD_ONCE = 'esculape_secret';
const toldOnce = z.object({ clientSecret: z.string(), formerUntil: z.coerce.date().optional() });

/** An integrator's own services, from the first word to the last secret. */
export function raccordementRoutes(): Hono<Env> {
  return new Hono<Env>()
    .use(requireRole('integrator'))
    .get('/', async (c) =>
      c.html(<OwnServicesPage c={c} services={await declaredBy(c.get('ctx'), owner(c))} />),
    )
    .get('/adresses.js', asset(new URL('./adresses.js', import.meta.url)))
    .post('/controle', check)
    .get('/nouveau', (c) =>
      c.html(<EditPage c={c} typed={{ requirePkce: 'oui', kind: 'other' }} errors={[]} />),
    )
    .post('/nouveau', open)
    .get(ID, showOnce)
    .get(`${ID}/modifier`, edit)
    .post(`${ID}/modifier`, change)
    .post(`${ID}/envoyer`, submit)
    .post(`${ID}/secret`, secret)
    .post(`${ID}/cles`, keys)
    .get(`${ID}/activite`, showActivity)
    .get(`${ID}/fermer`, async (c) => c.html(<ClosePage c={c} service={await held(c)} />))
    .post(`${ID}/fermer`, close);
}

const owner = (c: C): string => (currentUser(c) as User).accountId;
const own = (c: C) => ({ id: c.req.param('id') ?? '', owner: owner(c) });
const held = (c: C) => ownDeclaration(c.get('ctx'), own(c));
const isProduction = (c: C) => c.get('ctx').config.profile === 'production';
const back = (c: C, done: string) => c.redirect(`${HOME}/${c.req.param('id')}?fait=${done}`, 303);

/** Says of one address, while it is typed, what is wrong with it. */
async function check(c: C) {
  const { adresse = '' } = await formFields(c);
  return c.json({ problem: redirectUriProblem(adresse.trim(), isProduction(c)) ?? null });
}

async function open(c: C) {
  const typed = await formFields(c);
  return kept(c, typed, async () => {
    const id = await openDeclaration(c.get('ctx'), owner(c), declarationOf(typed));
    return c.redirect(`${HOME}/${id}?fait=enregistre`, 303);
  });
}

async function edit(c: C) {
  const { id, version, asked } = await held(c);
  const errors = formErrors(declarationFaults(asked, isProduction(c)), asked);
  return c.html(<EditPage c={c} {...{ id, version, errors }} typed={typedOf(asked)} />);
}

async function change(c: C) {
  const typed = await formFields(c);
  return kept(c, typed, async () => {
    await changeDeclaration(c.get('ctx'), own(c), Number(typed.version) || 0, declarationOf(typed));
    return back(c, 'enregistre');
  });
}

/** Shows the form again, as typed, when it could not be kept. */
async function kept(c: C, typed: Typed, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 404) throw error;
    const { redirectUris = [], postLogoutRedirectUris = [] } = declarationOf(typed);
    const told = formErrors(error.fields, { redirectUris, postLogoutRedirectUris });
    const errors = told.length > 0 ? told : [{ message: error.message }];
    const existing = c.req.param('id') && (await held(c));
    const page = existing ? { id: existing.id, version: existing.version } : {};
    return c.html(<EditPage c={c} {...page} typed={typed} errors={errors} />, 422);
  }
}

async function show(c: C, more: Partial<ServicePageProps> = {}, status: 200 | 422 = 200) {
  const service = await held(c);
  const faults = formErrors(declarationFaults(service.asked, isProduction(c)), service.asked);
  return c.html(<ServicePage c={c} {...{ service, faults }} done={c.req.query('fait')} {...more} />, status);
}

async function submit(c: C) {
  try {
    return back(c, (await submitDeclaration(c.get('ctx'), own(c))) === 'approved' ? 'raccorde' : 'envoye');
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 422) throw error;
    return show(c, {}, 422);
  }
}

/** The secret waits, sealed, in the browser for the page that shows it once: reading that page again asks for no other. */
async function secret(c: C) {
  const ctx = c.get('ctx');
  const { heures } = await formFields(c);
  const hours = heures === undefined || !/^\d{1,3}$/.test(heures) ? undefined : Number(heures);
  const { clientSecret, formerUntil } = await giveSecret(ctx, own(c), hours);
  const path = `${HOME}/${c.req.param('id')}`;
  const told = { clientSecret, formerUntil: formerUntil?.toISOString() };
  putSealedCookie(c, ctx.config, TOLD_ONCE, told, { path, maxAgeSeconds: 60 });
  return c.redirect(path, 303);
}

async function showOnce(c: C) {
  const { config } = c.get('ctx');
  const told = toldOnce.safeParse(readSealedCookie(c, config, TOLD_ONCE));
  if (!told.success) return show(c);
  dropCookie(c, config, TOLD_ONCE, `${HOME}/${c.req.param('id')}`);
  return show(c, { secret: told.data });
}

async function keys(c: C) {
  const { jwks = '', garder } = await formFields(c);
  try {
    const given = (JSON.parse(jwks) as { keys?: unknown }).keys;
    if (!Array.isArray(given) || given.length === 0) throw new SyntaxError('no keys');
    await rotateServiceKeys(c.get('ctx'), own(c), { keys: given, keepFormer: garder === 'oui' });
    return back(c, 'cles');
  } catch (error) {
    const readable = error instanceof Refusal && error.status === 422;
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError) && !readable) throw error;
    return show(c, { keysError: 'Des clés publiques sont attendues, en JSON : {"keys": […]}.' }, 422);
  }
}

async function showActivity(c: C) {
  const ctx = c.get('ctx');
  const { id, asked, clientId } = await held(c);
  const period = askedActivity(c.req.query('par'));
  const of = { clientId: clientId ?? '', ...period };
  return c.html(
    <Frame c={c} current="/raccordement" title={`Activité de ${asked.name}`} above={LIST}>
      <Dashboard
        href={`${HOME}/${id}/activite`}
        by={period.by}
        counted={await activity(ctx, of)}
        errors={await protocolErrors(ctx, of)}
      />
    </Frame>,
  );
}

async function close(c: C) {
  await closeDeclaration(c.get('ctx'), own(c));
  return c.redirect(HOME, 303);
}
