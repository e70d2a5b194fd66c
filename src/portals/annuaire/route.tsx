import { type Context, Hono } from 'hono';
import { currentUser } from '../../modules/access/index.js';
import { publicPerson, restrictedPerson, search } from '../../modules/directory/index.js';
import { parseIdNat } from '../../modules/nomenclatures/index.js';
import { lookGuard } from '../../modules/tracking/index.js';
import type { App } from '../../platform/app.js';
import { Refusal } from '../../platform/errors.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { EmptyState } from '../../ui/index.js';
import { lookUpErrors, readLookUp } from '../look-up.js';
import { AccountPage, LookUpPage } from './account-page.js';
import { Frame, personHref } from './frame.js';
import { PersonPage } from './person-page.js';
import { SearchPage } from './search-page.js';

type C = Context<Env>;

const wantsJson = (c: C): boolean => /application\/json/.test(c.req.header('accept') ?? '');

/** The Annuaire Santé: public search and pages, and the account page. Everything here reads; nothing writes. */
export function annuairePortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', searchRoute)
    .get('/personnes/:idNat', personRoute)
    .get('/compte', accountRoute)
    .post('/compte', lookUpRoute);
}

async function searchRoute(c: C) {
  const { q, profession, lieu, page, limit } = c.req.query();
  const asked = { q, profession, place: lieu, cursor: page };
  const result = await search(c.get('ctx'), { ...asked, ...(limit && { limit: Number(limit) }) });
  return wantsJson(c) ? c.json(result) : c.html(<SearchPage c={c} asked={asked} result={result} />);
}

async function personRoute(c: C) {
  const typed = c.req.param('idNat') ?? '';
  const read = parseIdNat(typed);
  const idNat = read.ok ? read.idNat.value : read.suggestion;
  if (idNat !== undefined && idNat !== typed) return c.redirect(personHref(idNat), 301);
  const person = idNat === undefined ? undefined : await publicPerson(c.get('ctx'), idNat);
  if (!person && wantsJson(c)) throw unknownPerson();
  if (!person) return c.html(<UnknownPerson c={c} />, 404);
  return wantsJson(c) ? c.json(person) : c.html(<PersonPage c={c} person={person} />);
}

const unknownPerson = () =>
  new Refusal({
    code: 'directory.unknown-person',
    status: 404,
    message: 'Personne de ce numéro dans l’annuaire.',
  });

function UnknownPerson({ c }: { c: C }) {
  return (
    <Frame c={c} here="search" title="Personne de ce numéro dans l’annuaire" width="narrow">
      <EmptyState
        title="Que faire ?"
        help={
          <p>
            Vérifiez le numéro. Une inscription toute récente apparaît dès que le RPPS l’a transmise : le plus
            souvent en une seconde, 24 heures au plus. Un professionnel qui n’exerce plus ne figure plus ici.
          </p>
        }
        action={<a href="/annuaire">Chercher par le nom</a>}
      />
    </Frame>
  );
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
  if (entry) return c.html(<AccountPage c={c} entry={entry} own={own} />);
  return c.html(<NotYetHere c={c} />, 404);
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
