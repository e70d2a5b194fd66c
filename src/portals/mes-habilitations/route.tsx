import { type Context, Hono } from 'hono';
import {
  askToSignIn,
  currentUser,
  filings,
  habilitations,
  requireAct,
  requireRole,
  type User,
} from '../../modules/access/index.js';
import { cards, certificates } from '../../modules/credentials/index.js';
import {
  contracts,
  coveredStructures,
  type Structure,
  structuresById,
} from '../../modules/structures/index.js';
import type { App } from '../../platform/app.js';
import type { Ctx } from '../../platform/context.js';
import { type Env, formFields } from '../../platform/http/request.js';
import type { FieldError } from '../../ui/index.js';
import { namedPersonFaults } from '../named-person.js';
import { told } from '../told.js';
import { contractRoutes } from './contract-routes.js';
import { GrantPage } from './grant-page.js';
import { HomePage } from './home-page.js';
import { own, sorted } from './own.js';
import type { Progress } from './procedure.js';
import { StructurePage } from './structure-page.js';
import { thirdRoutes } from './third-routes.js';
import { WithdrawPage } from './withdraw-page.js';
import { STRUCTURE } from './words.js';

type C = Context<Env>;
type Typed = Readonly<Record<string, string>>;

/** MesHabilitations (PMH): who may act for a structure, its contract, the third structures that it lets act. */
export function habilitationsPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', home)
    .use('/structure/*', requireRole('legal-representative', 'mandataire', 'delegate'))
    .get('/structure', (c) => list(c))
    .post('/structure', list)
    .get('/structure/ajout', (c) => form(c, { type: c.req.query('type') ?? '' }))
    .post('/structure/ajout', add)
    .get('/structure/retrait/:id', async (c) => {
      const { user } = await own(c);
      return c.html(<WithdrawPage c={c} one={await withdrawable(c, user)} />);
    })
    .post('/structure/retrait/:id', end)
    .route('/structure/contrat', contractRoutes())
    .route('/structure/tierces', thirdRoutes());
}

async function home(c: C) {
  const user = currentUser(c) ?? askToSignIn(c);
  const ctx = c.get('ctx');
  const own = user.idNat ? await habilitations.habilitationsOf(ctx, user.idNat) : [];
  const structures = await structuresById(
    ctx,
    own.map(({ structureId }) => structureId),
  );
  return c.html(<HomePage {...{ c, own, structures }} />);
}

async function list(c: C) {
  const { user, structure } = await own(c);
  const ctx = c.get('ctx');
  const asked: Typed = c.req.method === 'POST' ? await formFields(c) : {};
  const covered = await coveredStructures(ctx, structure.id);
  const ids = covered.map(({ id }) => id);
  const [kind, state] = [asked.type ?? '', asked.etat ?? ''];
  const found = await habilitations.findHabilitations(ctx, {
    structures: ids.includes(asked.structure ?? '') ? [asked.structure ?? ''] : ids,
    text: asked.q ?? '',
    ...(habilitations.isKind(kind) && { kind }),
    ...(state in habilitations.STATE_LABELS && { state: state as habilitations.HabilitationState }),
  });
  const names = await structuresById(
    ctx,
    found.flatMap(({ structureId, via }) => [structureId, ...(via ? [via] : [])]),
  );
  const page = { c, user, structure, covered, names, found, asked };
  const progress = await progressOf(ctx, structure, ids);
  return c.html(<StructurePage {...page} progress={progress} />);
}

/** How far a structure is on its way to certificates. In: it, and the technical ids of all those that it answers for. */
async function progressOf(ctx: Ctx, structure: Structure, ids: readonly string[]): Promise<Progress> {
  const admins = await habilitations.findHabilitations(ctx, {
    ...{ structures: ids, kind: 'technical-admin', state: 'open' },
  });
  const filed = await filings.filingsOf(ctx, ids);
  const held = await cards.usableCards(
    ctx,
    admins.map(({ idNat }) => idNat),
  );
  const issued = await certificates.certificatesOf(ctx, structure.nationalId ?? '');
  return {
    contract: await contracts.activeContract(ctx, structure.id),
    equipped:
      filed.some(({ form, state }) => form === 'F301' && state === 'accepted') ||
      [...held.values()].flat().some(({ nominative }) => nominative),
    habilitated: admins.length > 0,
    certified: issued.some(({ standing }) => standing === 'active'),
  };
}

async function form(c: C, typed: Typed, errors: readonly FieldError[] = []) {
  const { user, structure } = await own(c);
  const ctx = c.get('ctx');
  const covered = await coveredStructures(ctx, structure.id);
  const clients = await sorted(ctx, await habilitations.clientsOf(ctx, structure.id));
  const page = <GrantPage {...{ c, user, covered, clients, typed, errors }} />;
  return c.html(page, errors.length > 0 ? 422 : 200);
}

async function add(c: C) {
  const { user, structure } = await own(c);
  const typed = await formFields(c);
  const [, client] = /^via:(.+)$/.exec(typed.structure ?? '') ?? [];
  const kind = client === undefined ? (typed.type ?? '') : 'technical-admin';
  if (!habilitations.isKind(kind))
    return form(c, typed, [{ field: 'type', message: 'Choisissez une habilitation.' }]);
  const { name = '', from, to } = typed;
  const asked = {
    ...{ kind, name, idNat: (typed.idNat ?? '').replace(/\s/g, '') },
    structureId: client ?? (typed.structure || structure.id),
    ...(client !== undefined && { via: structure.id }),
    ...(from && { from }),
    ...(to && { to }),
  };
  const faults = await namedPersonFaults(c.get('ctx'), asked);
  if (faults.length > 0) return form(c, typed, faults);
  try {
    await habilitations.grant(c.get('ctx'), asked, user);
    return c.redirect(`${STRUCTURE}?fait=donnee`, 303);
  } catch (error) {
    return form(c, typed, told(error));
  }
}

/** The habilitation of the address, when whoever is signed in may take it back: the action judges it again. */
async function withdrawable(c: C, user: User): Promise<habilitations.Habilitation> {
  const found = await habilitations.habilitationById(c.get('ctx'), c.req.param('id') ?? '');
  const covered = await coveredStructures(c.get('ctx'), user.scope[0] ?? '');
  const known = found && [found.structureId, found.via].some((id) => covered.some((one) => one.id === id));
  if (!found || !known || found.withdrawnAt) throw habilitations.errors.unknown();
  return found;
}

async function end(c: C) {
  const { user } = await own(c);
  await requireAct(c, 'habilitation.see', { scope: user.scope[0] ?? '' });
  const { id } = await withdrawable(c, user);
  const { motif = '' } = await formFields(c);
  await habilitations.withdraw(c.get('ctx'), { id, reason: motif }, user);
  return c.redirect(`${STRUCTURE}?fait=retiree`, 303);
}
