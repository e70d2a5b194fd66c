import { type Context, Hono } from 'hono';
import { currentUser } from '../../modules/access/index.js';
import {
  currentPublication,
  extractsOnLine,
  publicPerson,
  publicStructure,
  restrictedPerson,
  search,
} from '../../modules/directory/index.js';
import { mailboxesOf } from '../../modules/messaging/index.js';
import { parseIdNat } from '../../modules/nomenclatures/index.js';
import { lookGuard } from '../../modules/tracking/index.js';
import type { App } from '../../platform/app.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { EmptyState } from '../../ui/index.js';
import { lookUpErrors, readLookUp } from '../look-up.js';
import { AccountPage, LookUpPage } from './account-page.js';
import { accountByCard } from './by-card.js';
import { keysRoutes } from './cles/route.js';
import { ExtractsPage } from './extracts-page.js';
import { Frame, personHref } from './frame.js';
import { PersonPage } from './person-page.js';
import { RoadmapPage } from './roadmap-page.js';
import { readQuery } from './search-links.js';
import { SearchPage } from './search-page.js';
import { StructurePageView } from './structure-page.js';
import { UnknownPerson, UnknownStructure, unknownPerson, unknownStructure } from './unknown.js';

type C = Context<Env>;

const wantsJson = (c: C): boolean =>
  c.req.query('format') === 'json' || /application\/json/.test(c.req.header('accept') ?? '');

/** The Annuaire Santé: public search and pages, and the account page. Everything here reads; nothing writes. */
export function annuairePortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', searchRoute)
    .get('/personnes/:idNat', personRoute)
    .get('/structures/:id', structureRoute)
    .get('/extractions', async (c) =>
      c.html(<ExtractsPage c={c} onLine={await extractsOnLine(c.get('ctx'))} />),
    )
    .get('/feuille-de-route', (c) => c.html(<RoadmapPage c={c} />))
    .route('/cles', keysRoutes())
    .use('/compte', accountByCard)
    .get('/compte', accountRoute)
    .post('/compte', lookUpRoute);
}

async function searchRoute(c: C) {
  const asked = readQuery(c.req.query());
  const ctx = c.get('ctx');
  const result = await search(ctx, asked);
  if (wantsJson(c)) return c.json(result);
  return c.html(
    <SearchPage c={c} asked={asked} result={result} publication={await currentPublication(ctx)} />,
  );
}

async function structureRoute(c: C) {
  const id = c.req.param('id') ?? '';
  const page = /^[FCR][0-9AB]{1,20}$/.test(id) ? await publicStructure(c.get('ctx'), id) : undefined;
  if (!page && wantsJson(c)) throw unknownStructure();
  if (!page) return c.html(<UnknownStructure c={c} />, 404);
  if (wantsJson(c)) return c.json(page);
  return c.html(<StructurePageView c={c} page={page} publication={await currentPublication(c.get('ctx'))} />);
}

async function personRoute(c: C) {
  const typed = c.req.param('idNat') ?? '';
  const read = parseIdNat(typed);
  const idNat = read.ok ? read.idNat.value : read.suggestion;
  if (idNat !== undefined && idNat !== typed) return c.redirect(personHref(idNat), 301);
  const person = idNat === undefined ? undefined : await publicPerson(c.get('ctx'), idNat);
  if (person && person.idNat !== idNat) return c.redirect(personHref(person.idNat), 301);
  if (!person && wantsJson(c)) throw unknownPerson();
  if (!person) return c.html(<UnknownPerson c={c} />, 404);
  if (wantsJson(c)) return c.json(person);
  return c.html(<PersonPage c={c} person={person} publication={await currentPublication(c.get('ctx'))} />);
}

async function accountRoute(c: C) {
  const user = currentUser(c);
  const asked = c.req.query('idNat');
  if (user?.kind === 'support') return c.html(<LookUpPage c={c} {...(asked && { idNat: asked })} />);
  return showAccount(c, asked ?? user?.idNat ?? '', true);
}

async function showAccount(c: C, idNat: string, own: boolean, reason = 'consultation de son propre dossier') {
  await lookGuard(c, 'RASS', idNat);
  const entry = await restrictedPerson(c.get('ctx'), idNat, reason);
  if (!entry) return c.html(<NotYetHere c={c} />, 404);
  const held = {
    mailboxes: await mailboxesOf(c.get('ctx'), idNat),
    publication: await currentPublication(c.get('ctx')),
  };
  return c.html(<AccountPage c={c} entry={entry} own={own} {...held} />);
}

function NotYetHere({ c }: { c: C }) {
  return (
    <Frame c={c} here="account" title="Aucun dossier de ce numéro" width="narrow">
      <EmptyState
        title="L’annuaire ne connaît pas ce numéro"
        help={<p>Il recopie le RPPS : une inscription récente arrive en 24 heures au plus.</p>}
        action={<a href="/suivi">Suivre les mises à jour</a>}
      />
    </Frame>
  );
}

async function lookUpRoute(c: C) {
  const asked = readLookUp(await formFields(c));
  const { typed, idNat, reason } = asked;
  await lookGuard(c, 'RASS', idNat);
  const own = currentUser(c)?.kind === 'professional';
  const errors = lookUpErrors(asked, own, 'Dites pourquoi vous ouvrez ce dossier.');
  if (errors.length > 0)
    return c.html(<LookUpPage c={c} idNat={typed} reason={reason} errors={errors} />, 422);
  return showAccount(c, idNat, own, reason || undefined);
}
