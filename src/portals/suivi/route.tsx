import { type Context, Hono } from 'hono';
import { currentUser } from '../../modules/access/index.js';
import { followGuard, trackPerson } from '../../modules/tracking/index.js';
import type { App } from '../../platform/app.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { journal } from '../../platform/journal.js';
import { EmptyState } from '../../ui/index.js';
import { lookUpErrors, readLookUp } from '../look-up.js';
import { Frame } from './frame.js';
import { LookUpPage } from './look-up-page.js';
import { TrackPage } from './track-page.js';

type C = Context<Env>;

/** The tracking portal: a professional sees his own data travel; the support names a person and says why. */
export function suiviPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', (c) => ownOrForm(c, c.req.query('idNat')))
    .get('/:idNat', (c) => ownOrForm(c, c.req.param('idNat')))
    .post('/', lookUp);
}

async function ownOrForm(c: C, asked: string | undefined) {
  const user = currentUser(c);
  const idNat = asked ?? user?.idNat ?? '';
  await followGuard(c, idNat);
  if (user?.kind !== 'professional') return c.html(<LookUpPage c={c} {...(asked && { idNat: asked })} />);
  return show(c, idNat, true);
}

async function lookUp(c: C) {
  const asked = readLookUp(await formFields(c));
  const { typed, idNat, reason } = asked;
  await followGuard(c, idNat);
  const own = currentUser(c)?.kind === 'professional';
  const errors = lookUpErrors(asked, own, 'Dites pourquoi vous suivez ce dossier.');
  if (errors.length > 0)
    return c.html(<LookUpPage c={c} idNat={typed} reason={reason} errors={errors} />, 422);
  if (!own) {
    await journal(c.get('ctx'), { act: 'tracking.follow', subject: idNat, outcome: 'done', reason });
  }
  return show(c, idNat, own);
}

async function show(c: C, idNat: string, own: boolean) {
  const track = await trackPerson(c.get('ctx'), idNat, own);
  if (track) return c.html(<TrackPage c={c} track={track} own={own} />);
  return c.html(
    <Frame c={c} title="Aucune donnée à suivre" width="narrow">
      <EmptyState
        title="Aucune autorité ni aucun fichier ne connaît ce numéro"
        help={
          <p>
            Le numéro est donné à l’inscription ; vérifiez-le, ou attendez que l’autorité ait validé le
            dossier.
          </p>
        }
        action={<a href="/annuaire">Chercher dans l’annuaire</a>}
      />
    </Frame>,
    404,
  );
}
